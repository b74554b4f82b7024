"""Reports: make one now, read those that were issued, take them along as files. A report's numbers never change."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from storage.queries import Queries
from views import _frame, _links, _moments, _report, _safe, _tables, _words
from views._filters import Filters

TITLE = "Reports"
SECTION = "Act"
SUBTITLE = "A period summed up against the one before, kept under an id: the same id gives the same numbers for ever."
FILTERS = ("brand",)
STYLE = Path(__file__).with_name("reports.css")
LISTED = 50
COLUMNS = ("Report", "Period", "Made", "Engine", "Quotes")
LENGTHS = {7: "7 days", 14: "14 days", 30: "30 days", 90: "90 days"}
FILES = {"html": "HTML", "pdf": "PDF", "md": "Markdown", "pptx": "Slide, editable", "png": "Slide, picture"}
KINDS = {
    "html": "text/html",
    "pdf": "application/pdf",
    "md": "text/markdown",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_SAID, _ERROR = "es_report_said", "es_report_error"


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: the button, the report that the address names, the list."""
    st.html(STYLE)
    _notice()
    if desk is not None and desk.may(Right.TRIAGE):
        _make(desk, filters)
    rows = _moments.rows(queries.reports.table(filters.brand, LISTED))
    if not rows:
        _frame.nothing(
            "No report of this brand yet.",
            "Make one above, or have one sent every week: see [digest] in earshot.toml. From a shell:",
            "python -m earshot digest --out digest.html",
        )
        return
    known = {str(row.report_id): row for row in rows}
    if desk is not None:
        _one(desk, known)
    _list(rows)


def _notice() -> None:
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not done: {error}")
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p class="es-sub" role="status">{_safe.html(said)}</p>')


def _make(desk: _frame.Desk, filters: Filters) -> None:
    _frame.section("Make one now", "Of whole days: the last one is yesterday, unless you choose an earlier one.")
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    with st.form("report-form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.selectbox("Length", list(LENGTHS), format_func=LENGTHS.__getitem__, width=140)
        until = st.date_input("Last day", value=yesterday, max_value=yesterday, format="YYYY-MM-DD", width=170)
        made = st.form_submit_button("Make the report", type="primary")
    if not made:
        return
    try:
        report_id = desk.issue_report(filters.brand, until, int(days))
    except EarshotError as error:
        _frame.warning(f"Not done: {error}")
        return
    st.session_state[_SAID] = f"Report {report_id} is made."
    st.query_params["report"] = report_id
    st.rerun()


def _one(desk: _frame.Desk, known: dict[str, Any]) -> None:
    """The report that the address names, else the newest: its files, and what it says."""
    asked = st.query_params.get("report", "")
    chosen = asked if asked in known else next(iter(known))
    row = known[chosen]
    period = _words.span(_day(row.since), _day(row.until))
    _frame.section(period, f"Report {chosen}. Links in the files lead to the pages with this brand and these days.")
    with st.container(horizontal=True, key="report-files", gap="small"):
        for form, name in FILES.items():
            st.download_button(
                name,
                # Drawn when it is asked for: a page of five forms would draw them all each time.
                data=lambda form=form: desk.draw_report(chosen, form),
                file_name=f"digest-{chosen}.{form}",
                mime=KINDS[form],
                key=f"report-{form}",
                on_click="ignore",
            )
    if st.button("Would it say the same today?", key="report-again"):
        st.html(_restated(desk, chosen))
    try:
        _report.show(desk.read_report(chosen))
    except EarshotError as error:
        _frame.warning(f"It cannot be shown: {error}")


def _restated(desk: _frame.Desk, report_id: str) -> str:
    """What the same question gives otherwise now."""
    try:
        lines = desk.restated_report(report_id)
    except EarshotError as error:
        return f'<p class="es-sub">{_safe.html(str(error))}</p>'
    if not lines:
        return '<p class="es-sub">Asked again now, every figure would be the same.</p>'
    items = "".join(f"<li>{_safe.bdi(line, 300)}</li>" for line in lines)
    return f'<p class="es-sub">Its numbers stay as issued. Asked again now:</p><ul class="es-sub">{items}</ul>'


def _list(rows: list[Any]) -> None:
    st.space("small")
    _frame.section("Issued", "Newest first. Once somebody is erased, their quotes go; the numbers stay.")
    st.html(_tables.table(COLUMNS, "".join(_row(row) for row in rows)))


def _row(row: Any) -> str:
    about = {"brand": row.brand, "report": row.report_id}
    made = _moments.utc(row.made_at)
    by = "<small>sent on schedule</small>" if row.origin == "schedule" else ""
    removed = f"<small>{_words.many(int(row.removed), 'quote')} removed</small>" if row.removed else ""
    cells = (
        _words.span(_day(row.since), _day(row.until)),
        f"{_words.ago(made, datetime.now(UTC)) if made else ''}{by}",
        _safe.html(row.engine, 60),
        f"{_words.count(int(row.quotes))}{removed}",
    )
    head = f'<a href="{_links.href("reports", about)}">{_safe.html(row.report_id)}</a>'
    return _tables.row(head, list(zip(COLUMNS[1:], cells, strict=True)))


def _day(value: Any) -> Any:
    return value.date() if hasattr(value, "date") else value
