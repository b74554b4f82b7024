"""What an import would store, and what it did: counts, first rows, rejected rows with line, column, value, reason."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from domain.imports import Answer
from views import _frame, _safe, _tables, _words
from views._import_words import NAMES

REJECT_COLUMNS = ("Line", "Column", "Value", "Why not")
CELL = 160
# What a row is told by first, and what says the least: a hash.
LEAD = frozenset({"text", "comment", "title", "subject", "touchpoint"})
PERSONAL = frozenset({"respondent", "customer", "author"})


def trial(answer: Answer) -> None:
    """What would be stored."""
    n = answer.counts
    st.html(
        f'<p class="es-answer" role="status"><b>{_words.many(n["accepted"], "row")}</b> would be stored: '
        f"{_words.count(n['new'])} new, {_words.count(n['changed'])} corrected, {_words.count(n['unchanged'])} "
        f"unchanged. <b>{_words.count(n['rejected'])}</b> cannot be read.{_days(answer)}</p>"
    )
    _warnings(answer.warnings)
    if answer.rows:
        _frame.section("The first rows, as they are stored", "Who somebody is stays out: a keyed hash is kept instead.")
        st.html(rows(answer.rows))
    rejected(answer)


def rejected(answer: Answer) -> None:
    """The first rows that were not taken."""
    if not answer.rejects:
        return
    total = answer.counts["rejected"]
    _frame.section("Rows that cannot be read", f"The first {len(answer.rejects)} of {_words.count(total)}.")
    lines = "".join(
        _tables.row(
            _safe.html(one.get("line"), 12),
            [
                ("Column", _safe.bdi(one.get("column"), 60)),
                ("Value", _safe.bdi(one.get("value"), 80)),
                ("Why not", _safe.html(one.get("reason"), 300)),
            ],
        )
        for one in answer.rejects
    )
    st.html(_tables.table(REJECT_COLUMNS, lines))


def rows(found: Sequence[Mapping[str, str]]) -> str:
    """Rows with the fields that any of them has, as one table."""
    there = dict.fromkeys(name for row in found for name in row)
    names = sorted(there, key=lambda name: (name not in LEAD, name in PERSONAL))
    lead = names[0]
    lines = "".join(
        _tables.row(
            _safe.bdi(row.get(lead, "–"), CELL),
            [(NAMES.get(name, name), _safe.bdi(row.get(name, "–"), CELL)) for name in names[1:]],
        )
        for row in found
    )
    return _tables.table([_safe.html(NAMES.get(name, name), 60) for name in names], lines)


def told(answer: Answer) -> str:
    """A receipt in one line of safe HTML."""
    n = answer.counts
    return (
        f"<b>{_words.count(n['new'])} new</b>, {_words.count(n['changed'])} corrected, "
        f"{_words.count(n['unchanged'])} unchanged, {_words.count(n['rejected'])} rejected.{_days(answer)}"
    )


def warnings_of(answer: Answer) -> None:
    """What was supposed and not known."""
    _warnings(answer.warnings)


def span(answer: Answer) -> tuple[date, date] | None:
    """The days that the rows are about."""
    try:
        return date.fromisoformat(answer.first), date.fromisoformat(answer.last)
    except ValueError:
        return None


def _days(answer: Answer) -> str:
    days = span(answer)
    return f" They are about {_words.span(*days)}." if days else ""


def _warnings(found: Sequence[str]) -> None:
    if found:
        items = "".join(f"<li>{_safe.html(one, 500)}</li>" for one in found[:10])
        st.html(f'<ul class="es-sub" aria-label="Remarks on the file">{items}</ul>')
