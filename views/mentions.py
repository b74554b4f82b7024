"""Mentions: every review, post and article, searched, narrowed down, and corrected where the label is wrong."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.records import Label
from storage.queries import Queries
from views import _export, _feed, _frame, _links, _moments, _safe, _words
from views._filters import Filters, ever

TITLE = "Mentions"
SUBTITLE = "Every review, post and article: search, narrow down, read the original, correct a label."
LABELS = {
    "": "All",
    "negative": "▼ Negative",
    "neutral": "● Neutral",
    "positive": "▲ Positive",
    "unscored": "○ Not scored",
}
FILTERS = ("brand", "period", "source")
PER_PAGE = 25
COUNTED_TO = 10_000
PERSON = "someone in the app"
_SEARCH, _LABEL, _TOPIC, _ERROR, _DONE = "es_search", "es_label", "es_topic", "es_label_error", "es_label_done"


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: one mention where the address names it, else the list."""
    _notice(desk)
    if wanted := _number(st.query_params.get("mention")):
        _one(queries, filters, desk, wanted)
        return
    topics = _topics(queries, filters)
    search, label, topic = _controls(topics)
    asked: dict[str, Any] = {"search": search, "label": label or None, "topic_id": topic}
    total = queries.mentions.count(filters.public(), **asked)
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
    quotes = [_quote(row, filters) for row in _moments.rows(frame)]
    st.html(_feed.html(quotes, datetime.now(UTC), "Mentions, newest first"))
    if len(frame) == PER_PAGE:
        st.button("Older mentions →", key="older", on_click=_turn, args=(_export.key(frame.iloc[-1]),))


def _quote(row: Any, filters: Filters) -> _feed.Quote:
    address = _links.href("mentions", filters.params(mention=str(int(row.mention_id))))
    return _feed.quote(row, topics=list(row.topics), facts=_facts(row), about=address)


def _facts(row: Any) -> list[str]:
    get = _moments.maybe
    version = get(row.app_version)
    return [str(f) for f in (get(row.country), f"version {version}" if version else None) if f]


def _controls(topics: dict[int, str]) -> tuple[str, str, int | None]:
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
            "Search", key=_SEARCH, placeholder="Words in the mention", type="search", max_chars=200, width=260, **quiet
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
                width=240,
                **quiet,
            )
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


def _topics(queries: Queries, filters: Filters) -> dict[int, str]:
    table = queries.pain_points.table(filters.public())
    return {int(r.topic_id): str(r.name) for r in _moments.rows(table.sort_values("name"))}


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


def _one(queries: Queries, filters: Filters, desk: _frame.Desk | None, mention_id: int) -> None:
    known = queries.mentions.one(mention_id)
    st.button("← Back to the list", key="back", on_click=_back)
    if known is None or _moments.utc(known["deleted_at"]):
        _frame.nothing("This mention is not here.", "It was deleted, erased, or the address is wrong.")
        return
    _frame.unseen("The mention")
    row = SimpleNamespace(**known)
    found = _feed.quote(row, topics=list(row.topics), facts=_facts(row), folded=False)
    st.html(_feed.html([found], datetime.now(UTC), "The mention"))
    _why(row)
    if desk is not None:
        _correct(desk, row)


def _back() -> None:
    del st.query_params["mention"]


def _why(row: Any) -> None:
    get = _moments.maybe
    confidence = get(row.confidence)
    rows = [
        ("Label", get(row.sentiment) or f"not scored: {_words.REASONS.get(get(row.reason), get(row.reason))}"),
        ("Polarity", _words.signed(float(row.polarity), 2) if get(row.polarity) is not None else "none"),
        ("Confidence", _words.number(float(confidence), 2) if confidence is not None else "not stated"),
        ("Language", get(row.language) or "unknown"),
        ("Labelled by", f"{corrected}, a person" if (corrected := get(row.corrected_by)) else _engine(row)),
    ]
    facts = "".join(f"<dt>{name}</dt><dd>{_safe.html(said, 120)}</dd>" for name, said in rows)
    st.html(f'<h2 class="es-h2">Why this label</h2><dl class="es-facts">{facts}</dl>')


def _engine(row: Any) -> str:
    name, version = _moments.maybe(row.engine), _moments.maybe(row.engine_version)
    return f"the engine {name}, version {version}" if name else "nobody yet"


def _correct(desk: _frame.Desk, row: Any) -> None:
    _frame.section("Correct it", "A person's label always wins, stays for ever, is logged, and moves every figure.")
    with st.container(horizontal=True, key="correct"):
        for label in ("negative", "neutral", "positive"):
            st.button(
                LABELS[label],
                key=f"as-{label}",
                disabled=label == row.sentiment,
                on_click=_override,
                args=(desk, int(row.mention_id), Label(label)),
            )
        if _moments.maybe(row.corrected_by):
            st.button(
                "Take the correction back", key="as-engine", on_click=_override, args=(desk, int(row.mention_id), None)
            )


def _override(desk: _frame.Desk, mention_id: int, label: Label | None) -> None:
    try:
        with desk.store() as store:
            store.overrides.set(mention_id, label, PERSON)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_DONE] = label.value if label else "as the engine says"


def _notice(desk: _frame.Desk | None) -> None:
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if desk is not None and (label := st.session_state.pop(_DONE, None)):
        st.html(f'<p class="es-banner" role="status">Saved: this mention now counts as <b>{label}</b>.</p>')


def _empty(queries: Queries, filters: Filters, search: str, label: str, topic: int | None) -> None:
    narrowed = [
        n
        for n in (
            f"the words “{search}”" if search else "",
            f"the label {label}" if label else "",
            "the topic" if topic else "",
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
