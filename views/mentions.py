"""Mentions: every review, post and article, searched, narrowed down, and corrected where the label is wrong."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from storage.queries import Queries
from views import (
    _export,
    _feed,
    _frame,
    _links,
    _mention,
    _moments,
    _muted,
    _safe,
    _tag_bulk,
    _tagging,
    _touchpoint,
    _trait,
    _words,
)
from views._filters import Filters, ever
from views._mention import LABELS

TITLE = "Mentions"
SUBTITLE = "Every review, post and article: search, narrow down, read the original, correct a label."
FILTERS = ("brand", "period", "source", "tag")
PER_PAGE = 25
COUNTED_TO = 10_000
_SEARCH, _LABEL, _TOPIC = "es_search", "es_label", "es_topic"


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: one mention where the address names it, else the list."""
    _mention.notice(desk)
    _tagging.notice(desk)
    if wanted := _number(st.query_params.get("mention")):
        _mention.show(queries, desk, wanted)
        return
    if _muted.wanted():
        _muted.show(queries, filters)
        return
    filters = _touchpoint.narrowed(queries, filters)
    topics = _topics(queries)
    search, label, topic = _controls(topics, lambda: _trait.control(queries, filters))
    trait = _trait.wanted()
    asked: dict[str, Any] = {"search": search, "label": label or None, "topic_id": topic, "trait": trait}
    total = queries.mentions.count(filters.public(), **asked, most=COUNTED_TO + 1)
    _muted.note(queries, filters)
    if not total:
        _empty(queries, filters, search, label, topic)
        return
    after = st.query_params.get("after")
    frame = queries.mentions.page(filters.public(), **asked, after=_export.key_of(after), limit=PER_PAGE)
    _frame.unseen("The list")
    _head(queries, filters, asked, total, after)
    if frame.empty:
        _frame.nothing("This was the last page.", "Go back to the newest with the button above.")
        return
    rows = _moments.rows(frame)
    _tag_bulk.show(queries, desk, filters, asked, rows)
    quotes = [_quote(row, filters) for row in rows]
    st.html(_feed.html(quotes, datetime.now(UTC), "Mentions, newest first"))
    if len(frame) == PER_PAGE:
        st.button("Older mentions →", key="older", on_click=_turn, args=(_export.key(frame.iloc[-1]),))


def _quote(row: Any, filters: Filters) -> _feed.Quote:
    address = _links.href("mentions", filters.params(mention=str(int(row.mention_id))))
    return _feed.quote(row, topics=list(row.topics), facts=[*_feed.facts(row), *_trait.facts(row)], about=address)


def _controls(topics: dict[int, str], traits: Callable[[], None]) -> tuple[str, str, int | None]:
    params = st.query_params
    search = _safe.clean(params.get("q", ""), 200)
    label = params.get("label", "")
    label = label if label in LABELS else ""
    topic = _number(params.get("topic"))
    topic = topic if topic in topics else None
    st.session_state.update({_SEARCH: search, _LABEL: label, _TOPIC: topic or 0})
    with st.container(horizontal=True, key="search", vertical_alignment="center", gap="small"):
        quiet: dict[str, Any] = {"label_visibility": "collapsed", "on_change": _changed}
        st.text_input(
            "Search", key=_SEARCH, placeholder="Words in the mention", type="search", max_chars=200, width=230, **quiet
        )
        st.segmented_control(
            "Sentiment", list(LABELS), key=_LABEL, format_func=LABELS.__getitem__, required=True, **quiet
        )
        if topics:
            names = {0: "All topics"} | topics
            st.selectbox(
                "Topic",
                list(names),
                key=_TOPIC,
                format_func=lambda n: _safe.clean(names.get(n, "")),
                width=200,
                **quiet,
            )
        traits()
    return search, label, topic


def _changed() -> None:
    state, params = st.session_state, st.query_params
    found = {"q": state.get(_SEARCH), "label": state.get(_LABEL), "topic": str(state.get(_TOPIC) or "")}
    for key in ("after", *found):
        if key in params:
            del params[key]
    params.update({key: value for key, value in found.items() if value})


def _turn(after: str | None) -> None:
    if after:
        st.query_params["after"] = after
    elif "after" in st.query_params:
        del st.query_params["after"]


def _topics(queries: Queries) -> dict[int, str]:
    """Every topic that any text names: asked once a snapshot and not once a period."""
    rows = _moments.rows(queries.topics.table().sort_values("name"))
    return {int(r.topic_id): str(r.name) for r in rows if r.texts and r.state in {"in use", "proposed"}}


def _head(queries: Queries, filters: Filters, asked: dict[str, Any], total: int, after: str | None) -> None:
    said = f"{_words.count(COUNTED_TO)}+" if total > COUNTED_TO else _words.count(total)
    noun = "mention" if total == 1 else "mentions"
    with st.container(horizontal=True, vertical_alignment="center", key="feed-head"):
        where = "older ones" if after else "newest first"
        st.html(f'<p class="es-fresh" role="status"><b>{said} {noun}</b>, {where}</p>')
        if after:
            st.button("← Newest", key="newest", on_click=_turn, args=(None,))
        st.download_button(
            "Export CSV",
            data=lambda: _export.csv(queries, filters.public(), asked),
            file_name="mentions.csv",
            mime="text/csv",
            key="export",
            on_click="ignore",
        )
        st.download_button(
            "Parquet",
            data=lambda: _export.parquet(queries, filters.public(), asked),
            file_name="mentions.parquet",
            mime="application/vnd.apache.parquet",
            key="export-parquet",
            on_click="ignore",
        )


def _empty(queries: Queries, filters: Filters, search: str, label: str, topic: int | None) -> None:
    narrowed = [
        n
        for n in (
            f"the words “{search}”" if search else "",
            f"the label {label}" if label else "",
            "the topic" if topic else "",
            "the intent or emotion" if _trait.wanted() else "",
            f"the tag {filters.tag}" if filters.tag else "",
        )
        if n
    ]
    if narrowed:
        _frame.nothing("No mention fits.", f"Try without {' or '.join(narrowed)}, or a longer period.")
        return
    known = queries.counts.sentiment_counts(ever(filters.public()))
    if known.scored or known.unscored:
        _frame.nothing(
            f"No mention in {_words.span(filters.since, filters.until)}.",
            "Choose a longer period above, or other sources.",
        )
    else:
        _frame.nothing(
            "Nothing has been collected yet.", "Fetch from every configured source:", "python -m earshot run"
        )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else None
