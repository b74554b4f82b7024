"""Ways from a figure to its rows: links to other pages that carry the filters along."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from views import _safe

PAGES = "es_pages"


def register(pages: Mapping[str, Any]) -> None:
    """Make the app's pages known to this session, by the last part of their address."""
    st.session_state[PAGES] = dict(pages)


def link(label: str, slug: str, params: Mapping[str, Any], *, help_: str | None = None) -> None:
    """A link to a page of the app; a plain anchor where a page is shown on its own."""
    page = st.session_state.get(PAGES, {}).get(slug)
    if page is None:
        st.html(f'<a href="{href(slug, params)}">{_safe.html(label)}</a>')
        return
    st.page_link(page, label=_safe.md(label), query_params=dict(params) or None, help=help_)


def go(slug: str, params: Mapping[str, Any]) -> None:
    """Leave for another page now."""
    page = st.session_state.get(PAGES, {}).get(slug)
    if page is not None:
        st.switch_page(page, query_params=dict(params))


def href(slug: str, params: Mapping[str, Any]) -> str:
    """The same address for use inside HTML, escaped; relative, so that a path prefix in front keeps working."""
    query = urlencode(dict(params), doseq=True)
    return _safe.html(f"{slug}?{query}" if query else slug, 8000)
