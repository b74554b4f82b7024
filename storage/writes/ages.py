"""For how long texts are kept, by kind: what is older goes for good, and does not come in again."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import duckdb

from storage.frames import utc
from storage.writes.settings import Settings
from storage.writes.tombstones import SWEPT

_KEY = "keep_days"
# Each with its id, its kind, and when what it holds was said.
_DATED = {
    "mentions": ("mention_id", "kind", "coalesce(published_at, first_seen_at)"),
    "survey_responses": ("response_id", "'survey'", "coalesce(answered_at, first_seen_at)"),
    "tickets": ("ticket_id", "'ticket'", "coalesce(created_at, first_seen_at)"),
}


class Ages:
    """The days by kind that the configuration allows; a kind that it does not name is kept until it is erased."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self._con = con
        self._settings = settings

    def keep(self, days: Mapping[str, int]) -> None:
        """Remember for how many days each kind is kept: commits go by it."""
        told = json.dumps(dict(days), sort_keys=True)
        if told != (self._settings.get(_KEY) or "{}"):
            self._settings.set(_KEY, told)

    def collect(self, now: datetime) -> None:
        """Put the ids of what is too old into the temporary table `erased`; nothing as old comes in from now on."""
        self._settings.set(SWEPT, now.isoformat())
        for kind, before in self._bounds(now):
            for table, (key, its, moment) in _DATED.items():
                self._con.execute(
                    f"insert into erased select {key} from {table} where {its} = $kind and {moment} < $before",  # noqa: S608 - our own names
                    {"kind": kind, "before": before},
                )

    def withhold(self, table: str, kind: str, moment: str) -> int:
        """Take what the last sweep would have taken out of a temporary table, by expressions of its columns; returns
        how many rows went. By the last sweep, and not by the clock: one that runs ahead must not keep everything out.
        """
        swept = self._settings.get(SWEPT)
        if swept is None:
            return 0
        removed = 0
        for name, before in self._bounds(datetime.fromisoformat(swept)):
            found = self._con.execute(
                f"delete from {table} where {kind} = $kind and {moment} < $before",  # noqa: S608 - our own names
                {"kind": name, "before": before},
            ).fetchone()
            removed += int(found[0]) if found else 0
        return removed

    def _bounds(self, now: datetime) -> Iterator[tuple[str, object]]:
        days: dict[str, int] = json.loads(self._settings.get(_KEY) or "{}")
        for kind, count in days.items():
            yield kind, utc(now - timedelta(days=count))
