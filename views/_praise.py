"""What customers love next to competitors, in their words: on Competitors, and beside what was done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from metrics.gaps import Voice, loved
from storage.queries import Queries
from views import _feed, _frame, _links, _moments, _rival_topics
from views._filters import Filters

QUOTES = 6


def show(queries: Queries, filters: Filters, rivals: Sequence[str], spoken: Sequence[Voice] = ()) -> None:
    """Topics that are praised more than with a competitor, where `spoken` has been asked, then quotes."""
    _frame.section(
        "What customers love next to competitors", "In their words; those that name a competitor come first."
    )
    if spoken and (found := loved(spoken[0], spoken[1:])):
        st.html(_rival_topics.loved(found, filters))
    frame = queries.rivals.praise(filters.public(), tuple(rivals), limit=QUOTES)
    if frame.empty:
        _frame.nothing("No praise in this period.", "Choose a longer period above.")
        return
    quotes = [
        replace(_feed.quote(row), facts=[f"names {name}" for name in row.rivals or ()]) for row in _moments.rows(frame)
    ]
    st.html(_feed.html(quotes, datetime.now(UTC), "Praise of the brand", columns=True))
    with st.container(key="link-praise"):
        _links.link("Read all praise →", "mentions", filters.params(label="positive"))
