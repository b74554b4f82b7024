"""The journey template in force, and which texts hold the phrases of its touchpoints."""

from collections.abc import Sequence
from typing import Protocol

import duckdb

from domain.identity import stable_id
from storage.frames import BIGINT, INTEGER, TEXT, arrive
from storage.shapes import PendingText
from storage.writes import audit
from storage.writes.counted import touch
from storage.writes.settings import Settings
from storage.writes.tombstones import drop_gone
from storage.writes.work import Work

CHOSEN, VERSION, CONFIGURED = "journey", "journey_version", "journey_configured"
_NOTHING_DONE = "select 0, 0 where false"


class Step(Protocol):
    """One touchpoint as the template has it: `topics` by name, `also` what surveys and files call it."""

    @property
    def name(self) -> str:
        """What the page calls it."""
        ...

    @property
    def description(self) -> str:
        """A line that says what belongs here."""
        ...

    @property
    def topics(self) -> tuple[str, ...]:
        """Names of topics."""
        ...

    @property
    def also(self) -> tuple[str, ...]:
        """Other names."""
        ...


class Journeys:
    """One template is in force; what was read by another one counts no more."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, work: Work) -> None:
        self._con = con
        self._settings = settings
        self._work = work

    def configure(self, journey: str) -> None:
        """What the configuration names; it wins over a person's choice once it says something new."""
        if self._settings.get(CONFIGURED) != journey:
            self._settings.set(CONFIGURED, journey)
            self._settings.set(CHOSEN, journey)

    def chosen(self) -> str | None:
        """The template that is to be in force, None where nobody has named one."""
        return self._settings.get(CHOSEN)

    def choose(self, journey: str, *, person: str) -> None:
        """A person's choice, logged; `use` then puts the template in force."""
        self._settings.set(CHOSEN, journey)
        audit.log(self._con, person, "journey", journey, {"journey": journey})

    def use(self, version: str, steps: Sequence[Step]) -> None:
        """Put a template in force; a new version forgets what the one before read, and queues every text."""
        if self._settings.get(VERSION) == version:
            return
        self._put(steps)
        touch(self._con, "text_touchpoints")
        self._con.execute("delete from text_touchpoints where version <> $version", {"version": version})
        self._settings.set(VERSION, version)
        self._work.forget("touchpoints", but=_task(version))
        self._work.pending(_task(version), _NOTHING_DONE, 0)

    def amend(self, version: str, steps: Sequence[Step]) -> None:
        """Put a template in force that reads nothing otherwise than the one before but what `add` says next."""
        old = self._settings.get(VERSION) or ""
        if old == version:
            return
        self._put(steps)
        self._con.execute("update text_touchpoints set version = $version", {"version": version})
        self._settings.set(VERSION, version)
        self._work.rename(_task(old), _task(version))

    def _put(self, steps: Sequence[Step]) -> None:
        names = {(s.name, n.strip().lower()) for s in steps for n in (s.name, *s.also)}
        topics = {(s.name, stable_id("topic", topic), topic) for s in steps for topic in s.topics}
        rows = [(s.name, place, s.description) for place, s in enumerate(steps)]
        self._replace("touchpoints", {"touchpoint": TEXT, "position": INTEGER, "description": TEXT}, rows)
        self._replace("touchpoint_names", {"touchpoint": TEXT, "name": TEXT}, sorted(names))
        columns = {"touchpoint": TEXT, "topic_id": BIGINT, "topic": TEXT}
        self._replace("touchpoint_topics", columns, sorted(topics))

    def pending(self, version: str, limit: int) -> list[PendingText]:
        """At most `limit` texts that this version has not read; none where another version is in force."""
        if self._settings.get(VERSION) != version:
            return []
        return self._work.pending(_task(version), _NOTHING_DONE, limit)

    def add(self, version: str, rows: Sequence[tuple[PendingText, Sequence[str]]]) -> None:
        """Keep which touchpoints each text names, in place of what was known of it; an empty one counts as read."""
        if not rows or self._settings.get(VERSION) != version:
            return
        found = {p.text_id: (p, names) for p, names in rows}
        read = [(p.text_id, p.content_hash) for p, _ in found.values()]
        arrive(self._con, "placed", {"text_id": BIGINT, "content_hash": BIGINT}, read)
        named = [(p.text_id, version, p.content_hash, n) for p, names in found.values() for n in dict.fromkeys(names)]
        columns = {"text_id": BIGINT, "version": TEXT, "content_hash": BIGINT, "touchpoint": TEXT}
        arrive(self._con, "named_touchpoints", columns, named)
        drop_gone(self._con, "placed", "named_touchpoints")
        self._con.execute("delete from text_touchpoints where text_id in (select text_id from placed)")
        self._con.execute("insert into text_touchpoints select * from named_touchpoints")
        touch(self._con, "placed")
        self._work.done(_task(version), "placed")

    def _replace(self, table: str, columns: dict[str, object], rows: Sequence[Sequence[object]]) -> None:
        arrive(self._con, "template_rows", columns, rows)
        self._con.execute(f"delete from {table}")  # noqa: S608 - our own names
        self._con.execute(f"insert into {table} select * from template_rows")  # noqa: S608 - our own names


def _task(version: str) -> str:
    return f"touchpoints|{version}"
