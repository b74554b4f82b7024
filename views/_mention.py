"""One mention in full: why it has its label, and a person's correction of it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from domain.records import Label
from storage.queries import Queries
from views import (
    _aspects,
    _feed,
    _frame,
    _mention_desk,
    _mention_tags,
    _mention_topics,
    _moments,
    _safe,
    _tables,
    _trait,
    _words,
)

LABELS = {
    "": "All",
    "negative": "▼ Negative",
    "neutral": "● Neutral",
    "positive": "▲ Positive",
    "unscored": "○ Not scored",
}
FALLBACKS = {
    "fallback: budget": "the texts that one analysis may send were used up",
    "fallback: unreachable": "the language model could not be reached",
    "fallback: malformed": "the language model's answer could not be understood",
}
_ERROR, _DONE = "es_label_error", "es_label_done"


def show(queries: Queries, desk: _frame.Desk | None, mention_id: int) -> None:
    """The mention, or words where it is not stored any more."""
    known = queries.mentions.one(mention_id)
    st.button("← Back to the list", key="back", on_click=_back)
    if known is None or _moments.utc(known["deleted_at"]):
        _frame.nothing("This mention is not here.", "It was deleted, erased, or the address is wrong.")
        return
    _frame.unseen("The mention")
    row = SimpleNamespace(**{name: _moments.maybe(value) for name, value in known.items()})
    found = _feed.quote(row, topics=list(row.topics), facts=[*_feed.facts(row), *_trait.facts(row)], folded=False)
    st.html(_feed.html([found], datetime.now(UTC), "The mention"))
    _why(row)
    _aspects.show(queries, row)
    if desk is not None and desk.may(Right.TRIAGE):
        _correct(desk, row)
        _mention_topics.show(queries, desk, int(row.mention_id))
    _mention_tags.show(queries, desk, int(row.mention_id))
    if desk is not None and desk.may(Right.TRIAGE):
        _mention_desk.show(queries, desk, row, _brand(list(row.brands)))


def _brand(brands: list[str]) -> str:
    """The brand of the address where the mention is about it, else its first."""
    asked = st.query_params.get("brand", "")
    return asked if asked in brands or not brands else brands[0]


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
        ("Labelled by", _by(row)),
    ]
    if why := fallen(get(row.sentiment), get(row.reason)):
        rows.append(("Fallback", why))
    facts = _tables.facts([(name, _safe.html(said, 200)) for name, said in rows])
    st.html(f'<h2 class="es-h2">Why this label</h2>{facts}')


def fallen(label: str | None, reason: str | None) -> str:
    """Why another engine read a text than the one in force; empty where that one did."""
    if not label or not reason or not reason.startswith("fallback"):
        return ""
    why = FALLBACKS.get(reason, reason.removeprefix("fallback").strip(": "))
    return f"another engine read it: {why}; the next analysis asks again"


def _by(row: Any) -> str:
    if corrected := _moments.maybe(row.corrected_by):
        return f"{corrected}, a person"
    if phrase := _moments.maybe(row.by_rule):
        return f"the rule on “{phrase}”, in place of {_engine(row)}"
    return _engine(row)


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
            store.overrides.set(mention_id, label, desk.person)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_DONE] = label.value if label else "as the engine says"


def notice(desk: _frame.Desk | None) -> None:
    """What became of the last correction."""
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    if desk is not None and (label := st.session_state.pop(_DONE, None)):
        st.html(f'<p class="es-banner" role="status">Saved: this mention now counts as <b>{label}</b>.</p>')
