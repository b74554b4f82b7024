"""Notes of the team, by their own id or their content, and the topics that they name."""

from collections.abc import Sequence
from datetime import datetime

from domain.goals import TeamNote
from domain.identity import content_hash, stable_id
from domain.records import TopicMatch
from storage.frames import BIGINT, DOUBLE, TEXT, TIME, arrive, clean, utc
from storage.shapes import Changes, PendingText
from storage.writes.audit import log
from storage.writes.imported import Imported

_NOTE = {
    "note_id": BIGINT,
    "row_hash": BIGINT,
    "content_hash": BIGINT,
    "brand": TEXT,
    "noted_at": TIME,
    "team": TEXT,
    "touchpoint": TEXT,
    "text": TEXT,
}

_WAITING = """
    with used as (select distinct version from topic_reads)
    select 1 from team_notes
    where read_hash is distinct from content_hash
        or (exists (select 1 from used) and topics_version not in (select version from used))
    limit 1
"""


class TeamNotes(Imported):
    """Notes; they stand in no queue of customers' texts, so that no stage takes them for one."""

    table, columns, moment = "team_notes", _NOTE, "noted_at"

    def upsert(self, rows: Sequence[TeamNote], *, now: datetime) -> Changes:
        """Store notes; the same one again adds nothing."""
        return self.store([_note(row) for row in rows], now)

    def drop(self, note_id: int, *, person: str = "") -> bool:
        """Remove a note and what was read in it; False where there is none of that id."""
        values = {"id": note_id}
        known = self._con.execute("select 1 from team_notes where note_id = $id", values).fetchone()
        if known is None:
            return False
        log(self._con, person, "team note removed", str(note_id), {})
        for table in ("team_note_topics", "team_notes"):
            self._con.execute(f"delete from {table} where note_id = $id", values)  # noqa: S608 - our own names
        return True

    def pending(self, version: str, limit: int) -> list[PendingText]:
        """At most `limit` notes that this version of the topic matcher has not read as they are now."""
        rows = self._con.execute(
            """
            select note_id, content_hash, text from team_notes
            where topics_version is distinct from $version or read_hash is distinct from content_hash
            order by note_id limit $limit
            """,
            {"version": version, "limit": limit},
        ).fetchall()
        return [
            PendingText(text_id=i, kind="note", content_hash=h, title="", text=text or "", language=None)
            for i, h, text in rows
        ]

    def waiting(self) -> bool:
        """Whether some note was not read as it is now, or by another matcher than customers' texts were."""
        return self._con.execute(_WAITING).fetchone() is not None

    def name_topics(self, version: str, rows: Sequence[tuple[PendingText, Sequence[TopicMatch]]]) -> None:
        """Keep which topics each note names, in place of what was known of it; an empty list counts as read."""
        read = [(p.text_id, p.content_hash) for p, _ in rows]
        arrive(self._con, "read_notes", {"note_id": BIGINT, "content_hash": BIGINT}, read)
        named = [(p.text_id, p.content_hash, m.topic_id, m.score) for p, matches in rows for m in matches]
        columns = {"note_id": BIGINT, "content_hash": BIGINT, "topic_id": BIGINT, "score": DOUBLE}
        arrive(self._con, "named_notes", columns, named)
        self._con.execute("delete from team_note_topics where note_id in (select note_id from read_notes)")
        self._con.execute("""
            insert into team_note_topics
            select note_id, content_hash, topic_id, max(score) from named_notes group by all
        """)
        self._con.execute(
            """
            update team_notes set topics_version = $version, read_hash = r.content_hash
            from read_notes r where r.note_id = team_notes.note_id
            """,
            {"version": version},
        )


def _note(row: TeamNote) -> tuple[object, ...]:
    text, team, touchpoint = clean(row.text) or "", clean(row.team), clean(row.touchpoint)
    moment = row.noted_at.isoformat() if row.noted_at else ""
    whole = stable_id(text, team or "", touchpoint or "", moment)
    key = stable_id("team note", row.brand, clean(row.identity) or "")
    return (key, whole, content_hash("", text), clean(row.brand), utc(row.noted_at), team, touchpoint, text)
