"""Journey: how customers fare at each touchpoint, from first look to leaving, and where it is worst."""

from pathlib import Path

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from domain.reading import reading
from nlp.journey import PhraseMatcher, journey_names, load_journey
from nlp.journey_edits import edited
from storage.queries import Queries
from views import _frame, _journey_detail, _journey_edit, _journey_grid, _journey_rows, _links, _safe, _words
from views._filters import NOWHERE, Filters
from views._journey_grid import IMPORTED, JUDGED, Cell, Grid

TITLE = "Journey"
SECTION = "Measure"
SUBTITLE = "How customers fare at each touchpoint: what they say, what they answer, and where it is worst."
FILTERS = ("brand", "period", "source")
STYLE = Path(__file__).with_name("journey.css")
INDUSTRIES = {
    "d2c": "Own shop (D2C)",
    "banking": "Banking",
    "hotel": "Hotel",
    "utility": "Utility and telecoms",
    "automotive": "Automotive",
    "transport": "Transport",
}
AT_ONCE = 20_000
_CHOICE, _ERROR = "es_journey", "es_journey_error"


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: the template, the grid, the opened touchpoint, what is at none."""
    st.html(STYLE)
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not changed: {error}")
    chosen = queries.setting("journey") or ""
    if desk is not None and desk.may(Right.MANAGE):
        _choose(desk, chosen, queries.setting("journey_configured") or "")
    if queries.journey.touchpoints().empty:
        _frame.nothing(
            "No journey has been chosen for this database.",
            'Choose an industry above, or write journey = "d2c" into earshot.toml, then:',
            "python -m earshot analyze",
        )
        return
    _waiting(queries.journey.waiting())
    found = _journey_grid.grid(queries, filters)
    _grid(queries, filters, found)
    _journey_edit.show(queries, desk, chosen, st.query_params.get("touchpoint"))
    _nowhere(found, filters)
    _frame.definitions([*JUDGED, *IMPORTED, "perception_gap"])


def _choose(desk: _frame.Desk, chosen: str, configured: str) -> None:
    own = [name for name in dict.fromkeys((configured, chosen)) if name and name not in INDUSTRIES]
    names = ["", *(n for n in INDUSTRIES if n in journey_names()), *own]
    st.session_state[_CHOICE] = chosen if chosen in names else ""
    st.selectbox(
        "Touchpoints of",
        names,
        key=_CHOICE,
        format_func=lambda n: INDUSTRIES.get(n) or _safe.clean(Path(n).name, 60) or "Choose an industry",
        on_change=_chosen,
        args=(desk,),
        width=280,
    )


def _chosen(desk: _frame.Desk) -> None:
    """Put the template in force and read what fits into a moment; the next run reads the rest."""
    name = st.session_state.get(_CHOICE)
    if not name:
        return
    try:
        template = load_journey(name)
        with desk.store() as store:
            journey = edited(template, store.journey_edits.known(name))
            matcher = PhraseMatcher(journey)
            store.journey.choose(name, person=desk.person)
            store.journey.use(journey.version, journey.touchpoints)
            rows = store.journey.pending(journey.version, AT_ONCE)
            texts = [reading(row.title, row.text) for row in rows]
            store.journey.add(journey.version, list(zip(rows, matcher.match(texts), strict=True)))
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    if "touchpoint" in st.query_params:
        del st.query_params["touchpoint"]


def _waiting(left: int) -> None:
    if left:
        st.html(
            f'<p class="es-fresh" role="status"><b>{_words.many(left, "text")}</b> not yet read for this journey; '
            'the next run does, or: <code class="es-code">python -m earshot analyze</code></p>'
        )


def _grid(queries: Queries, filters: Filters, found: Grid) -> None:
    _frame.unseen("Touchpoints")
    opened, asked = _journey_grid.opened(found, st.query_params.get("touchpoint"))
    with st.container(key="journey", gap=None):
        st.html(_journey_rows.head(emotions=found.emotions))
        for place, cell in enumerate(found.cells):
            with st.container(key=f"row-touchpoint-{place}", gap=None):
                state = "" if cell is not opened else " on" if asked else " on unasked"
                st.html(_journey_rows.row(cell, emotions=found.emotions, state=state))
                st.button(
                    f"{'Hide' if asked and cell is opened else 'Show'} {_safe.md(cell.name)}",
                    key=f"open-touchpoint-{place}",
                    on_click=_open,
                    args=(cell, asked and cell is opened),
                    width="stretch",
                )
            if cell is opened:
                with st.container(key="touchpoint" if asked else "touchpoint-first"):
                    _journey_detail.show(queries, filters, cell)


def _open(cell: Cell, is_open: bool) -> None:
    if not is_open:
        st.query_params["touchpoint"] = cell.name
    elif "touchpoint" in st.query_params:
        del st.query_params["touchpoint"]


def _nowhere(found: Grid, filters: Filters) -> None:
    with st.container(key="link-nowhere", gap=None):
        st.html(f'<p class="es-fresh">{_journey_rows.unmapped(found.volumes)}</p>')
        if left := found.volumes.nowhere:
            link = f"Read the {_words.many(left, 'mention')} at none →"
            _links.link(link, "mentions", filters.params(touchpoint=NOWHERE))
        st.html(f'<p class="es-sub">{_journey_rows.judged(found.cells)}</p>')
