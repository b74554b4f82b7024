"""Where a brand's pain points stand: status, owner, cause, action."""

from datetime import date

import duckdb

from storage.writes.audit import log


class Triage:
    """One row per brand and topic that somebody has looked at."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

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
    ) -> None:
        """Change what is given, keep what is None; an empty text clears. Each change is logged."""
        told: dict[str, object] = {
            "status": status,
            "owner": owner,
            "due": due,
            "root_cause": root_cause,
            "action": action,
            "told_customer": told_customer,
        }
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
                told_customer = coalesce($told_customer, t.told_customer), changed_at = $now
            when not matched then insert
                (brand, topic_id, status, owner, due, root_cause, action, told_customer, changed_at)
                values (s.brand, s.topic_id, $status, $owner, $due, $root_cause, $action, $told_customer, $now)
            """,
            {"brand": brand, "topic": topic_id, "now": now, **told},
        )
