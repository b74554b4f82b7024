"""Emotion and intents by text."""

from collections.abc import Sequence

import duckdb

from domain.traits import Traits
from storage.frames import BIGINT, DOUBLE, TEXT, TEXTS, arrive
from storage.shapes import PendingText
from storage.writes.counted import touch
from storage.writes.tombstones import drop_gone
from storage.writes.work import Work

_COLUMNS = {
    "text_id": BIGINT,
    "version": TEXT,
    "content_hash": BIGINT,
    "emotion": TEXT,
    "emotion_score": DOUBLE,
    "intents": TEXTS,
}

# What the engine in force felt about texts as they are now.
_FELT = """
    select s.text_id, s.polarity
    from scores s
    join settings e on e.key = 'engine' and e.value = s.engine
    join settings v on v.key = 'engine_version' and v.value = s.version
    where list_contains($ids, s.text_id) and (s.text_id, s.content_hash) in (
        select text_id, content_hash from work_queue where task = $task
    )
"""


class TraitRows:
    """Traits by text; a text's row is replaced as a whole."""

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Work) -> None:
        self._con = con
        self._work = work

    def pending(self, version: str, limit: int) -> list[tuple[PendingText, float | None]]:
        """At most `limit` texts that this version has not read, each with its polarity by the engine in force."""
        done = "select text_id, content_hash from text_traits where version = replace($task, 'traits|', '')"
        rows = self._work.pending(_task(version), done, limit)
        if not rows:
            return []
        values = {"ids": [row.text_id for row in rows], "task": _task(version)}
        felt = dict(self._con.execute(_FELT, values).fetchall())
        return [(row, felt.get(row.text_id)) for row in rows]

    def add(self, version: str, rows: Sequence[tuple[PendingText, Traits]]) -> None:
        """Keep what was read in each text, in place of what was known of it."""
        if not rows:
            return
        read = {p.text_id: _row(version, p, traits) for p, traits in rows}
        arrive(self._con, "read_traits", _COLUMNS, list(read.values()))
        drop_gone(self._con, "read_traits")
        self._con.execute("delete from text_traits where text_id in (select text_id from read_traits)")
        self._con.execute("insert into text_traits select * from read_traits")
        touch(self._con, "read_traits")
        self._work.done(_task(version), "read_traits")
        self._work.forget("traits", but=_task(version))


def _task(version: str) -> str:
    return f"traits|{version}"


def _row(version: str, p: PendingText, traits: Traits) -> tuple[object, ...]:
    emotion = None if traits.emotion is None else str(traits.emotion)
    return (p.text_id, version, p.content_hash, emotion, traits.emotion_score, [str(i) for i in traits.intents])
