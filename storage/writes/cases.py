"""Mentions, answers and tickets that somebody must deal with."""

from datetime import date

import duckdb

from domain.identity import stable_id
from storage.writes.audit import log


class Cases:
    """One case per brand and text; closing and opening again keeps the row."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def set(
        self,
        brand: str,
        text_id: int,
        kind: str,
        *,
        person: str = "",
        status: str | None = None,
        owner: str | None = None,
        due: date | None = None,
        root_cause: str | None = None,
        action: str | None = None,
        told_customer: bool | None = None,
    ) -> int:
        """Open a case (status "open" unless given) or change what is given; returns its id. Each change is logged.

        `kind` is "mention", "survey" or "ticket"; status "closed" closes it.
        """
        case_id = stable_id("case", brand, str(text_id))
        told: dict[str, object] = {
            "status": status,
            "owner": owner,
            "due": due,
            "root_cause": root_cause,
            "action": action,
            "told_customer": told_customer,
        }
        now = log(self._con, person, "case", str(case_id), {k: v for k, v in told.items() if v is not None})
        self._con.execute(
            """
            merge into care_cases as t using (select $id as case_id) as s on t.case_id = s.case_id
            when matched then update set
                status = coalesce($status, t.status), owner = coalesce($owner, t.owner), due = coalesce($due, t.due),
                root_cause = coalesce($root_cause, t.root_cause), action = coalesce($action, t.action),
                told_customer = coalesce($told_customer, t.told_customer), changed_at = $now,
                closed_at = case when $status = 'closed' then $now when $status is null then t.closed_at end
            when not matched then insert
                (case_id, brand, text_id, kind, status, owner, due, root_cause, action, told_customer, opened_at,
                changed_at, closed_at)
                values (s.case_id, $brand, $text, $kind, coalesce($status, 'open'), $owner, $due, $root_cause, $action,
                $told_customer, $now, $now, case when $status = 'closed' then $now end)
            """,
            {"id": case_id, "brand": brand, "text": text_id, "kind": kind, "now": now, **told},
        )
        return case_id
