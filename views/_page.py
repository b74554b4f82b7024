"""The frame around a page: heading, sample banner, filters, freshness, and words where nothing can be shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pandas as pd
import streamlit as st

from domain.errors import EarshotError
from domain.records import Brand, Role
from storage.queries import Queries
from views import _filter_bar, _frame, _import_done, _moments, _safe, _saved, _words
from views._filters import Choices
from views._frame import Desk

STALE = timedelta(days=2)


def choices(queries: Queries, brands: Sequence[Brand], today: date) -> Choices:
    """What the filters offer: our own brands first, sources by name, segments as the surveys have them."""
    ordered = sorted(brands, key=lambda b: b.role != Role.OWN)
    sources = queries.health.sources()
    return Choices(
        brands=tuple(b.name for b in ordered),
        sources=tuple(sorted(str(s) for s in sources["source"])),
        segments=tuple(queries.surveys.segments()),
        tags=queries.tags.names(),
        renamed=queries.tags.former(),
        today=today,
    )


def show(view: ModuleType, slug: str, queries: Queries, desk: Desk, known: Choices) -> None:
    """One page in full; an error made on purpose is shown in its own words, anything else is for the log."""
    st.html(_frame.STYLE)
    _frame.heading(view.TITLE, view.SUBTITLE)
    _frame.banner(desk)
    filters = _filter_bar.current(known, slug)
    try:
        _filter_bar.draw(known, filters, view.FILTERS)
        st.html(freshness(queries.health.sources(), queries.setting("engine") or desk.engine, datetime.now(UTC)))
        _import_done.under_way()
        # A tag that a page does not show must not narrow it unseen.
        view.render(queries, filters if "tag" in view.FILTERS else replace(filters, tag=None), desk)
        _saved.show(queries, desk, slug)
    except EarshotError as error:
        _frame.warning(str(error))


def unanswered(title: str, message: str) -> None:
    """A page that has nothing to ask: no configuration, or nothing published yet."""
    st.html(_frame.STYLE)
    _frame.heading(title, "There is nothing to show yet.")
    _frame.nothing(message, "Then reload this page. To look at the sample brand first:", "python -m earshot demo")


def freshness(sources: pd.DataFrame, engine: str, now: datetime) -> str:
    """When a source was last read with success, how many are late, and which engine labelled what they said."""
    read = [_moments.utc(value) for value in sources["last_ok_at"]]
    known = [moment for moment in read if moment]
    by = f" Sentiment by the engine <b>{_safe.html(engine)}</b>." if engine else ""
    if not known:
        return f'<p class="es-fresh">No source has been read yet.{by}</p>'
    said = f"Last read <b>{_words.ago(max(known), now)}</b> from {_words.many(len(known), 'source')}."
    late = " <b>That is late:</b> see Sources &amp; runs." if now - max(known) > STALE else ""
    return f'<p class="es-fresh">{said}{late}{by}</p>'
