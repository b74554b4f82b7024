"""What changed, in sentences: only what a test found, and what was looked at without finding anything."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from metrics.change import NO_CHANGE, UP, Change
from metrics.estimate import TOO_FEW
from metrics.spike import SPIKE, Finding
from views import _safe, _tables, _words
from views._cards import judged
from views._figures import SHORT, Figure

MOST, MOST_TOPICS = 8, 3
# The other side of churn; both would say the same twice.
MIRRORED = frozenset({"retention"})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One finding: a statement, what it rests on, and whether it is good ("better"), bad ("worse") or neither.

    `href`: the safe address of its rows, empty where it has none.
    """

    statement: str
    detail: str
    glyph: str = "●"
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChange:
    """A topic's complaints now and before, what the test said of the difference, and the safe address of its page."""

    name: str
    now: int
    before: int
    change: Change
    href: str = ""


def of_figures(
    found: Iterable[Figure], before: str, cause: Callable[[Figure], str], rows: Callable[[Figure], str]
) -> list[News]:
    """One sentence for every figure whose change stands out from chance; `cause` says what moved it, or nothing.

    `rows`: the safe address of what a figure counts.
    """
    moved = [f for f in found if f.metric.name not in MIRRORED and f.change and f.change.flagged]
    told = [(f, _figure(f, f.change, before, cause(f))) for f in moved if f.change and f.estimate]
    return [replace(news, href=rows(figure)) for figure, news in told]


def of_topics(found: Sequence[TopicChange], before: str) -> list[News]:
    """The topics that are complained about detectably more or less, the largest moves first."""
    moved = sorted((t for t in found if t.change.flagged), key=lambda t: -abs(t.change.difference))
    return [_topic(t, before) for t in moved[:MOST_TOPICS]]


def of_days(found: Iterable[Finding], rows: Callable[[date], str]) -> list[News]:
    """Days that were unusual for their day of the week, the latest first, at most two; `rows`: a day's address."""
    latest = sorted(found, key=lambda f: f.day, reverse=True)[:2]
    return [replace(_day(f), href=rows(f.day)) for f in latest]


def of_gaps(thin: Sequence[date], sources: str = "") -> list[News]:
    """A warning where listening was patchy, because every other sentence then rests on less; `sources`: who missed."""
    if not thin:
        return []
    return [
        News(
            statement=f"Listening was patchy on {_words.many(len(thin), 'day')}",
            detail="Under 80% of the expected runs succeeded, so counts of those days are too low. "
            f"The latest was {_words.short_day(max(thin))}.",
            glyph="◌",
            href=sources,
        )
    ]


def unmoved(found: Iterable[Figure]) -> str:
    """Which figures were compared without a finding; empty where none was."""
    still = [_title(f) for f in found if f.change and f.change.verdict == NO_CHANGE]
    few = [_title(f) for f in found if f.change and f.change.verdict == TOO_FEW]
    said = []
    if still:
        said.append(f"No detectable change in {_listed(still)}.")
    if few:
        said.append(f"Too few to compare: {_listed(few)}.")
    return " ".join(said)


def html(news: Sequence[News]) -> str:
    """The sentences as one list."""
    items = [
        f'<li><span class="g {n.tone}" aria-hidden="true">{n.glyph}</span>'
        f"<div>{_statement(n)}<span>{n.detail}</span></div></li>"
        for n in news
    ]
    first, rest = (f'<ul class="es-changes">{"".join(part)}</ul>' for part in (items[:MOST], items[MOST:]))
    return first + (_tables.folded(f"{len(items) - MOST} more changes", rest) if items[MOST:] else "")


def _statement(news: News) -> str:
    return f'<a href="{news.href}"><b>{news.statement}</b></a>' if news.href else f"<b>{news.statement}</b>"


def _figure(found: Figure, change: Change, before: str, cause: str) -> News:
    metric = found.metric
    tone, _ = judged(change, metric.higher_is_better)
    verb = "rose" if change.verdict == UP else "fell"
    assert found.estimate  # noqa: S101
    now = _words.measure(found.estimate.value, metric.unit)
    then = _words.measure(found.estimate.value - change.difference, metric.unit)
    moved = _words.interval(change.low, change.high, metric.unit)
    return News(
        statement=f"{_title(found)} {verb} from {then} to {now}",
        detail=f"{_words.difference(change.difference, metric.unit)} against {before} (95%: {moved}). {cause}".strip(),
        glyph="▲" if change.verdict == UP else "▼",
        tone=tone,
    )


def _topic(topic: TopicChange, before: str) -> News:
    more = topic.change.verdict == UP
    return News(
        statement=f"{_safe.bdi(topic.name, 80)} is complained about {'more' if more else 'less'}",
        detail=f"{_words.many(topic.now, 'complaint')}, {_words.count(topic.before)} in {before}: "
        f"{_words.difference(topic.change.difference, '%')} of what was scored.",
        glyph="▲" if more else "▼",
        tone="worse" if more else "better",
        href=topic.href,
    )


def _day(found: Finding) -> News:
    spike = found.kind == SPIKE
    usual = "" if found.expected is None else f"; such a day usually has about {_words.number(found.expected, 0)}"
    if found.days == 2 and found.expected is not None:
        usual = f" in two days; two such days usually have about {_words.number(found.expected, 0)}"
    return News(
        statement=f"Unusually {'many' if spike else 'few'} mentions on {_words.short_day(found.day)}",
        detail=f"{_words.number(found.observed, 0)}{usual}.",
        glyph="▲" if spike else "▼",
    )


def _title(found: Figure) -> str:
    return SHORT.get(found.metric.name, found.metric.title)


def _listed(names: Sequence[str]) -> str:
    low = [n if n.isupper() or n[:2].isupper() else n[:1].lower() + n[1:] for n in names]
    return low[0] if len(low) == 1 else f"{', '.join(low[:-1])} and {low[-1]}"
