"""Pain points: what people complain about, the worst first, with the evidence and what is being done."""

from collections.abc import Sequence

import streamlit as st

from metrics.change import DOWN, NO_CHANGE, UP
from metrics.estimate import share
from storage.queries import Queries
from views import _comments, _frame, _pain_detail, _pain_triage, _safe, _severity, _sparks, _words
from views._filters import Filters, ever
from views._severity import EMERGING, GLYPHS, STATUS, Pain

TITLE = "Pain points"
SUBTITLE = (
    "What people complain about, the worst of today first. Choose one to read the evidence and decide what happens."
)
TABS = {
    "open": "Needs attention",
    "in_progress": "In progress",
    "waiting": "Waiting",
    "ignored": "Ignored until worse",
    "resolved": "Resolved",
    "closed": "Closed",
    "all": "All",
}
FILTERS = ("brand", "period", "source")
MOST = 40
_TAB = "es_pain_tab"


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: the list, and the chosen one's evidence beside it, or under it on a phone."""
    now = queries.counts.sentiment_counts(filters.public())
    before = queries.counts.sentiment_counts(filters.before(filters.public()))
    pains = _severity.ranked(queries.pain_points.table(filters.public()), now, before)
    if not pains:
        _empty(queries, filters, now.scored)
        return
    tab = _tabs(pains)
    _pain_triage.notice(desk)
    shown = [p for p in pains if _in_tab(p, tab)][:MOST]
    if not shown:
        _frame.nothing(f"Nothing here is {TABS[tab].lower()}.", "Choose another state above to see the rest.")
        return
    _untagged(queries, filters)
    _board(queries, filters, desk, shown)
    _comments.under(queries, desk, filters.brand, "pain-points/list")


def _board(queries: Queries, filters: Filters, desk: _frame.Desk | None, shown: Sequence[Pain]) -> None:
    wanted = st.query_params.get("topic", "")
    chosen = next((p for p in shown if str(p.topic_id) == wanted), None)
    opened = chosen or shown[0]
    rows = len(shown) + 1
    # One row of the grid per pain point, the last takes what a tall detail needs beyond the list.
    st.html(f"<style>.st-key-board{{--rows:{rows + 1};grid-template-rows:repeat({rows},max-content) 1fr}}</style>")
    with st.container(key="board", gap=None):
        st.html(_head())
        for pain in shown:
            with st.container(key=f"row-{pain.topic_id}", gap=None):
                st.html(_row(pain, filters.days, state=_shown(pain, chosen, opened)))
                st.button(
                    f"Show {_safe.md(pain.name)}",
                    key=f"open-{pain.topic_id}",
                    on_click=_open,
                    args=(pain.topic_id,),
                    width="stretch",
                )
            if pain is opened:
                with st.container(key="detail" if chosen else "detail-first"):
                    _pain_detail.show(queries, filters, desk, pain)


def _untagged(queries: Queries, filters: Filters) -> None:
    """How much of what is complained about this list does not know."""
    found = share(*queries.topics.untagged(filters.public())[0])
    if found is None:
        return
    range_ = _words.interval(found.low, found.high, "%")
    st.html(
        f'<p class="es-sub" role="note">{_words.number(found.value)}% ({range_}) of '
        f"{_words.many(found.n, 'complaint')} name no topic.</p>"
    )


def _open(topic_id: int) -> None:
    st.query_params["topic"] = str(topic_id)


def _tabs(pains: Sequence[Pain]) -> str:
    tab = st.query_params.get("state", "open")
    tab = tab if tab in TABS else "open"
    st.session_state[_TAB] = tab
    counted = {name: sum(_in_tab(p, name) for p in pains) for name in TABS}
    st.segmented_control(
        "Which state",
        list(TABS),
        key=_TAB,
        format_func=lambda name: f"{TABS[name]} ({counted[name]})",
        required=True,
        on_change=_tab_changed,
        label_visibility="collapsed",
    )
    return tab


