"""What a mention speaks about, marked in its own words, each with how it is spoken of."""

from typing import Any

import streamlit as st

from domain.reading import reading
from storage.queries import Queries
from storage.queries.mentions import AspectAt
from views import _moments, _safe, _words

LONGEST = 6000


def show(queries: Queries, row: Any) -> None:
    """The text with its aspects marked; nothing where none was found."""
    found = queries.mentions.aspects(int(row.mention_id))
    text = reading(_moments.maybe(row.title) or "", _moments.maybe(row.text) or "")
    if not found or not text.strip():
        return
    st.html(
        '<h3 class="es-label">In its words</h3>'
        f'<p class="es-aspects"><bdi dir="auto">{marked(text[:LONGEST], found)}</bdi></p>'
        '<p class="es-sub">▼ and ▲ with their strength from −1 to +1: how the words around each are read.</p>'
    )


def marked(text: str, found: list[AspectAt]) -> str:
    """Escaped text with every aspect in a <mark> that says its polarity; what overlaps an earlier one is left out."""
    parts, at = [], 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not at <= one.start < one.end <= len(text):
            continue
        parts += [_safe.html(text[at : one.start], LONGEST), _mark(text[one.start : one.end], one)]
        at = one.end
    return "".join([*parts, _safe.html(text[at:], LONGEST)])


def _mark(words: str, one: AspectAt) -> str:
    glyph = _words.GLYPHS.get(one.label or "", "●")
    strength = "" if one.polarity is None else f" {_words.signed(one.polarity, 1)}"
    label = one.label if one.label in _words.GLYPHS else "neutral"
    return f'<mark class="{label}">{_safe.html(words, LONGEST)} <small>{glyph}{strength}</small></mark>'
