"""What mentions show and want, on the Mentions page: a filter, and a few words beside each mention."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from domain.traits import Emotion, Intent
from storage.queries import Queries
from views import _moments, _safe, _words
from views._filters import Filters

NAMES: Mapping[str, str] = {
    Intent.COMPLAINT: "Complaint",
    Intent.QUESTION: "Question",
    Intent.PRAISE: "Praise",
    Intent.SUGGESTION: "Suggestion",
    Intent.CHURN_RISK: "Wants to leave",
    Intent.RECOMMENDS: "Recommends",
    Intent.WARNS_AGAINST: "Warns against",
    Emotion.ANGER: "Anger",
    Emotion.ANNOYANCE: "Annoyance or disappointment",
    Emotion.CONFUSION: "Confusion",
    Emotion.SADNESS: "Sadness",
    Emotion.FEAR: "Fear or worry",
    Emotion.JOY: "Joy or gratitude",
    Emotion.SURPRISE: "Surprise",
    Emotion.NONE: "No emotion",
}
_ANY = ""
_PARAM, _KEY = "trait", "es_trait"


def wanted() -> str | None:
    """The emotion or intent that the address asks for; None for anything else."""
    asked = st.query_params.get(_PARAM, _ANY)
    return asked if asked in NAMES else None


def control(queries: Queries, filters: Filters) -> None:
    """A choice of what occurs in scope, with how often; nothing where no trait was read yet."""
    counts = _counts(queries, filters)
    chosen = wanted()
    if not counts and chosen is None:
        return
    options = [_ANY, *(name for name in NAMES if name in counts or name == chosen)]
    st.session_state[_KEY] = chosen or _ANY
    st.selectbox(
        "Intent or emotion",
        options,
        key=_KEY,
        format_func=lambda name: f"{NAMES[name]} ({_words.count(counts.get(name, 0))})" if name else "All intents",
        width=200,
        label_visibility="collapsed",
        on_change=_changed,
    )


def facts(row: Any) -> list[str]:
    """The same of one mention: its emotion, its intents, and the brands that it is probably not about."""
    emotion = _moments.maybe(getattr(row, "emotion", None))
    shown = [NAMES[emotion]] if emotion in NAMES and emotion != Emotion.NONE else []
    intents = [NAMES[name] for name in getattr(row, "intents", ()) or () if name in NAMES]
    doubted = [f"probably not about {_safe.clean(brand, 60)}" for brand in getattr(row, "doubted", ()) or ()]
    return [*intents, *shown, *doubted]


def _counts(queries: Queries, filters: Filters) -> dict[str, int]:
    scope = filters.public()
    intents, emotions = queries.traits.intents(scope), queries.traits.emotions(scope)
    found = {str(row.intent): int(row.n) for row in _moments.rows(intents) if row.intent != Emotion.NONE}
    return found | {str(row.emotion): int(row.n) for row in _moments.rows(emotions)}


def _changed() -> None:
    params, picked = st.query_params, st.session_state.get(_KEY)
    for key in ("after", _PARAM):
        if key in params:
            del params[key]
    if picked:
        params[_PARAM] = picked
