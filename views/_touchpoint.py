"""Rows narrowed to one touchpoint of the journey, where the address asks for it, with a way back out."""

from dataclasses import replace

import streamlit as st

from storage.queries import Queries
from views import _safe
from views._filters import NOWHERE, Filters

_KEY = "touchpoint"


def narrowed(queries: Queries, filters: Filters) -> Filters:
    """The filters with the address's touchpoint, and a line that says so; an unknown one is as if it were not there."""
    wanted = st.query_params.get(_KEY)
    if not wanted:
        return filters
    known = [str(name) for name in queries.journey.touchpoints()["touchpoint"]]
    if wanted != NOWHERE and wanted not in known:
        return filters
    said = f"at <b>{_safe.bdi(wanted, 80)}</b>" if wanted != NOWHERE else "at <b>no touchpoint</b> of the journey"
    with st.container(horizontal=True, vertical_alignment="center", key="at-touchpoint", gap="small"):
        st.html(f'<p class="es-fresh">Only what is {said}.</p>', width="content")
        st.button("Show all", key="leave-touchpoint", on_click=_leave)
    return replace(filters, touchpoint="" if wanted == NOWHERE else wanted)


def _leave() -> None:
    for key in (_KEY, "after"):
        if key in st.query_params:
            del st.query_params[key]
