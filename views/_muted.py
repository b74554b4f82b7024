"""What mutes hide: a line that says how many, so that nobody takes a page for all there is, and the way to them."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from storage.queries import Queries
from views import _feed, _frame, _links, _moments, _safe, _tables, _words
from views._filters import Filters

SHOWN = 50
COLUMNS = ("Muted", "For", "Hidden here", "Since")


def note(queries: Queries, filters: Filters) -> None:
    """A line under the controls where mutes hide something in this period; nothing elsewhere."""
    hidden = queries.mutes.hidden(filters.public())
    if hidden:
        told = f"{_words.many(hidden, 'mention')} hidden by mutes"
        where = _links.href("mentions", filters.params(muted="1"))
        st.html(f'<p class="es-sub"><a href="{where}">{told}</a>, in no figure.</p>')


def wanted() -> bool:
    """Whether the address asks for what mutes hide."""
    return str(st.query_params.get("muted")) == "1"


def show(queries: Queries, filters: Filters) -> None:
    """Who is muted, then the latest mentions that this hides."""
    scope = filters.public()
    back = _links.href("mentions", filters.params())
    st.html(f'<p class="es-sub"><a href="{back}">← All mentions that are shown</a></p>')
    table = queries.mutes.table(scope)
    if table.empty:
        _frame.nothing("Nobody is muted.", "Hide an author or a site:", "python -m earshot mute --site example.com")
        return
    now = datetime.now(UTC)
    _frame.section("Who is muted", "Muted mentions are in no figure. python -m earshot unmute takes a mute back.")
    st.html(_tables.table(COLUMNS, "".join(_mute(row, now) for row in _moments.rows(table)), numbers=("Hidden here",)))
    total = queries.mutes.hidden(scope)
    frame = queries.mutes.rows(scope, limit=SHOWN)
    _frame.section(f"{_words.many(total, 'mention')} hidden", f"The newest {SHOWN} at most.")
    if frame.empty:
        _frame.nothing(f"None in {_words.span(filters.since, filters.until)}.", "Choose a longer period above.")
        return
    quotes = [_feed.quote(row, facts=_feed.facts(row)) for row in _moments.rows(frame)]
    st.html(_feed.html(quotes, now, "Hidden mentions, newest first"))


def _mute(row: Any, now: datetime) -> str:
    name = _moments.maybe(row.author_name)
    who = f"{_safe.bdi(name or row.value, 80)}<small>{_safe.html(row.kind)}</small>"
    made = _moments.utc(row.made_at)
    brand = _moments.maybe(row.brand)
    cells = (
        _safe.bdi(brand, 60) if brand else "every brand",
        _words.count(int(row.hidden)),
        _words.ago(made, now) if made else "",
    )
    return _tables.row(who, list(zip(COLUMNS[1:], cells, strict=True)), numbers=("Hidden here",))
