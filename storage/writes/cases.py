"""Mentions, answers and tickets that somebody must deal with."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime

import duckdb

from domain.cases import CaseChange, CaseStatus
from domain.errors import StorageError
from domain.identity import stable_id
from storage.frames import utc
from storage.writes.audit import log
from storage.writes.unclosed import unclosed

Before = tuple[object, ...]

_CHANGE = """
    update care_cases as t set
        status = coalesce($status, t.status), owner = coalesce($owner, t.owner), due = coalesce($due, t.due),
        priority = coalesce($priority, t.priority), root_cause = coalesce($root_cause, t.root_cause),
        action = coalesce($action, t.action), told_customer = coalesce($told_customer, t.told_customer),
        changed_at = $now,
        closed_at = case when $status = 'closed' then $now when $status is null then t.closed_at end,
        first_response_at = case
            when $told_customer or $status in ('in_progress', 'waiting', 'closed')
                then coalesce(t.first_response_at, $now)
            else t.first_response_at
        end,
        escalated_at = case when $due is distinct from t.due and $due is not null then null else t.escalated_at end
    where t.case_id = $id
"""


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

        `kind` is "mention", "survey" or "ticket"; status "closed" closes it. Raises StorageError as change() does.
        """
        case_id = stable_id("case", brand, str(text_id))
        known = self._con.execute("select 1 from care_cases where case_id = $id", {"id": case_id}).fetchone()
        if known is None:
            self._insert(case_id, brand, text_id, kind)
        self.change(
            [case_id],
            CaseChange(
                status=CaseStatus(status) if status else None,
                owner=owner,
                due=due,
                root_cause=root_cause,
                action=action,
                told_customer=told_customer,
            ),
            person,
        )
        return case_id

    def change(self, ids: Sequence[int], change: CaseChange, person: str = "") -> list[Before]:
        """Change what is given in each case; returns the rows as they were, for put_back().

        Raises StorageError where a case would be closed without a root cause and an action; then nothing is changed.
        """
        before = [row for case_id in ids if (row := self._row(case_id))]
        told = asdict(change)
        if change.status == CaseStatus.CLOSED:
            for row in before:
                self._may_close(row, change)
        detail = {key: value for key, value in told.items() if value is not None}
        for row in before:
            now = log(self._con, person, "case", str(row[0]), detail)
            self._con.execute(_CHANGE, {"id": row[0], "now": now, **told})
        return before

    def put_back(self, before: Sequence[Before], person: str = "") -> None:
        """Undo: make cases what they were, and log it."""
        for row in before:
            log(self._con, person, "case", str(row[0]), {"undone": True, "status": row[4], "owner": row[5]})
            self._con.execute("delete from care_cases where case_id = $id", {"id": row[0]})
            self._con.execute(f"insert into care_cases values ({', '.join('?' * len(row))})", list(row))  # noqa: S608

    def remove(self, case_id: int, person: str = "") -> None:
        """Undo of opening one by hand."""
        log(self._con, person, "case", str(case_id), {"removed": True})
        self._con.execute("delete from care_cases where case_id = $id", {"id": case_id})

    def unheard(self) -> list[tuple[str, int]]:
        """Open cases whose owner has not been told, as (owner, case)."""
        return self._con.execute("""
            select owner, case_id from care_cases
            where status <> 'closed' and coalesce(owner, '') <> '' and told_owner is distinct from owner
            order by owner, case_id
        """).fetchall()

    def heard(self, ids: Sequence[int]) -> None:
        """Remember that the owners of these cases have been told."""
        self._con.execute(
            "update care_cases set told_owner = owner where list_contains($ids, case_id)", {"ids": list(ids)}
        )

    def overdue(self, today: date) -> list[tuple[int, str, str]]:
        """Cases past their due day that have not been escalated, as (case, brand, owner)."""
        return self._con.execute(
            """
            select case_id, brand, coalesce(owner, '') from care_cases
            where status <> 'closed' and due < $today and escalated_at is null order by due, case_id
            """,
            {"today": today},
        ).fetchall()

    def escalate(self, ids: Sequence[int], now: datetime) -> None:
        """Mark cases as escalated, which happens once, and make them urgent."""
        for case_id in ids:
            log(self._con, "the clock", "case", str(case_id), {"escalated": True, "priority": "urgent"})
        self._con.execute(
            "update care_cases set escalated_at = $now, priority = 'urgent' where list_contains($ids, case_id)",
            {"ids": list(ids), "now": utc(now)},
        )

    def _row(self, case_id: int) -> Before | None:
        return self._con.execute("select * from care_cases where case_id = $id", {"id": case_id}).fetchone()

    def _may_close(self, row: Before, change: CaseChange) -> None:
        cause = change.root_cause if change.root_cause is not None else row[7]
        action = change.action if change.action is not None else row[8]
        if missing := unclosed(cause, action):
            raise StorageError(f"a case cannot be closed without {missing}; write it down, then close")

    def _insert(self, case_id: int, brand: str, text_id: int, kind: str) -> None:
        now = datetime.now(UTC)
        self._con.execute(
            """
            insert into care_cases (case_id, brand, text_id, kind, status, opened_at, changed_at)
            values ($id, $brand, $text, $kind, 'open', $now, $now)
            """,
            {"id": case_id, "brand": brand, "text": text_id, "kind": kind, "now": utc(now)},
        )
