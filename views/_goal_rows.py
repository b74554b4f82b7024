"""Goals as rows: the figure with its interval, the goal, the gap, the verdict, the plan; and the dated check-ins."""

from collections.abc import Mapping, Sequence

from domain.goals import CheckIn
from domain.records import Estimate
from metrics import METRICS
from metrics.estimate import TOO_FEW
from metrics.goals import BEHIND, CANNOT_TELL, MET, Standing, skipped
from views import _figures, _links, _safe, _tables, _words
from views._filters import Filters

COLUMNS = ("Figure", "Now", "Goal", "Gap", "Verdict", "Plan")
NUMBERS = ("Now", "Goal", "Gap")
CARD_COLUMNS = ("Written for", "Figure", "Goal", "Verdict")
_CHIPS = {MET: ("better", "✓"), BEHIND: ("worse", "▼"), CANNOT_TELL: ("", "?")}
_IMPORTED = frozenset({"returns_rate", "complaints_rate", "funnel", "perception"})
_NO_CARD = [("Figure", "–"), ("Goal", "–"), ("Verdict", '<span class="es-soft">no check-in: no run</span>')]
_NOUNS = {"minutes": "ticket", "mentions": "mention", "stars": "review", "money": "customer", "per 1,000": "customer"}


def table(standings: Sequence[Standing], filters: Filters) -> str:
    """One row per goal."""
    return _tables.table(COLUMNS, "".join(_row(one, filters) for one in standings), numbers=NUMBERS)


def name(metric: str, segment: str | None) -> str:
    """What the goal is about, in words."""
    title = _figures.SHORT.get(metric, METRICS[metric].title)
    return f"{title}, {segment}" if segment else title


def _row(one: Standing, filters: Filters) -> str:
    unit = one.metric.unit
    gap = "–" if one.gap is None else _words.difference(one.gap, unit)
    cells = (
        _now(one, filters),
        f"<b>{_words.measure(one.goal.target, unit)}</b>{_by(one)}",
        gap,
        chip(one.verdict),
        _plan(one),
    )
    return _tables.row(
        _safe.bdi(name(one.goal.metric, one.goal.segment), 120),
        list(zip(COLUMNS[1:], cells, strict=True)),
        numbers=NUMBERS,
    )


def chip(verdict: str) -> str:
    """A verdict with a glyph, so that colour is never alone."""
    tone, glyph = _CHIPS.get(verdict, _CHIPS[CANNOT_TELL])
    return f'<span class="es-chip {tone}"><span aria-hidden="true">{glyph}</span> {_safe.html(verdict)}</span>'


def figure(found: Estimate | None, unit: str) -> str:
    """A value with interval and size, or why there is none."""
    if found is None:
        return '<span class="es-soft">no data</span>'
    value = _words.measure(found.value, unit)
    if found.note == TOO_FEW:
        return f"{value} <small>{TOO_FEW}, n {_words.count(found.n)}</small>"
    range_ = _words.interval(found.low, found.high, unit) or "no interval"
    return f"<b>{value}</b> <small>{range_}, n {_words.count(found.n)}</small>"


def _now(one: Standing, filters: Filters) -> str:
    shown = figure(one.estimate, one.metric.unit)
    if one.estimate is None:
        return shown
    if one.metric.needs == "enps_answers":
        return f"{shown}<small>employees' answers are shown to nobody</small>"
    slug = (
        "mentions" if one.metric.needs in _figures.PUBLIC else "journey" if one.metric.needs in _IMPORTED else "surveys"
    )
    noun = "mention" if slug == "mentions" else _NOUNS.get(one.metric.unit, "answer")
    address = _links.href(slug, filters.params(segment=one.goal.segment))
    return f'{shown}<small><a href="{address}">See the {_words.many(one.estimate.n, noun)}</a></small>'


def _by(one: Standing) -> str:
    if one.goal.by is None:
        return "<small>no day set</small>"
    late = " · the day has passed" if one.overdue else ""
    return f"<small>by {_words.short_day(one.goal.by)}{late}</small>"


def _plan(one: Standing) -> str:
    plan = _safe.bdi(one.goal.plan, 300) if one.goal.plan else '<span class="es-soft">No plan yet</span>'
    return f"{plan}<small>{_safe.html(one.goal.owner, 60) or 'Nobody owns it'}</small>"


def check_ins(cards: Sequence[CheckIn], unit: str) -> str:
    """The dated scorecards of one goal, newest first; periods in between that have none are said."""
    by_period: Mapping[object, str] = {
        **{card.period: _card(card, unit) for card in cards},
        **{
            day: _tables.row(_words.short_day(day), _NO_CARD, numbers=("Figure", "Goal"))
            for day in skipped([card.period for card in cards])
        },
    }
    rows = "".join(by_period[day] for day in sorted(by_period, key=str, reverse=True))
    return _tables.table(CARD_COLUMNS, rows, numbers=("Figure", "Goal"))


def _card(card: CheckIn, unit: str) -> str:
    found = None if card.value is None else Estimate(value=card.value, low=card.low, high=card.high, n=card.n)
    cells = (
        figure(found, unit),
        _words.measure(card.target, unit),
        chip(card.verdict),
    )
    about = f"<small>figures of {_words.span(card.since, card.until)}</small>"
    cells_ = list(zip(CARD_COLUMNS[1:], cells, strict=True))
    return _tables.row(f"{_words.short_day(card.period)}{about}", cells_, numbers=("Figure", "Goal"))
