"""One case in full: the words, the way to the original and the customer, what is decided, and what was done so far."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import streamlit as st

from domain.cases import CaseChange, CaseStatus, Priority
from domain.people import Right
from storage.queries import Queries
from views import _case_row, _case_write, _comments, _feed, _frame, _links, _moments, _safe, _tables, _words
from views._filters import Filters

MOVES = {
    CaseStatus.IN_PROGRESS: ("Start work", "s"),
    CaseStatus.WAITING: ("Wait", "w"),
    CaseStatus.CLOSED: ("Close", "e"),
    CaseStatus.OPEN: ("Reopen", "o"),
}


def show(queries: Queries, filters: Filters, desk: _frame.Desk, case: Any, owners: list[str]) -> None:
    """Draw it; the form only where this visitor may write."""
    st.html(f'<h2 class="es-h2">{_safe.bdi(_case_row.gist(case), 90)}</h2>{_facts(case)}')
    if desk.may(Right.TRIAGE):
        _moves(desk, case)
        _form(desk, case)
    if not case.gone:
        found = _feed.quote(case, folded=True)
        st.html(_feed.html([found], datetime.now(UTC), "What was said"))
    _ways(desk, filters, case)
    _comments.show(queries, desk, "case", str(case.case_id))
    _history(queries, case)


def _facts(case: Any) -> str:
    late = _case_row.until(case)
    rows = [
        ("State", _safe.html(_case_row.STATUS.get(case.status, case.status))),
        ("Owner", _safe.bdi(case.owner, 60) if case.owner else "nobody yet"),
        ("Priority", _safe.html(_case_row.PRIORITY.get(case.priority, case.priority))),
        ("When", late),
        ("Opened", _safe.html(f"by the rule “{case.rule}”" if case.rule else "by a person", 160)),
    ]
    if case.escalated_at:
        rows.append(("Escalated", _ago(case.escalated_at)))
    if case.first_response_at:
        rows.append(("First response", _ago(case.first_response_at)))
    return _tables.facts(rows)


def _ago(value: Any) -> str:
    at = _moments.utc(value)
    return _words.ago(at, datetime.now(UTC)) if at else ""


def _moves(desk: _frame.Desk, case: Any) -> None:
    with st.container(horizontal=True, key="triage", gap="small"):
        for status, (name, shortcut) in MOVES.items():
            if status != case.status:
                st.button(
                    name,
                    key=f"to-{status}-{case.case_id}",
                    shortcut=shortcut,
                    on_click=_move,
                    args=(desk, case, status),
                    type="primary" if status == CaseStatus.IN_PROGRESS else "secondary",
                )


def _move(desk: _frame.Desk, case: Any, status: CaseStatus) -> None:
    """Closing takes along what stands in the form: written and not yet saved is written."""
    st.query_params["case"] = str(case.case_id)
    wanted = _written(case, status) if status == CaseStatus.CLOSED else CaseChange(status=status)
    _case_write.change(desk, [case.case_id], wanted, _case_row.STATUS[status].lower())


def _form(desk: _frame.Desk, case: Any) -> None:
    due = _moments.utc(case.due)
    with st.container(key="case-form", gap="small"):
        st.text_input("Owner", value=case.owner, key=_key("owner", case), max_chars=60, placeholder="Nobody yet")
        with st.container(horizontal=True, gap="small"):
            st.date_input("Due", value=due.date() if due else None, key=_key("due", case), format="YYYY-MM-DD")
            st.selectbox(
                "Priority",
                list(Priority),
                index=list(Priority).index(Priority(case.priority)),
                key=_key("priority", case),
                format_func=lambda one: _case_row.PRIORITY[one],
            )
        st.text_input("Root cause", value=case.root_cause, key=_key("root_cause", case), max_chars=500)
        st.text_input("Action", value=case.action, key=_key("action", case), max_chars=500)
        st.checkbox("Told the customer", value=bool(case.told_customer), key=_key("told", case))
        st.button("Save", key=f"save-{case.case_id}", on_click=_save, args=(desk, case))


def _key(field: str, case: Any) -> str:
    """A new key once the stored case has changed: a field then shows what is stored."""
    return f"{field}-{case.case_id}-{case.changed_at}"


def _save(desk: _frame.Desk, case: Any) -> None:
    st.query_params["case"] = str(case.case_id)
    _case_write.change(desk, [case.case_id], _written(case, None), "saved")


def _written(case: Any, status: CaseStatus | None) -> CaseChange:
    def said(field: str, most: int) -> str:
        return _safe.clean(st.session_state.get(_key(field, case), getattr(case, field)), most).strip()

    priority = st.session_state.get(_key("priority", case), case.priority)
    return CaseChange(
        status=status,
        owner=said("owner", 60),
        due=st.session_state.get(_key("due", case)),
        priority=Priority(priority),
        root_cause=said("root_cause", 500),
        action=said("action", 500),
        told_customer=bool(st.session_state.get(_key("told", case), case.told_customer)),
    )


def _ways(desk: _frame.Desk, filters: Filters, case: Any) -> None:
    """To the mention's own page and to the customer; the original is linked in the quote."""
    with st.container(key="link-case", horizontal=True):
        if case.kind == "mention" and not case.gone:
            _links.link("The mention →", "mentions", filters.params(mention=str(case.text_id)))
        if address := _customer(desk.crm_url, case.customer_key):
            host = _safe.html(_safe.host(address), 60)
            st.html(f'<a href="{_safe.html(address, 2000)}" target="_blank">The customer on {host}</a>')


def _customer(template: str | None, key: object) -> str | None:
    if not template or not key:
        return None
    return _safe.url(template.replace("{author_key}", quote(str(key), safe="")))


def _history(queries: Queries, case: Any) -> None:
    rows = _moments.rows(queries.cases.history(int(case.case_id)))
    if not rows:
        return
    said = [
        (
            _ago(row.made_at),
            f"<b>{_safe.bdi(row.person or 'the command line', 60)}</b>: {_safe.html(_told(row.detail), 300)}",
        )
        for row in rows
    ]
    st.html(_tables.folded(f"History ({_words.count(len(rows))})", _tables.facts(said)))


def _told(detail: str) -> str:
    found = json.loads(detail)
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in found.items() if value not in ("", None))
