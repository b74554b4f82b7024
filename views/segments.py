"""Segments: the same figures for each group of customers, small groups kept back, and what those who spend most say."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from domain.measures import Histogram, Scope
from domain.small_groups import SMALLEST
from metrics import METRICS
from metrics.segments import Part, by_segment, whole
from storage.queries import Queries
from views import _figure_links, _figures, _frame, _links, _safe, _tables, _words
from views._filters import Filters

TITLE = "Segments"
SECTION = "Measure"
SUBTITLE = f"The same figures for each group of customers. Groups of fewer than {SMALLEST} people are kept back."
FILTERS = ("brand", "period")
QUESTIONS: Mapping[str, Literal["nps", "csat", "ces"]] = {"nps": "nps", "csat_survey": "csat", "ces": "ces"}
SPENDING = ("csat_survey", "csat_by_spend", "nps", "nps_by_spend")
_SHORT = {"nps": "NPS", "csat_survey": "CSAT", "ces": "CES", "churn": "Churn"}
_NO_SEGMENT = "No segment given"
_ALL = "\0"  # no segment is called so: what is stored holds no NUL


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: the table of segments, then the figures weighed by what customers spend."""
    scope = filters.asked()
    columns = {name: _answers(queries, scope, name) for name in QUESTIONS} | {"churn": _churn(queries, scope)}
    found = {name: cells for name, cells in columns.items() if cells}
    if not found:
        _frame.nothing(
            "No answer and no customer in this period.",
            "Import files that name a segment (column segment, group, plan or tier), or choose a longer period:",
            "python -m earshot import surveys FILE",
        )
        return
    st.html(_table(found, filters))
    _spending(queries, filters)
    _frame.definitions(list(dict.fromkeys([*found, *SPENDING])))


def _answers(queries: Queries, scope: Scope, name: str) -> dict[str, Part]:
    parts = queries.segments.answers(scope, QUESTIONS[name])
    counts, people = {s: p.answers for s, p in parts.items()}, {s: p.people for s, p in parts.items()}
    everyone = getattr(queries.counts, METRICS[name].needs)(scope)
    return _cells(name, counts, people, everyone)


def _churn(queries: Queries, scope: Scope) -> dict[str, Part]:
    parts = queries.segments.customers(scope)
    return _cells("churn", parts, {s: p.start for s, p in parts.items()}, queries.counts.churn_cohort(scope))


def _cells(name: str, counts: Mapping[str, Any], people: Mapping[str, int], everyone: Any) -> dict[str, Part]:
    """The segments' cells, and under None all of them; empty where there is nothing."""
    if not counts:
        return {}
    all_ = {_ALL: whole(METRICS[name], everyone, sum(people.values()))}
    return by_segment(METRICS[name], counts, people) | all_


def _table(found: Mapping[str, Mapping[str, Part]], filters: Filters) -> str:
    named = {segment for cells in found.values() for segment in cells}
    order = sorted(named - {"", _ALL}, key=str.casefold) + [s for s in ("", _ALL) if s in named]
    names = [_SHORT[name] for name in found]
    body = "".join(
        _tables.row(
            _heading(segment, filters),
            [(_SHORT[name], _cell(cells.get(segment), METRICS[name].unit)) for name, cells in found.items()],
            numbers=names,
        )
        for segment in order
    )
    return _tables.table(["Segment", *names], body, numbers=names)


def _heading(segment: str, filters: Filters) -> str:
    if segment == _ALL:
        return "Everybody"
    if not segment:
        return _NO_SEGMENT
    return f'<a href="{_links.href("surveys", filters.params(segment=segment))}">{_safe.bdi(segment, 60)}</a>'


def _cell(part: Part | None, unit: str) -> str:
    if part is None or (part.estimate is None and part.hidden is None):
        return '<span class="es-state wait">no data</span>'
    if part.estimate is None:
        return f'<span class="es-state wait">kept back</span><small>{part.hidden}</small>'
    found = part.estimate
    range_ = _words.interval(found.low, found.high, unit)
    return f"<b>{_words.measure(found.value, unit)}</b><small>{range_}, n {_words.count(found.n)}</small>"


def _spending(queries: Queries, filters: Filters) -> None:
    found = [_figures.figure(queries, name, filters) for name in SPENDING]
    st.space("small")
    _frame.section(
        "By what customers spend",
        "Each answer weighs as much as its customer's monthly revenue. Answers without a known customer are left out.",
        key="spending",
    )
    if not any(f.estimate for f in found if f.metric.name.endswith("_by_spend")):
        _frame.nothing(
            "No answer comes from a customer whose revenue is known.",
            "Import customers with monthly_revenue, and surveys that name the same customer:",
            "python -m earshot import customers FILE",
        )
        return
    for note in _warnings(found):
        _frame.warning(note)
    with st.container(key="cards-spending"):
        for figure in found:
            _figure_links.card(figure, filters)


def _warnings(found: Sequence[_figures.Figure]) -> list[str]:
    """What weighing changes, where that is much."""
    return [
        f"{f.metric.title}: {f.estimate.note}."
        for f in found
        if f.estimate and f.estimate.note and isinstance(f.counts, Histogram) and "weigh" in f.estimate.note
    ]
