"""Goals: where we are, where we want to be, what closes the gap; and how the team sees it."""

from collections.abc import Sequence

import streamlit as st

from domain.goals import Goal
from domain.measures import Scope
from domain.people import Right
from metrics import METRICS
from metrics.goals import MET, Standing, standing
from storage.queries import Queries
from views import _frame, _goal_form, _goal_gap, _goal_rows, _perception, _safe, _team, _what_if
from views._filters import Filters

TITLE = "Goals"
SECTION = "Measure"
SUBTITLE = "Where we want to be, where we are, and what stands in between. No verdict is surer than its interval."
FILTERS = ("brand", "period")
CARDS = 12
_CHOICE = "es_goal"
# Cards of figures stand in twos on a phone; these hold sentences and want its whole width.
STYLE = """<style>
@media (max-width: 640px) {
  .st-key-cards-gap, .st-key-cards-team { grid-template-columns: minmax(0, 1fr) !important; }
}
</style>"""


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: goals, the gap of one, its check-ins, what it might be worth; own view and the team's."""
    st.html(STYLE)
    _goal_form.notice()
    goals = queries.goals.all(filters.brand)
    found = [one for goal in goals if (one := _stand(queries, filters, goal))]
    if not found:
        _frame.nothing(
            "No goal is set for this brand.",
            "Choose a figure and a number below, or from a shell:",
            "python -m earshot goal set nps 50 --by 2026-12-31",
        )
    else:
        st.html(_goal_rows.table(found, filters))
    if desk is not None and desk.may(Right.TRIAGE):
        _goal_form.show(desk, filters.brand, goals, filters.until)
    if found:
        _one(queries, filters, _choose(found))
    _perception.show(queries, filters)
    _team.show(queries, filters, desk)
    if found:
        st.html(_goal_gap.method())
    _frame.definitions([*dict.fromkeys(one.goal.metric for one in found), "perception_gap", "enps"])


def _stand(queries: Queries, filters: Filters, goal: Goal) -> Standing | None:
    metric = METRICS.get(goal.metric)
    if metric is None:
        return None
    scope = Scope(brand=filters.brand, since=filters.since, until=filters.until, segment=goal.segment)
    return standing(goal, metric, getattr(queries.counts, metric.needs)(scope), filters.until)


def _choose(found: Sequence[Standing]) -> Standing:
    """The goal that the address names, else the first that is not met."""
    by_id = {str(one.goal.goal_id): one for one in found}
    wanted = by_id.get(st.query_params.get("goal", ""))
    chosen = wanted or next((one for one in found if one.verdict != MET), found[0])
    st.space("small")
    _frame.section("The gap", "In three questions.", key="gap")
    if len(found) > 1:
        st.session_state[_CHOICE] = str(chosen.goal.goal_id)
        st.selectbox(
            "Of which goal",
            list(by_id),
            key=_CHOICE,
            format_func=lambda key: _safe.clean(_goal_rows.name(by_id[key].goal.metric, by_id[key].goal.segment), 80),
            on_change=_chosen,
            width=420,
        )
    return chosen


def _chosen() -> None:
    st.query_params["goal"] = st.session_state.get(_CHOICE, "")


def _one(queries: Queries, filters: Filters, one: Standing) -> None:
    _goal_gap.show(queries, filters, one)
    st.space("small")
    _frame.section("Check-ins", "Written by the schedule once a period, whoever looks; never changed afterwards.")
    cards = queries.goals.check_ins(one.goal.goal_id, CARDS)
    if cards:
        st.html(_goal_rows.check_ins(cards, one.metric.unit))
    else:
        _frame.nothing("No check-in yet.", "The next run writes the first one:", "python -m earshot run")
    _what_if.show(queries, filters, one)
