"""Earshot in a browser: `streamlit run app.py`, or `python -m earshot serve`."""

import os
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

import wiring
from domain.errors import EarshotError
from views import VIEWS, _links, _page
from views._ask import asked
from views._guard import refusal
from views._headers import SafeHeaders

ICON = Path(__file__).parent / "views" / "earshot.png"
FIRST = "overview"


@st.cache_resource(show_spinner=False)  # type: ignore[untyped-decorator]  # not followed
def _opened() -> wiring.App:
    return wiring.open_app()


def _draw(app: wiring.App, slug: str) -> None:
    view = VIEWS[slug]
    try:
        queries = asked(app.queries, app.snapshot_name)
        choices = _page.choices(queries, app.config.brands, datetime.now(app.config.timezone).date())
    except EarshotError as error:
        _page.unanswered(view.TITLE, str(error))
        return
    _page.show(view, slug, queries, app, choices)


def _go_home(first: Any) -> None:
    st.switch_page(first, query_params={key: st.query_params.get_all(key) for key in st.query_params})


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="Earshot", page_icon=ICON, layout="wide", menu_items={"About": "Earshot"})
    if why := refusal(st.get_option("server.address"), os.environ):
        _page.unanswered("Earshot", why)
        return
    try:
        world = _opened()
    except EarshotError as error:
        _page.unanswered("Earshot", str(error))
        return
    pages = {
        slug: st.Page(
            partial(_draw, world, slug),
            title=view.TITLE,
            url_path=None if slug == FIRST else slug,
            default=slug == FIRST,
        )
        for slug, view in VIEWS.items()
    }
    _links.register(pages)
    # The first page's own address is "/"; a link to it by name must not end at "page not found".
    home = partial(_go_home, pages[FIRST])
    named = st.Page(home, title=VIEWS[FIRST].TITLE, url_path=FIRST, visibility="hidden")
    st.logo(ICON, size="large")
    st.navigation([*pages.values(), named], position="top").run()


if st.runtime.exists():
    main()
else:
    # What `streamlit run` finds and serves: the same script, behind headers that let nothing in from elsewhere.
    app = st.App(__file__, middleware=[Middleware(SafeHeaders)])
