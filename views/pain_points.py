"""Pain points: what people complain about, the worst first, with the evidence and what is being done."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from domain.errors import EarshotError
from metrics.change import DOWN, NO_CHANGE, UP
from storage.queries import Queries
from views import _feed, _frame, _links, _moments, _safe, _severity, _sparks, _words
from views._filters import Filters, ever
from views._severity import GLYPHS, STATUS, Pain

TITLE = "Pain points"
SUBTITLE = (
    "What people complain about, the worst of today first. Choose one to read the evidence and decide what happens."
)
TABS = {
    "open": "Needs attention",
    "in_progress": "In progress",
    "ignored": "Ignored",
    "resolved": "Resolved",
    "all": "All",
}
FILTERS = ("brand", "period", "source")
MOST = 40
PERSON = "someone in the app"
_UNDO, _ERROR, _TAB = "es_undo", "es_triage_error", "es_pain_tab"


def render(queries: Queries, filters: Filters, desk: _frame.Desk | None = None) -> None:
    """Draw the page: the list, and the chosen one's evidence beside it, or under it on a phone."""
    now = queries.counts.sentiment_counts(filters.public())
    before = queries.counts.sentiment_counts(filters.before(filters.public()))
    pains = _severity.ranked(queries.pain_points.table(filters.public()), now, before)
    if not pains:
        _empty(queries, filters, now.scored)
        return
    tab = _tabs(pains)
    _notice(desk)
    shown = [p for p in pains if _in_tab(p, tab)][:MOST]
    if not shown:
        _frame.nothing(f"Nothing here is {TABS[tab].lower()}.", "Choose another state above to see the rest.")
        return
    _board(queries, filters, desk, shown)


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
                    _detail(queries, filters, desk, pain)


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
    parts = [part for part in (_safe.html(state, 40), _safe.html(pain.owner, 40)) if part]
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


def _detail(queries: Queries, filters: Filters, desk: _frame.Desk | None, pain: Pain) -> None:
    about = f'<p class="es-sub">{_safe.html(pain.description, 300)}</p>' if pain.description else ""
    st.html(f'<h2 class="es-h2">{_safe.bdi(pain.name, 120)}</h2>{about}{_facts(pain, filters)}')
    if desk is not None:
        _triage(desk, filters.brand, pain)
    frame = queries.pain_points.evidence(filters.public(), pain.topic_id, limit=12)
    quotes = [_quote(row) for row in _moments.rows(frame)]
    st.html('<h3 class="es-label">Evidence</h3>')
    if quotes:
        st.html(_feed.html(quotes, datetime.now(UTC), f"Evidence for {pain.name}"))
    else:
        _frame.nothing("No quote in this period.", "The counts above include texts that were since deleted.")
    with st.container(key="link-evidence"):
        _links.link(
            f"Read the {_words.many(pain.negative, 'negative mention')} →",
            "mentions",
            filters.params(topic=str(pain.topic_id), label="negative"),
        )


def _facts(pain: Pain, filters: Filters) -> str:
    found = pain.severity
    rows = [
        (
            "Severity",
            _safe.html(_words.sentence(f"{found.word}: {found.why}") if found and found.ranked else "Too few to say."),
        )
    ]
    rows.append(("Complaints", _complaints(pain, filters.days)))
    if pain.negative_share:
        share = pain.negative_share
        range_ = _words.interval(share.low, share.high, "%")
        rows.append(("Negative", f"{_words.number(share.value)}% ({range_}) of {_words.count(share.n)} that name it"))
    if pain.change:
        verdict = {UP: "More", DOWN: "Less"}.get(pain.change.verdict, pain.change.verdict.capitalize())
        range_ = _words.interval(pain.change.low, pain.change.high, "points")
        rows.append(("Change", f"{verdict}: {_words.difference(pain.change.difference, '%')} ({range_}) of all scored"))
    rows.append(("Seen", f"{_day(pain.first_seen)} to {_day(pain.last_seen)}"))
    return (
        '<dl class="es-facts" style="margin-top:.6rem">'
        + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in rows)
        + "</dl>"
    )


def _complaints(pain: Pain, days: int) -> str:
    said = f"{_words.count(pain.complaints)} by {_words.many(pain.authors, 'author')}"
    if pain.complaints > pain.negative:
        said += f" ({_words.count(pain.complaints - pain.negative)} unscored, of one or two stars)"
    return f"{said}; {_words.count(pain.before)} in the {days} days before"


def _day(value: object) -> str:
    at = _moments.utc(value)
    return _words.short_day(at.date()) if at else "unknown"


def _triage(desk: _frame.Desk, brand: str, pain: Pain) -> None:
    moves = {
        "in_progress": ("Start work", "s"),
        "resolved": ("Resolve", "e"),
        "ignored": ("Ignore", "i"),
        "new": ("Reopen", "r"),
    }
    with st.container(horizontal=True, key="triage", gap="small"):
        for status, (name, shortcut) in moves.items():
            if status != pain.status and not (status == "new" and pain.status == "regressed"):
                st.button(
                    name,
                    key=f"to-{status}-{pain.topic_id}",
                    shortcut=shortcut,
                    on_click=_set,
                    args=(desk, brand, pain),
                    kwargs={"status": status},
                    type="primary" if status == "in_progress" else "secondary",
                )
    key = f"owner-{pain.topic_id}-{pain.owner}"
    st.text_input(
        "Owner",
        value=pain.owner,
        key=key,
        max_chars=60,
        placeholder="Nobody yet",
        on_change=_own,
        args=(desk, brand, pain, key),
    )


def _own(desk: _frame.Desk, brand: str, pain: Pain, key: str) -> None:
    _set(desk, brand, pain, owner=_safe.clean(st.session_state.get(key, ""), 60).strip())


def _set(
    desk: _frame.Desk, brand: str, pain: Pain, *, status: str | None = None, owner: str | None = None, undo: bool = True
) -> None:
    try:
        with desk.store() as store:
            store.triage.set(brand, pain.topic_id, person=PERSON, status=status, owner=owner)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state.pop(_UNDO, None)
    st.query_params["topic"] = str(pain.topic_id)
    if undo:
        said = f"{STATUS.get(status, status)}" if status else f"owner is now {owner or 'nobody'}"
        st.session_state[_UNDO] = (
            brand,
            pain,
            {"status": pain.status if status else None, "owner": pain.owner if owner is not None else None},
            said,
        )


def _notice(desk: _frame.Desk | None) -> None:
    if error := st.session_state.pop(_ERROR, None):
        st.html(f'<div class="es-warn" role="alert">Not saved: {_safe.html(error)}</div>')
    kept = st.session_state.get(_UNDO)
    if not kept or desk is None:
        return
    brand, pain, back, said = kept
    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.html(f'<p role="status"><b>{_safe.bdi(pain.name, 90)}</b>: {_safe.html(said.lower())}.</p>', width="content")
        st.button(
            "Undo",
            key="undo-button",
            shortcut="z",
            on_click=_set,
            args=(desk, brand, pain),
            kwargs={**back, "undo": False},
        )


def _quote(row: object) -> _feed.Quote:
    return _feed.quote(row)


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
