"""What people call their problems, and which texts name them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from domain.records import Topic, TopicMatch
from storage.frames import BIGINT, DOUBLE, INTEGER, TEXT, arrive
from storage.shapes import PendingText
from storage.writes.tombstones import drop_gone
from storage.writes.topic_changes import TopicChanges
from storage.writes.topics_in_force import settle
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
        """Add the topics that are not known by id, and bring the texts of those that are up to date.

        A name that a person gave stays.
        """
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
                name = case when t.seed_name is null then s.name else t.name end,
                seed_name = case when t.seed_name is null then null else s.name end,
                description = s.description, examples = s.examples, origin = s.origin
            when not matched then insert (topic_id, name, description, examples, origin, created_at)
                values (s.topic_id, s.name, s.description, s.examples, s.origin, $now)
            """,
            {"now": datetime.now(UTC).replace(tzinfo=None)},
        )

    def known(self) -> list[Topic]:
        """The topics that stand by themselves, by name; merged and dismissed ones are left out."""
        return self._topics("name", "merged_into is null and coalesce(state, '') <> 'dismissed'")

    def to_match(self) -> list[Topic]:
        """The taxonomy's topics as it names them, merged ones too: what a person does to a topic changes no match."""
        return self._topics("coalesce(seed_name, name)", "origin not in ('discovered', 'split')")

    def _topics(self, name: str, which: str) -> list[Topic]:
        rows = self._con.execute(f"""
            select topic_id, {name} as shown, description, examples, origin from topics
            where {which} order by shown, topic_id
        """).fetchall()  # noqa: S608 - our own names
        return [
            Topic(
                topic_id=i,
                name=name,
                description=text or "",
                examples=tuple(json.loads(examples or "[]")),
                origin=origin,
            )
            for i, name, text, examples, origin in rows
        ]

    def rename(self, topic_id: int, name: str) -> None:
        """Give a topic another name; its id, texts and triage stay."""
        TopicChanges(self._con).rename(topic_id, name)

    def merge(self, topic_id: int, into: int) -> None:
        """Let one topic go into another; whatever was merged into the first follows. Raises StorageError on a loop."""
        TopicChanges(self._con).merge(topic_id, into)

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
        drop_gone(self._con, "reads", "named_topics")
        self._con.execute("delete from topic_reads where text_id in (select text_id from reads)")
        self._con.execute("insert into topic_reads select * from reads")
        # What discovery found in the same text stays, as long as the text does.
        self._con.execute("""
            delete from topic_finds where text_id in (select text_id from reads) and (
                topic_id not in (select topic_id from topics where origin = 'discovered')
                or (text_id, content_hash) not in (select text_id, content_hash from reads)
            )
        """)
        self._con.execute("insert into topic_finds select * from named_topics")
        settle(self._con, "reads")
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
