"""The voice of the team: what employees answer, what the front line notes down, and a form for the next note."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from domain.errors import EarshotError
from domain.goals import TeamNote
from domain.measures import Scope
from domain.people import Right
from storage.queries import Queries
from tables.notes import identity
from tables.redact import redact
from views import _cards, _figures, _frame, _moments, _safe, _words
from views._filters import Filters
from views._frame import Desk
from views._severity import Pain

SHOWN = 8
LONGEST = 500
_TEXT, _TEAM, _SAID, _ERROR = "es_team_text", "es_team_team", "es_team_said", "es_team_error"


def show(queries: Queries, filters: Filters, desk: Desk | None) -> None:
    """eNPS, the newest notes, and the form where somebody may write."""
    st.space("small")
    _frame.section("Voice of the team", "Beside the customers' voice and never counted with it.", key="team")
    _notice()
    with st.container(key="cards-team"), st.container(key="card-enps"):
        found = _figures.figure(queries, "enps", filters, _days(filters))
        st.html(_cards.html(_figures.card(found, filters, absent="Not asked, or fewer than five answers")))
        if found.estimate is None:
            st.html(
                '<p class="es-basis"><code class="es-code">python -m earshot import surveys FILE</code> with '
                '<code class="es-code">audience = "employees"</code> in its map</p>'
            )
    if desk is not None and desk.may(Right.TRIAGE):
        _form(desk, filters.brand)
    frame = queries.team.notes(_days(filters), limit=SHOWN)
    if frame.empty:
        _frame.nothing(
            "No note of the team in this period.",
            "Write down what customers tell you above, or bring a file in:",
            "python -m earshot import notes FILE",
        )
        return
    st.html(_list(frame, "Notes of the team, newest first"))


def beside(queries: Queries, filters: Filters, pain: Pain) -> None:
    """Under a pain point: whether the team notes the same, with the notes that do; nothing where none does."""
    n = queries.team.naming(_days(filters), pain.topic_id)
    if not n:
        return
    frame = queries.team.notes(_days(filters), pain.topic_id, limit=SHOWN)
    st.html(
        f'<h3 class="es-label">The team says so too: {_words.many(n, "note")}</h3>'
        '<p class="es-basis">Not counted with the customers.</p>'
    )
    st.html(_list(frame, f"Notes of the team on {pain.name}"))


def _list(frame: pd.DataFrame, label: str) -> str:
    """Notes as one block, escaped: a note has no label and no stars, so it is no quote of the feed."""
    items = "".join(_item(row) for row in _moments.rows(frame))
    return f'<ul class="es-feed two" aria-label="{_safe.html(label)}">{items}</ul>'


def _item(row: Any) -> str:
    day = _moments.utc(row.day)
    facts = [f"<span>{_safe.bdi(row.team or 'The team', 60)}</span>"]
    facts += [f"<span>{_words.short_day(day.date())}</span>"] if day else []
    facts += [f"<span>at {_safe.bdi(row.touchpoint, 60)}</span>"] if row.touchpoint else []
    facts += [f'<span class="tag">{_safe.bdi(name, 60)}</span>' for name in row.topics or []]
    text = f'<p class="t">{_safe.bdi(row.text, 1000)}</p>'
    return f'<li class="es-quote">{text}<p class="es-meta">{"".join(facts)}</p></li>'


def _days(filters: Filters) -> Scope:
    return Scope(brand=filters.brand, since=filters.since, until=filters.until)


def _notice() -> None:
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not saved: {error}")
    kept = st.session_state.pop(_SAID, None)
    if kept:
        st.html(f'<p class="es-sub" role="status">{_safe.html(kept)}</p>')


def _form(desk: Desk, brand: str) -> None:
    with (
        st.popover("Note what a customer told you", key="team-note"),
        st.form("team", border=False, clear_on_submit=True),
    ):
        st.text_area("What did you hear?", key=_TEXT, max_chars=LONGEST, placeholder="Three asked where the manual is")
        st.text_input("Your team", key=_TEAM, max_chars=60, placeholder="Shop, hotline; no names of people")
        st.form_submit_button("Add", on_click=_add, args=(desk, brand))


def _add(desk: Desk, brand: str) -> None:
    now = datetime.now(UTC)
    text = redact(_safe.clean(st.session_state.get(_TEXT), LONGEST)).strip()
    team = _safe.clean(st.session_state.get(_TEAM), 60).strip()
    if not text:
        st.session_state[_ERROR] = "a note needs a few words."
        return
    note = TeamNote(brand=brand, identity=identity(text, now.isoformat(), team), text=text, noted_at=now, team=team)
    try:
        with desk.store() as store:
            store.team_notes.upsert([note], now=now)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state[_SAID] = "Noted. The next run reads which topics it names."
