"""What people call their problems, and which texts name them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from domain.errors import StorageError
from domain.records import Topic, TopicMatch
from storage.frames import BIGINT, DOUBLE, INTEGER, TEXT, arrive
from storage.shapes import PendingText
from storage.writes.work import Work

_COLUMNS = {
    "text_id": BIGINT,
    "version": TEXT,
    "content_hash": BIGINT,
    "topic_id": BIGINT,
    "score": DOUBLE,
    "span_start": INTEGER,
    "span_end": INTEGER,
}


class Topics:
    """Topics with ids that stay; a merged topic leads to the one that it went into."""

    def __init__(self, con: duckdb.DuckDBPyConnection, work: Work) -> None:
        self._con = con
        self._work = work

    def sync(self, topics: Sequence[Topic]) -> None:
        """Add the topics that are not known by id, and bring the texts of those that are up to date."""
        rows = {
            t.topic_id: (
                t.topic_id,
                t.name,
                t.description,
                json.dumps(t.examples, ensure_ascii=False),
                t.origin,
            )
            for t in topics
        }
        columns = {"topic_id": BIGINT, "name": TEXT, "description": TEXT, "examples": TEXT, "origin": TEXT}
        arrive(self._con, "told_topics", columns, list(rows.values()))
        self._con.execute(
            """
            merge into topics as t using told_topics as s on t.topic_id = s.topic_id
            when matched then update set
                name = s.name, description = s.description, examples = s.examples, origin = s.origin
            when not matched then insert (topic_id, name, description, examples, origin, created_at)
                values (s.topic_id, s.name, s.description, s.examples, s.origin, $now)
            """,
            {"now": datetime.now(UTC).replace(tzinfo=None)},
        )

    def known(self) -> list[Topic]:
        """The topics that texts are matched with, by name; merged ones are left out."""
        rows = self._con.execute("""
            select topic_id, name, description, examples, origin from topics
            where merged_into is null order by name, topic_id
        """).fetchall()
        return [
            Topic(
                topic_id=i,
                name=name,
                description=text,
                examples=tuple(json.loads(examples or "[]")),
                origin=origin,
            )
            for i, name, text, examples, origin in rows
        ]

    def rename(self, topic_id: int, name: str) -> None:
        """Give a topic another name; its id, texts and triage stay."""
        self._con.execute("update topics set name = $name where topic_id = $id", {"name": name, "id": topic_id})

    def merge(self, topic_id: int, into: int) -> None:
        """Let one topic go into another; whatever was merged into the first follows. Raises StorageError on a loop."""
        target = self._con.execute("select merged_into from topics where topic_id = $into", {"into": into}).fetchone()
        if target is None or target[0] is not None or topic_id == into:
            raise StorageError(f"topic {into} cannot take topic {topic_id} in; choose one that stands by itself")
        values = {"into": into, "id": topic_id}
        self._con.execute("update topics set merged_into = $into where topic_id = $id or merged_into = $id", values)
        self._con.execute(
            """
            delete from text_topics where topic_id = $id
            and text_id in (select text_id from text_topics where topic_id = $into)
            """,
            values,
        )
        self._con.execute("update text_topics set topic_id = $into where topic_id = $id", values)

    def pending(self, version: str, limit: int) -> list[PendingText]:
        """At most `limit` texts that this version has not read; empty once there are none."""
        done = "select text_id, content_hash from topic_reads where version = replace($task, 'topics|', '')"
        return self._work.pending(_task(version), done, limit)

    def add(self, version: str, rows: Sequence[tuple[PendingText, Sequence[TopicMatch]]]) -> None:
        """Keep which topics each text names, in place of what was known of it; an empty list counts as read."""
        if not rows:
            return
        found = {p.text_id: (p, matches) for p, matches in rows}
        read = [(p.text_id, version, p.content_hash) for p, _ in found.values()]
        arrive(self._con, "reads", {"text_id": BIGINT, "version": TEXT, "content_hash": BIGINT}, read)
        named = [row for p, matches in found.values() for row in _rows(version, p, matches)]
        arrive(self._con, "named_topics", _COLUMNS, named)
        for table in ("text_topics", "topic_reads"):
            self._con.execute(f"delete from {table} where text_id in (select text_id from reads)")  # noqa: S608
        self._con.execute("insert into topic_reads select * from reads")
        # A matcher that was loaded before a merge still names the topic that is no more.
        self._con.execute("""
            insert into text_topics
            select n.* replace (coalesce(t.merged_into, n.topic_id) as topic_id)
            from named_topics n left join topics t on t.topic_id = n.topic_id
            qualify 1 = row_number() over (
                partition by n.text_id, coalesce(t.merged_into, n.topic_id) order by n.score desc
            )
        """)
        self._work.done(_task(version), "reads")
        self._work.forget("topics", but=_task(version))


def _task(version: str) -> str:
    return f"topics|{version}"


def _rows(version: str, p: PendingText, matches: Sequence[TopicMatch]) -> list[tuple[object, ...]]:
    best: dict[int, TopicMatch] = {}
    for match in matches:
        if match.topic_id not in best or match.score > best[match.topic_id].score:
            best[match.topic_id] = match
    return [(p.text_id, version, p.content_hash, m.topic_id, m.score, m.start, m.end) for m in best.values()]
