"""What texts speak about."""

from collections.abc import Sequence

import duckdb

from domain.records import Aspect
from storage.frames import BIGINT, DOUBLE, INTEGER, TEXT, arrive
from storage.shapes import PendingText
from storage.writes.tombstones import drop_gone
from storage.writes.work import Work

_COLUMNS = {
    "text_id": BIGINT,
    "version": TEXT,
    "content_hash": BIGINT,
    "phrase": TEXT,
    "lemma": TEXT,
    "span_start": INTEGER,
    "span_end": INTEGER,
    "polarity": DOUBLE,
    "label": TEXT,
}


class Aspects:
    """Aspects by text; a text's rows are replaced together."""

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Work) -> None:
        self._con = con
        self._work = work

    def pending(self, version: str, limit: int) -> list[PendingText]:
        """At most `limit` texts that this version has not read; empty once there are none."""
        done = "select text_id, content_hash from aspects where version = replace($task, 'aspects|', '')"
        return self._work.pending(_task(version), done, limit)

    def add(self, version: str, rows: Sequence[tuple[PendingText, Sequence[Aspect]]]) -> None:
        """Keep what was found in each text, in place of what was known of it; an empty list counts as read."""
        if not rows:
            return
        found = {p.text_id: (p, aspects) for p, aspects in rows}
        read = [(p.text_id, p.content_hash) for p, _ in found.values()]
        arrive(self._con, "aspect_reads", {"text_id": BIGINT, "content_hash": BIGINT}, read)
        arrive(
            self._con,
            "found_aspects",
            _COLUMNS,
            [_row(version, p, a) for p, many in found.values() for a in many],
        )
        drop_gone(self._con, "found_aspects")
        self._con.execute("delete from aspects where text_id in (select text_id from aspect_reads)")
        self._con.execute("insert into aspects select * from found_aspects")
        self._work.done(_task(version), "aspect_reads")
        self._work.forget("aspects", but=_task(version))


def _task(version: str) -> str:
    return f"aspects|{version}"


def _row(version: str, p: PendingText, a: Aspect) -> tuple[object, ...]:
    label = None if a.label is None else str(a.label)
    return (p.text_id, version, p.content_hash, a.phrase, a.lemma, a.start, a.end, a.polarity, label)
