"""What is still to analyse: a queue per stage, so that asking costs the same however much is stored."""

from datetime import UTC, datetime

import duckdb

from storage.shapes import PendingText

# Every text that a stage may read, with the columns of a queue entry.
TEXTS_TO_READ = """
    select mention_id as text_id, 'mention' as kind, content_hash from mentions
    where deleted_at is null and mention_id in (select mention_id from mention_brands)
    union all
    select response_id, 'survey', content_hash from survey_responses where comment <> ''
    union all
    select ticket_id, 'ticket', content_hash from tickets where subject <> '' or text <> ''
"""

_NEXT = """
    with next as (select text_id, kind, content_hash from work_queue where task = $task limit $limit)
    select n.text_id, n.kind, n.content_hash, m.title, m.text, m.language
    from next n join mentions m on m.mention_id = n.text_id where n.kind = 'mention'
    union all
    select n.text_id, n.kind, n.content_hash, '', r.comment, null
    from next n join survey_responses r on r.response_id = n.text_id where n.kind = 'survey'
    union all
    select n.text_id, n.kind, n.content_hash, t.subject, t.text, null
    from next n join tickets t on t.ticket_id = n.text_id where n.kind = 'ticket'
"""


class Work:
    """The queues of one transaction; a task is named "stage|..." and exists once it has been asked for."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def pending(self, task: str, done: str, limit: int) -> list[PendingText]:
        """The next texts of a task; the first call queues every text but those whose key is in the query `done`."""
        known = self._con.execute("select 1 from work_tasks where task = $task", {"task": task}).fetchone()
        if known is None:
            self._seed(task, done)
        rows = self._con.execute(_NEXT, {"task": task, "limit": limit}).fetchall()
        return [
            PendingText(text_id=i, kind=kind, content_hash=h, title=title or "", text=text or "", language=language)
            for i, kind, h, title, text, language in rows
        ]

    def left(self, task: str) -> int:
        """How many texts a task still has to read."""
        found = self._con.execute("select count(*) from work_queue where task = $task", {"task": task}).fetchone()
        return int(found[0]) if found else 0

    def add(self, texts: str) -> None:
        """Queue the texts (text_id, kind, content_hash) of a temporary table for every task."""
        self.drop(texts)
        self.insert(texts)

    def insert(self, texts: str) -> None:
        """The same for texts that no queue can hold yet."""
        self._con.execute(f"""
            insert into work_queue
            select t.task, x.text_id, x.kind, x.content_hash from {texts} x cross join work_tasks t
        """)  # noqa: S608 - our own names

    def drop(self, texts: str) -> None:
        """Take the texts of a temporary table out of every queue: they are gone, or will be queued anew."""
        self._con.execute(f"delete from work_queue where text_id in (select text_id from {texts})")  # noqa: S608

    def done(self, task: str, texts: str) -> None:
        """Take what has been read, as it was when it was read, out of one queue."""
        self._con.execute(
            f"""
            delete from work_queue
            where task = $task and (text_id, content_hash) in (select text_id, content_hash from {texts})
            """,  # noqa: S608
            {"task": task},
        )

    def forget(self, stage: str, *, but: str) -> None:
        """Give up all of a stage's tasks but one; asking for one again queues it anew."""
        self._remove("starts_with(task, $task || '|') and task <> $but", {"task": stage, "but": but})

    def restart(self, task: str) -> None:
        """Give up one task, so that asking for it again queues it anew."""
        self._remove("task = $task", {"task": task})

    def rename(self, task: str, to: str) -> None:
        """Let a task go by another name: what it has read stays read."""
        for table in ("work_queue", "work_tasks"):
            self._con.execute(f"update {table} set task = $to where task = $task", {"to": to, "task": task})  # noqa: S608

    def _remove(self, which: str, values: dict[str, str]) -> None:
        for table in ("work_queue", "work_tasks"):
            self._con.execute(f"delete from {table} where {which}", values)  # noqa: S608 - our own names

    def _seed(self, task: str, done: str) -> None:
        self._con.execute(
            f"""
            insert into work_queue
            select $task, x.text_id, x.kind, x.content_hash from ({TEXTS_TO_READ}) x
            where (x.text_id, x.content_hash) not in ({done})
            """,  # noqa: S608
            {"task": task},
        )
        now = datetime.now(UTC).replace(tzinfo=None)
        self._con.execute("insert into work_tasks values ($task, $now)", {"task": task, "now": now})
