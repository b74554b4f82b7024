"""From a metric's name and the filters to a card: the same questions and the same functions everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.measures import Histogram, Scope, SentimentCounts
from domain.records import Estimate
from metrics import METRICS, Metric
from metrics.change import Change
from storage.queries import Queries
from views import _series, _words
from views._ask import once
from views._cards import Card
from views._filters import Filters

SHORT = {
    "nps": "NPS",
    "csat_survey": "CSAT",
    "ces": "CES, found it easy",
    "csat_mean": "CSAT, mean",
    "first_response_median": "First response, median",
    "first_response_p90": "First response, 9 in 10 within",
    "first_response_median_business": "First response, office hours",
    "first_response_within_target": "First response in time",
    "resolution_median": "Resolution, median",
    "resolution_p90": "Resolution, 9 in 10 within",
}
# The counts that come from mentions; all others come from what was imported.
PUBLIC = frozenset(
    {
        "sentiment_counts",
        "story_sentiment_counts",
        "mention_count",
        "voice",
        "review_stars",
        "review_replies",
        "review_waits",
        "advocacy",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A metric in the period and in the one before: counts as they came, estimate, change."""

    metric: Metric
    counts: object
    estimate: Estimate | None
    change: Change | None


def figure(queries: Queries, name: str, filters: Filters, scope: Scope | None = None) -> Figure:
    """Count, estimate, and compare with the equally long period before; `scope` narrows it to one survey."""
    return once(queries, "figure", (name, filters, scope), lambda: _figure(queries, name, filters, scope))


def _figure(queries: Queries, name: str, filters: Filters, scope: Scope | None) -> Figure:
    metric = METRICS[name]
    ask = getattr(queries.counts, metric.needs)
    rows = scope or (filters.public() if metric.needs in PUBLIC else filters.asked())
    now, before = ask(rows), ask(filters.before(rows))
    # A volume of days on which nobody listened yet is unknown, not zero.
    comparable = name != "mentions" or _series.heard_before(queries, filters)
    change = metric.change(before, now) if comparable else None
    return Figure(metric=metric, counts=now, estimate=metric.estimate(now), change=change)


def card(found: Figure, filters: Filters, *, spark: Sequence[float | None] = (), absent: str = "No data") -> Card:
    """A figure as a card that says what it rests on and what it is compared with."""
    return Card(
        title=SHORT.get(found.metric.name, found.metric.title),
        definition=f"{_words.sentence(found.metric.definition)} {_words.sentence(found.metric.method)}",
        unit=found.metric.unit,
        estimate=found.estimate,
        basis=basis(found),
        change=found.change,
        higher_is_better=found.metric.higher_is_better,
        before=f"the {filters.days} days before",
        spark=spark,
        absent=absent,
        show_interval=found.metric.unit != "mentions",
    )


def basis(found: Figure) -> str:
    """Which rows the figure rests on, the ones it leaves out included."""
    counts, estimate = found.counts, found.estimate
    if isinstance(counts, SentimentCounts):
        total = counts.scored + counts.unscored
        if not counts.unscored:
            return f"all {_words.many(total, 'mention')} scored" if total else "no mention in this period"
        return f"{_words.count(counts.scored)} of {_words.many(total, 'mention')} scored"
    if found.metric.name == "mentions":
        return "every copy counted"
    if estimate is None:
        return "nothing to count in this period"
    noun = "rating" if found.metric.needs == "review_stars" else "answer" if isinstance(counts, Histogram) else ""
    noun = noun or {"minutes": "ticket"}.get(found.metric.unit, "customer")
    note = f"; {estimate.note}" if estimate.note else ""
    return f"{_words.many(estimate.n, noun)}{note}"
