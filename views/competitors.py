"""Competitors: who is talked about, how, with which topics, and what customers love next to them."""

from collections.abc import Sequence

import streamlit as st

from metrics import METRICS
from metrics.gaps import Voice, gaps
from storage.queries import Queries
from views import (
    _frame,
    _praise,
    _rival_slide,
    _rival_topics,
    _rival_words,
    _rivals,
    _safe,
    _strips,
    _words,
)
from views._filters import Filters
from views._rivals import Heard
from views._strips import Strip

TITLE = "Competitors"
SECTION = "Measure"
SUBTITLE = "Who is talked about, how, and with which topics: yours beside the others, by the same rules."
FILTERS = ("brand", "period", "source")
MOST = 6
BESIDE = {"net_sentiment": (-100.0, 100.0), "negative_share": (0.0, 100.0), "review_stars": (1.0, 5.0)}
EXAMPLE = '[[brand]]\nname = "Their name"\nrole = "competitor"\nquery = \'"their name" OR theirproduct\''


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: voice, figures side by side, topics side by side, praise."""
    rivals = _rivals.brands(queries, filters.brand)
    if not rivals:
        _nobody()
        return
    every = (filters.brand, *rivals[:MOST])
    voice = queries.counts.voice(filters.public())
    if not sum(voice.mentions.values()):
        _frame.nothing(
            f"Nobody was named from {_words.span(filters.since, filters.until)}.",
            "Choose a longer period above, or fetch from every configured source:",
            "python -m earshot run",
        )
        return
    heard = _rivals.heard(queries, every)
    _voice(queries, filters, every, heard, desk)
    st.space("small")
    _beside(queries, filters, every)
    st.space("small")
    spoken = _rivals.topics(queries, filters, every)
    _topics(filters, spoken)
    st.space("small")
    _praise.show(queries, filters, rivals, spoken)
    _frame.definitions(["share_of_voice", *BESIDE])


def _nobody() -> None:
    _frame.nothing(
        "No competitor is watched yet.",
        "Write one into earshot.toml, as a brand with a query of its own, then fetch:",
        "python -m earshot run",
    )
    st.code(EXAMPLE, language="toml")


def _voice(queries: Queries, filters: Filters, every: tuple[str, ...], heard: Heard, desk: _frame.Desk | None) -> None:
    scope = filters.public()
    now, before = queries.counts.voice(scope), queries.counts.voice(filters.before(scope))
    _frame.section(
        "Share of voice", "Each brand's part of all their mentions; one that names two brands counts once for each."
    )
    fair = None if now.comparable else _rivals.fair(queries, scope, heard)
    if not now.comparable:
        st.html(_rival_words.apart(heard, fair, every))
    found = _rivals.voices(now, before, every)
    rows = [
        Strip(
            name=_rival_words.name(share.brand, filters),
            estimate=share.estimate,
            unit="%",
            more=_rival_words.moved(share.change, filters) if now.comparable else "not comparable",
            tone="own" if share.brand == filters.brand else "",
            rows=_rival_words.rows(share.brand, share.mentions, filters),
        )
        for share in found
    ]
    st.html(_strips.table(rows, ("Brand", "Share", "Change", "Rows"), (0.0, 100.0)))
    st.html(f'<p class="es-sub">{_rival_words.overlap(now)}</p>')
    _rival_slide.show(filters, _rival_slide.quotable(now, found, fair, heard), desk)


def _beside(queries: Queries, filters: Filters, every: tuple[str, ...]) -> None:
    _frame.section(
        "Side by side", "Bars are 95% intervals; a brand lies above or below yours only where a test says so."
    )
    for name, reach in BESIDE.items():
        metric = METRICS[name]
        found = _rivals.beside(queries, name, filters.public(), every)
        if not any(one.estimate for one in found):
            continue
        label = "negative" if name == "negative_share" else None
        rows = [
            Strip(
                name=_rival_words.name(one.brand, filters),
                estimate=one.estimate,
                unit=metric.unit,
                more=_rival_words.against(one, metric, filters.brand),
                tone="own" if one.brand == filters.brand else "",
                rows=_rival_words.rows(one.brand, one.rows, filters, label=label),
            )
            for one in found
        ]
        middle = 0.0 if metric.unit == "points" else None
        st.html(f'<h3 class="es-label">{_safe.html(metric.title)}</h3>')
        st.html(_strips.table(rows, ("Brand", "Value", f"Against {filters.brand}", "Rows"), reach, middle))


def _topics(filters: Filters, spoken: Sequence[Voice]) -> None:
    ours, rivals = spoken[0], spoken[1:]
    _frame.section(
        "Rising for them, absent for us",
        "Topics that grew detectably for a competitor and that under five mentions name with your brand.",
    )
    found = gaps(ours, rivals)
    if found:
        st.html(_rival_topics.gaps(found, filters))
    else:
        st.html(f'<p class="es-sub">{_rival_topics.no_gap(ours, rivals)}</p>')
    st.space("small")
    _frame.section("Topics side by side", "Share of each brand's scored mentions that name the topic, and how many.")
    table = _rival_topics.table(spoken, filters)
    if table:
        st.html(table)
    else:
        _frame.nothing(
            "No topic is named in this period.", "Name topics in what was collected:", "python -m earshot run"
        )
