"""What discovery needs to know and leaves behind: complaints that no topic fits, and topics found among them."""

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from domain.records import Topic, TopicMatch
from storage.frames import BIGINT, DOUBLE, INTEGER, TEXT, arrive
from storage.shapes import FITS_WELL, Centre, PendingText
from storage.writes.tombstones import drop_gone
from storage.writes.topic_changes import PROPOSED
from storage.writes.topics_in_force import settle

DAYS = 90
# Complaints of the last days that no topic fits well, the newest first; one author counts once a story.
_POOL = f"""
    with latest as (
        select max(coalesce(published_at, first_seen_at)) as moment from mentions where deleted_at is null
    ),
    complaints as (
        select
            m.mention_id as text_id, 'mention' as kind, m.content_hash, m.title, m.text, m.language,
            coalesce(m.published_at, m.first_seen_at) as moment
        from mentions m
        where m.label = 'negative' and m.deleted_at is null
            and m.mention_id in (select mention_id from mention_brands where not muted)
            and coalesce(m.published_at, m.first_seen_at) >= (select moment - interval {DAYS} day from latest)
        qualify 1 = row_number() over (partition by m.story_id, m.author_key order by moment, m.mention_id)
    )
    select c.* from complaints c
    where (c.text_id, c.content_hash) not in (
        select f.text_id, f.content_hash from topic_finds f
        where f.score >= {FITS_WELL} or f.topic_id in (select topic_id from topics where origin = 'discovered')
    )
"""  # noqa: S608 - our own numbers

_FINDS = {
    "text_id": BIGINT,
    "version": TEXT,
    "content_hash": BIGINT,
    "topic_id": BIGINT,
    "score": DOUBLE,
    "span_start": INTEGER,
    "span_end": INTEGER,
}


class Discoveries:
    """Complaints that wait for a topic, and what becomes of them."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def unread(self, limit: int) -> list[PendingText]:
        """At most `limit` complaints that discovery has not read, the newest first."""
        return self._texts(
            "(c.text_id, c.content_hash) not in (select text_id, content_hash from discovery_reads)", limit
        )

    def pool(self, limit: int) -> list[PendingText]:
        """At most `limit` complaints of the last 90 days that no topic fits, the newest first."""
        return self._texts("true", limit)

    def waiting(self) -> tuple[int, int]:
        """How many there are, and how many of them came since groups were last looked for."""
        found = self._con.execute(f"""
            with pool as ({_POOL})
            select count(*), count(*) filter (
                (text_id, content_hash) not in (select text_id, content_hash from discovery_reads where clustered)
            ) from pool
        """).fetchone()  # noqa: S608 - our own query
        return (int(found[0]), int(found[1])) if found else (0, 0)

    def any_known(self) -> bool:
        """Whether there is anything to recognise."""
        return self._con.execute("select 1 from topic_centres limit 1").fetchone() is not None

    def read_all(self) -> None:
        """Take everything that waits for read: there is nothing yet that it could name."""
        self._con.execute(f"""
            insert into discovery_reads
            select text_id, content_hash, false from ({_POOL})
            where text_id not in (select text_id from discovery_reads)
        """)  # noqa: S608 - our own query

    def centres(self, encoder: str) -> list[Centre]:
        """The middles of all discovered topics, dismissed and merged ones too, by id."""
        rows = self._con.execute(
            """
            select c.topic_id, c.centre, coalesce(t.state = 'proposed' and t.merged_into is null, false)
            from topic_centres c join topics t on t.topic_id = c.topic_id
            where c.encoder = $encoder order by c.topic_id
            """,
            {"encoder": encoder},
        ).fetchall()
        return [Centre(topic_id=i, values=tuple(values), proposed=proposed) for i, values, proposed in rows]

    def propose(self, topics: Sequence[tuple[Topic, Sequence[float]]], encoder: str) -> None:
        """Add topics that discovery found, each with its middle; a person decides on them."""
        now = datetime.now(UTC).replace(tzinfo=None)
        for topic, centre in topics:
            self._con.execute(
                """
                insert into topics (topic_id, name, description, examples, origin, created_at, state)
                values ($id, $name, $description, '[]', 'discovered', $now, $state)
                """,
                {
                    "id": topic.topic_id,
                    "name": topic.name,
                    "description": topic.description,
                    "now": now,
                    "state": PROPOSED,
                },
            )
            self._con.execute(
                "insert into topic_centres values ($id, $encoder, $centre)",
                {"id": topic.topic_id, "encoder": encoder, "centre": [float(x) for x in centre]},
            )

    def names(self) -> set[str]:
        """Every name that a topic has, in lower case."""
        return {str(row[0]).lower() for row in self._con.execute("select name from topics").fetchall()}

    def read(self, version: str, rows: Sequence[tuple[PendingText, TopicMatch | None]]) -> None:
        """Keep which discovered topic each complaint names, if any."""
        if not rows:
            return
        columns = {"text_id": BIGINT, "content_hash": BIGINT}
        arrive(self._con, "discovered_in", columns, [(p.text_id, p.content_hash) for p, _ in rows])
        drop_gone(self._con, "discovered_in")
        self._con.execute("delete from discovery_reads where text_id in (select text_id from discovered_in)")
        self._con.execute("insert into discovery_reads select text_id, content_hash, false from discovered_in")
        finds = [
            (p.text_id, version, p.content_hash, m.topic_id, m.score, m.start, m.end) for p, m in rows if m is not None
        ]
        arrive(self._con, "discovered_finds", _FINDS, finds)
        drop_gone(self._con, "discovered_finds")
        self._con.execute("insert into topic_finds select * from discovered_finds")
        settle(self._con, "discovered_in")

    def seen(self) -> set[int]:
        """The ids of the texts that were there when groups were last looked for."""
        rows = self._con.execute("select text_id from discovery_reads where clustered").fetchall()
        return {int(row[0]) for row in rows}

    def looked(self) -> None:
        """Remember that groups were looked for among all that has been read."""
        self._con.execute("update discovery_reads set clustered = true where not clustered")

    def _texts(self, which: str, limit: int) -> list[PendingText]:
        rows = self._con.execute(
            f"""
            with c as ({_POOL})
            select text_id, kind, content_hash, title, text, language from c
            where {which}
            order by moment desc, text_id limit $limit
            """,  # noqa: S608 - our own query
            {"limit": limit},
        ).fetchall()
        return [
            PendingText(text_id=i, kind=kind, content_hash=h, title=title or "", text=text or "", language=language)
            for i, kind, h, title, text, language in rows
        ]