def _tab_changed() -> None:
    st.query_params["state"] = st.session_state.get(_TAB) or "open"
    if "topic" in st.query_params:
        del st.query_params["topic"]


def _in_tab(pain: Pain, tab: str) -> bool:
    return tab == "all" or (pain.status in _severity.OPEN if tab == "open" else pain.status == tab)


def _head() -> str:
    names = ("Severity", "Pain point", "Trend", "Complaints", "Against before")
    cells = "".join(f"<span{' class=n' if name == 'Complaints' else ''}>{name}</span>" for name in names)
    return f'<div class="es-row head" aria-hidden="true">{cells}</div>'


def _shown(pain: Pain, chosen: Pain | None, opened: Pain) -> str:
    """The row's class: chosen by a person, or only the first one, which a phone leaves closed."""
    if pain is not opened:
        return ""
    return " on" if chosen else " on unasked"


def _row(pain: Pain, days: int, *, state: str) -> str:
    word = pain.severity.word if pain.severity and pain.severity.ranked else "Too few"
    glyph = f'<span aria-hidden="true">{GLYPHS.get(word, "·")}</span>'
    label = f"{_words.many(pain.complaints, 'complaint')} over {days} days, newest last"
    cells = (
        f'<span class="s {word.lower()}">{glyph} {word}</span>',
        f'<span class="name">{_safe.bdi(pain.name, 90)}{_under(pain)}</span>',
        _sparks.bars(_weeks(pain.trend), label) or "<span></span>",
        f'<span class="n">{_words.count(pain.complaints)}<small>{_words.many(pain.authors, "author")}</small></span>',
        _change(pain),
    )
    return f'<div class="es-row{state}">{"".join(cells)}</div>'


def _under(pain: Pain) -> str:
    state = "" if pain.status == "new" else STATUS.get(pain.status, pain.status)
    flag = EMERGING.get(pain.emergence.flag, "")
    flag = f"✦ {flag}" if flag else ""
    proposed = "Proposed" if pain.proposed else ""
    late = f"▲ overdue by {_words.many(pain.overdue_days, 'day')}" if pain.overdue_days else ""
    parts = [part for part in (flag, proposed, _safe.html(state, 40), _safe.html(pain.owner, 40), late) if part]
    return f"<small>{' · '.join(parts)}</small>" if parts else ""


def _weeks(trend: Sequence[int]) -> Sequence[int]:
    """Days as they are up to two months, else sums of seven, so that bars stay wider than a pixel."""
    if len(trend) <= 62:
        return trend
    first = len(trend) % 7
    return [sum(trend[i : i + 7]) for i in range(first, len(trend), 7)]


def _change(pain: Pain) -> str:
    found = pain.change
    if found is None:
        return '<span class="c">no earlier data</span>'
    if found.verdict in {UP, DOWN}:
        more = found.verdict == UP
        said = f"{'▲' if more else '▼'} {_words.count(pain.before)} → {_words.count(pain.complaints)}"
        tone, moved = "worse" if more else "better", _words.difference(found.difference, "%")
        return f'<span class="c {tone}" title="{moved} of all scored">{said}</span>'
    return f'<span class="c">{found.verdict if found.verdict != NO_CHANGE else "no change seen"}</span>'


def _empty(queries: Queries, filters: Filters, scored: int) -> None:
    if scored:
        _frame.nothing(
            f"No complaint names a known topic in {_words.span(filters.since, filters.until)}.",
            f"{_words.many(scored, 'mention')} were scored. Topics are found by analysis; to look again:",
            "python -m earshot analyze",
        )
        return
    known = queries.counts.sentiment_counts(ever(filters.public()))
    if known.scored or known.unscored:
        _frame.nothing("Nothing was said in this period.", "Choose a longer period above, or other sources.")
    else:
        _frame.nothing(
            "Nothing has been collected yet.", "Fetch and analyse, then reload this page:", "python -m earshot run"
        )
