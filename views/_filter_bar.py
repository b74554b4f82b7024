"""The row of filters under a page's heading. The address holds the truth; the controls show and change it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from views import _filters, _safe
from views._filters import CUSTOM, KEYS, PERIODS, Choices, Filters

_NAMES: Mapping[str, str] = {"7d": "7 days", "30d": "30 days", "90d": "90 days", "12m": "12 months", CUSTOM: "Custom"}
_MEMORY, _PAGE = "es_filters", "es_page"
_ALL = ""


def current(choices: Choices, slug: str) -> Filters:
    """The filters of this address; an address without any, on a page newly opened, takes the last ones along."""
    params = {key: st.query_params.get_all(key)[:100] for key in KEYS if key in st.query_params}
    if not params and st.session_state.get(_PAGE) not in {None, slug}:
        params = {key: _many(value) for key, value in st.session_state.get(_MEMORY, {}).items()}
        for key, values in params.items():
            st.query_params[key] = values
    st.session_state[_PAGE] = slug
    found = _filters.parse(params, choices)
    st.session_state[_MEMORY] = found.params()
    return found


def draw(choices: Choices, filters: Filters, wanted: Sequence[str]) -> None:
    """The controls that this page heeds, each where there is something to choose."""
    if not wanted:
        return
    _show(filters)
    changed: Mapping[str, Any] = {"on_change": _changed, "args": (choices, filters), "label_visibility": "collapsed"}
    with st.container(horizontal=True, key="filters", vertical_alignment="center", gap="small"):
        if "brand" in wanted and len(choices.brands) > 1:
            st.selectbox("Brand", choices.brands, key="es_brand", format_func=_safe.clean, width=190, **changed)
        if "period" in wanted:
            st.segmented_control(
                "Period", [*PERIODS, CUSTOM], key="es_period", format_func=_NAMES.__getitem__, required=True, **changed
            )
        if "period" in wanted and filters.period == CUSTOM:
            st.date_input("From and to", key="es_dates", format="YYYY-MM-DD", width=230, **changed)
        if "source" in wanted and len(choices.sources) > 1:
            st.multiselect(
                "Sources",
                choices.sources,
                key="es_sources",
                format_func=_safe.clean,
                placeholder="All sources",
                width=260,
                **changed,
            )
        if "segment" in wanted and choices.segments:
            st.selectbox(
                "Segment",
                [_ALL, *choices.segments],
                key="es_segment",
                format_func=lambda name: _safe.clean(name) or "All segments",
                width=190,
                **changed,
            )
        if "tag" in wanted and choices.tags:
            st.selectbox(
                "Tag",
                [_ALL, *choices.tags],
                key="es_tag",
                format_func=lambda name: _safe.clean(name) or "All tags",
                width=170,
                **changed,
            )


def _show(filters: Filters) -> None:
    st.session_state["es_brand"] = filters.brand
    st.session_state["es_period"] = filters.period
    st.session_state["es_dates"] = (filters.since, filters.until)
    st.session_state["es_sources"] = list(filters.sources)
    st.session_state["es_segment"] = filters.segment or _ALL
    st.session_state["es_tag"] = filters.tag or _ALL


def _changed(choices: Choices, before: Filters) -> None:
    state = st.session_state
    period = state.get("es_period") or before.period
    params: dict[str, list[str]] = {
        "brand": [state.get("es_brand", before.brand)],
        "period": [period],
        "source": list(state.get("es_sources", before.sources)),
        "segment": [state.get("es_segment", before.segment or _ALL)],
        "tag": [state.get("es_tag", before.tag or _ALL)],
    }
    if period == CUSTOM:
        picked: Sequence[Any] = state.get("es_dates") or ()
        ends = picked if before.period == CUSTOM and len(picked) == 2 else (before.since, before.until)
        params |= {"from": [ends[0].isoformat()], "to": [ends[1].isoformat()]}
    write(_filters.parse(params, choices))


def write(filters: Filters) -> None:
    """Put these filters into the address, leaving the page's own parameters but the page of a list alone."""
    found = filters.params()
    for key in (*KEYS, "after"):
        if key in st.query_params and key not in found:
            del st.query_params[key]
    for key, value in found.items():
        st.query_params[key] = value


def _many(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]
