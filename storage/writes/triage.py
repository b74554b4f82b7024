"""Where a brand's pain points stand: status, owner, cause, action."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import duckdb

from domain.errors import StorageError
from storage.frames import utc
from storage.writes.audit import log
from storage.writes.unclosed import unclosed

Before = tuple[object, ...]

# What a row says, in the order of _COLUMNS; a moment is kept while its status holds, and set when it begins.
_COLUMNS = """
    brand, topic_id, status, owner, due, root_cause, action, told_customer, changed_at, resolved_at, ignored_at,
    closed_at, escalated_at
"""


class Triage:
    """One row per brand and topic that somebody has looked at."""

    def __init__(self, con: duckdb.DuckDBPyConnection, timezone: str) -> None:
        self._con, self._zone = con, ZoneInfo(timezone)

    def set(
        self,
        brand: str,
        topic_id: int,
        *,
        person: str = "",
        status: str | None = None,
        owner: str | None = None,
        due: date | None = None,
        root_cause: str | None = None,
        action: str | None = None,
        told_customer: bool | None = None,
        mended_on: date | None = None,
    ) -> None:
        """Change what is given, keep what is None; an empty text clears. Each change is logged.

        mended_on: the day from which it is mended, where that is not the moment of calling it resolved.
        Raises StorageError where it would be closed without a root cause and an action.
        """
        told: dict[str, object] = {
            "status": status,
            "owner": owner,
            "due": due,
            "root_cause": root_cause,
            "action": action,
            "told_customer": told_customer,
            "mended_on": mended_on,
        }
        if status == "closed":
            self._may_close(brand, topic_id, root_cause, action)
        now = log(
            self._con,
            person,
            "triage",
            f"{brand}/{topic_id}",
            {k: v for k, v in told.items() if v is not None},
        )
        self._con.execute(
            """
            merge into triage as t using (select $brand as brand, $topic as topic_id) as s
                on t.brand = s.brand and t.topic_id = s.topic_id
            when matched then update set
                status = coalesce($status, t.status), owner = coalesce($owner, t.owner), due = coalesce($due, t.due),
                root_cause = coalesce($root_cause, t.root_cause), action = coalesce($action, t.action),
                told_customer = coalesce($told_customer, t.told_customer), changed_at = $now,
                resolved_at = case
                    when coalesce($status, t.status) in ('resolved', 'closed') and $mended_at is not null
                        then $mended_at
                    when $status = 'resolved' then $now
                    when $status is null or $status = 'closed' then t.resolved_at
                end,
                ignored_at = case when $status = 'ignored' then $now when $status is null then t.ignored_at end,
                closed_at = case when $status = 'closed' then $now when $status is null then t.closed_at end,
                escalated_at = case
                    when $due is not null and $due is distinct from t.due then null else t.escalated_at
                end
            when not matched then insert
                (
                    brand, topic_id, status, owner, due, root_cause, action, told_customer, changed_at, resolved_at,
                    ignored_at, closed_at
                )
                values (
                    s.brand, s.topic_id, $status, $owner, $due, $root_cause, $action, $told_customer, $now,
                    case
                        when $mended_at is not null and $status in ('resolved', 'closed') then $mended_at
                        when $status = 'resolved' then $now
                    end,
                    case when $status = 'ignored' then $now end,
                    case when $status = 'closed' then $now end
                )
            """,
            {"brand": brand, "topic": topic_id, "now": now, "mended_at": self._begins(told.pop("mended_on")), **told},
        )

    def before(self, brand: str, topic_id: int) -> Before | None:
        """A pain point's row as it is, for put_back(); None where nobody has looked at it."""
        return self._con.execute(
            f"select {_COLUMNS} from triage where brand = $brand and topic_id = $topic",  # noqa: S608 - our own names
            {"brand": brand, "topic": topic_id},
        ).fetchone()

    def put_back(self, brand: str, topic_id: int, before: Before | None, person: str = "") -> None:
        """Undo: make a pain point what it was, moments included, and log it."""
        status = before[2] if before else "new"
        log(self._con, person, "triage", f"{brand}/{topic_id}", {"undone": True, "status": status})
        self._con.execute(
            "delete from triage where brand = $brand and topic_id = $topic", {"brand": brand, "topic": topic_id}
        )
        if before:
            places = ", ".join("?" * len(before))
            self._con.execute(f"insert into triage ({_COLUMNS}) values ({places})", list(before))  # noqa: S608

    def overdue(self, today: date) -> list[tuple[int, str, str, str]]:
        """Open pain points past their due day that have not been escalated, as (topic, brand, owner, name)."""
        return self._con.execute(
            """
            select g.topic_id, g.brand, coalesce(g.owner, ''), t.name
            from triage g join topics t on t.topic_id = g.topic_id
            where coalesce(g.status, 'new') not in ('resolved', 'closed', 'ignored')
                and g.due < $today and g.escalated_at is null
            order by g.due, g.topic_id
            """,
            {"today": today},
        ).fetchall()

    def escalate(self, brand: str, topic_id: int, now: datetime) -> None:
        """Mark a pain point as escalated, which happens once for a due day."""
        log(self._con, "the clock", "triage", f"{brand}/{topic_id}", {"escalated": True})
        self._con.execute(
            "update triage set escalated_at = $now where brand = $brand and topic_id = $topic",
            {"now": utc(now), "brand": brand, "topic": topic_id},
        )

    def _begins(self, day: object) -> datetime | None:
        """When a day begins where the brand counts its days."""
        return utc(datetime.combine(day, time(), self._zone)) if isinstance(day, date) else None

    def _may_close(self, brand: str, topic_id: int, root_cause: str | None, action: str | None) -> None:
        known = self.before(brand, topic_id)
        cause = root_cause if root_cause is not None else known and known[5]
        done = action if action is not None else known and known[6]
        if missing := unclosed(cause, done):
            raise StorageError(f"a pain point cannot be closed without {missing}; write it down, then close")
