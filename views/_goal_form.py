"""Setting a goal and giving one up."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from domain.errors import EarshotError
from domain.goals import Goal
from metrics import METRICS
from metrics.goals import mistake
from views import _figures, _frame, _goal_rows, _safe
from views._frame import Desk

FIRST = ("nps", "csat_survey", "ces", "net_sentiment", "negative_share", "review_stars", "enps", "churn")
_ERROR, _SAID = "es_goal_error", "es_goal_said"
_METRIC, _TARGET, _BY, _PLAN, _OWNER = (f"es_goal_{part}" for part in ("metric", "target", "by", "plan", "owner"))


def notice() -> None:
    """What became of the last change."""
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p class="es-sub" role="status">{_safe.html(said)}</p>')


def show(desk: Desk, brand: str, known: Sequence[Goal], today: date) -> None:
    """A form for a new or a changed goal, and a way to give one up."""
    names = [*FIRST, *sorted(n for n, m in METRICS.items() if n not in FIRST and m.higher_is_better is not None)]
    with st.expander("Set or change a goal", key="goal-form", expanded=not known):
        with st.form("goal", border=False):
            st.selectbox("Figure", names, key=_METRIC, format_func=lambda n: _goal_rows.name(n, None))
            st.number_input("Goal, in the figure's own unit", key=_TARGET, value=None, step=1.0, placeholder="50")
            st.date_input("To be met by", key=_BY, value=None, min_value=today)
            st.text_input("Owner", key=_OWNER, max_chars=60, placeholder="Nobody yet")
            st.text_input("Plan", key=_PLAN, max_chars=300, placeholder="What is done to get there")
            st.form_submit_button("Save the goal", on_click=_set, args=(desk, brand), type="primary")
        st.html('<p class="es-sub">A figure has one goal; saving it again changes it. Check-ins stay.</p>')
        if known:
            _drops(desk, known)


def _drops(desk: Desk, known: Sequence[Goal]) -> None:
    with st.container(horizontal=True, key="goal-drop", gap="small"):
        for place, goal in enumerate(known):
            st.button(
                f"Give up {_safe.md(_goal_rows.name(goal.metric, goal.segment), 60)}",
                key=f"drop-goal-{place}",
                on_click=_drop,
                args=(desk, goal),
            )


def _set(desk: Desk, brand: str) -> None:
    state = st.session_state
    target = state.get(_TARGET)
    if target is None:
        state[_ERROR] = "a goal needs a number."
        return
    goal = Goal(
        brand=brand,
        metric=str(state.get(_METRIC)),
        target=float(target),
        by=state.get(_BY),
        plan=_safe.clean(state.get(_PLAN), 300).strip(),
        owner=_safe.clean(state.get(_OWNER), 60).strip(),
    )
    if wrong := mistake(goal, METRICS):
        state[_ERROR] = wrong
        return
    try:
        with desk.store() as store:
            store.goals.set(goal, person=desk.person)
    except EarshotError as error:
        state[_ERROR] = str(error)
        return
    state[_SAID] = f"The goal for {_figures.SHORT.get(goal.metric, METRICS[goal.metric].title)} is set."


def _drop(desk: Desk, goal: Goal) -> None:
    try:
        with desk.store() as store:
            store.goals.drop(goal.brand, goal.metric, goal.segment, person=desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_SAID] = f"{_goal_rows.name(goal.metric, goal.segment)} is no goal any more; its check-ins stay."
