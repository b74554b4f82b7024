"""What reaching a goal might be worth: every assumption shown and open to change, the worth as a range."""

from datetime import timedelta

import streamlit as st

from domain.measures import Scope
from metrics.assumptions import NAMES, Known, between, known, mistake, settled
from metrics.goals import Standing
from metrics.what_if import SPANS, WORDS, Range, worth
from storage.queries import Queries
from views import _frame, _goal_rows, _safe, _tables, _words
from views._filters import Filters

MONTH = timedelta(days=30)
_MOST = 1e12
_STEPS = {"change": 1.0, "customers": 100.0, "kept": 0.01, "value": 10.0}
_DIGITS = {"change": 1, "customers": 0, "kept": 3, "value": 0}


def show(queries: Queries, filters: Filters, one: Standing) -> None:
    """The assumptions as fields, then what follows from them."""
    st.space("small")
    _frame.section(
        "What if", f"Customers times change times lifetime value, as a range. {_words.sentence(WORDS)}", key="what-if"
    )
    if one.goal.metric not in SPANS:
        names = " or ".join(_goal_rows.name(metric, None) for metric in SPANS)
        _frame.nothing("No what-if for this figure.", f"It needs a score of customers: choose a goal for {names}.")
        return
    found = _known(queries, filters, one)
    with st.expander("Assumptions", key="what-if-assumptions", expanded=bool(found.missing())):
        given = {name: _field(one.goal.metric, name, getattr(found, name)) for name in NAMES}
    stated = Known(
        metric=found.metric,
        change=given["change"],
        customers=given["customers"],
        kept=given["kept"],
        value=given["value"],
    )
    if wrong := mistake(stated):
        st.html(f'<p class="es-sub" role="status">{_safe.html(_words.sentence(_plain(stated) or wrong))}</p>')
        return
    _result(stated)


def _plain(stated: Known) -> str | None:
    missing = [NAMES[name] for name in stated.missing()]
    return f"Cannot tell: own figures do not say {', '.join(missing)}; fill it in above" if missing else None


def _known(queries: Queries, filters: Filters, one: Standing) -> Known:
    ever = Scope(brand=filters.brand, segment=one.goal.segment)
    month = Scope(brand=filters.brand, since=filters.until - MONTH, until=filters.until, segment=one.goal.segment)
    kept = queries.goals.kept(ever, one.goal.metric)
    return known(one.goal.metric, one.estimate, one.goal.target, kept, queries.counts.customer_value(month))


def _field(metric: str, name: str, shown: Range | None) -> Range | None:
    """Two fields, from the least to the most, and where the figures in them come from."""
    title = _words.sentence(NAMES[name]).rstrip(".")
    least, most = st.columns(2, gap="small")
    key, step = f"es_what_if_{metric}_{name}", _STEPS[name]
    shape = f"%.{_DIGITS[name]}f"
    with least:
        low = st.number_input(
            f"{title}: at least", -_MOST, _MOST, shown.low if shown else None, step, shape, key=f"{key}_low"
        )
    with most:
        high = st.number_input(
            f"{title}: at most", -_MOST, _MOST, shown.high if shown else None, step, shape, key=f"{key}_high"
        )
    found = between(low, high, shown)
    why = _words.sentence(found.why if found else "no own figure; state one")
    st.html(f'<p class="es-basis">{_safe.html(why, 200)}</p>')
    return found


def _result(stated: Known) -> None:
    found = worth(settled(stated))
    rows = [
        ("Customers won over", _said(found.moved, 0)),
        ("Of those kept, who else had left", _said(found.kept, 1)),
        ("Worth", f"<b>{_said(found.money, 0)}</b> in the currency of the import"),
    ]
    caution = "Wider than a 95% interval: all ends at once. " + _words.sentence(WORDS)
    st.html(f'{_tables.facts(rows)}<p class="es-sub">{caution}</p>')


def _said(one: Range, digits: int) -> str:
    ends = f"{_words.number(one.low, digits)} to {_words.number(one.high, digits)}"
    return f"{_words.number(one.value, digits)} ({ends})"
