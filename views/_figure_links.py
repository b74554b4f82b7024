"""A card with its way to the rows: what a figure counted, how many, and what to run where there are none."""

from collections.abc import Sequence

import streamlit as st

from domain.measures import SentimentCounts
from views import _cards, _figures, _links, _words
from views._figures import Figure
from views._filters import Filters

_NOUNS = {"minutes": "ticket", "mentions": "mention", "stars": "review"}
_OF_CUSTOMERS = frozenset({"churn_cohort", "customer_value"})


def card(
    found: Figure,
    filters: Filters,
    *,
    spark: Sequence[float | None] = (),
    sources: Sequence[str] = (),
    link: bool = True,
) -> None:
    """The figure, and a link to the rows it counts; `sources` narrows the link to where the rows come from."""
    with st.container(key=f"card-{found.metric.name}"):
        st.html(_cards.html(_figures.card(found, filters, spark=spark, absent=absent(found))))
        if not found.estimate:
            st.html(f'<p class="es-basis">{remedy(found)}</p>')
        elif link:
            label = "negative" if found.metric.name == "negative_share" else None
            params = filters.params(label=label) | ({"source": list(sources)} if sources else {})
            _links.link(f"{rows_of(found)} →", slug(found), params)


def slug(found: Figure) -> str:
    """The page that shows the figure's rows."""
    return "mentions" if found.metric.needs in _figures.PUBLIC else "surveys"


def rows_of(found: Figure) -> str:
    """An invitation that says how many rows wait behind the link."""
    counts, estimate = found.counts, found.estimate
    if isinstance(counts, SentimentCounts):
        if found.metric.name == "negative_share":
            return f"Read the {_words.many(counts.negative, 'negative mention')}"
        return f"Read the {_words.many(counts.scored + counts.unscored, 'mention')}"
    noun = "customer" if found.metric.needs in _OF_CUSTOMERS else _NOUNS.get(found.metric.unit, "answer")
    return f"See the {_words.many(estimate.n if estimate else 0, noun)}"


def absent(found: Figure) -> str:
    """What stands in place of a figure that has no value."""
    nobody_left = found.metric.name.startswith("cltv") and getattr(found.counts, "revenue", None)
    return "Nobody left" if nobody_left else "No data"


def remedy(found: Figure) -> str:
    """The command that would give the figure something to count."""
    if found.metric.needs in _figures.PUBLIC:
        return '<code class="es-code">python -m earshot run</code>'
    noun = "tickets" if found.metric.unit == "minutes" else "surveys"
    noun = "customers" if found.metric.needs in _OF_CUSTOMERS else noun
    return f'<code class="es-code">python -m earshot import {noun} FILE</code>'
