"""What an alert may watch, and how sure it must be: stricter than a page, because it is asked every day."""

import math
from dataclasses import dataclass

from domain.measures import SentimentCounts
from domain.records import Estimate
from metrics import METRICS
from metrics.change import Change, compare_counts
from metrics.definition import Metric
from metrics.estimate import TOO_FEW, Z95
from metrics.reputation import volume

VOLUMES = frozenset({"mentions", "negative_mentions"})
PUBLIC = frozenset({"sentiment_counts", "story_sentiment_counts", "mention_count", "voice", "review_stars"})
"""What is counted of mentions: there, nothing heard is not nothing said."""
HOURLY = frozenset({"mentions", "negative_mentions", "negative_share"})
SURE = 3.5
"""How many standard errors a daily change must be: a quarter has 90 days to be wrong about."""


def _negative(rows: SentimentCounts) -> Estimate | None:
    return volume(rows.negative)


def _compare_negative(before: SentimentCounts, after: SentimentCounts) -> Change | None:
    return compare_counts(before.negative, after.negative)


WATCHED: dict[str, Metric] = {
    "negative_mentions": Metric(
        name="negative_mentions",
        title="Negative mentions",
        unit="mentions",
        definition="mentions labelled negative, every copy counted",
        method="Poisson interval of the rate behind the count (Byar)",
        needs="sentiment_counts",
        estimate=_negative,
        higher_is_better=False,
        test=_compare_negative,
    ),
    **METRICS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """A change that is surely one: up or down, from `expected` to `observed`, z standard errors away."""

    up: bool
    observed: float
    expected: float
    z: float


def sure_change(metric: Metric, before: object, after: object, *, times: int = 1) -> Sure | None:
    """Whether `after` surely differs from `before`, which is `times` as long; None where not, or too few to say.

    before, after: two periods' counts in the shape that the metric needs. A test without a z of its own is given
    the one that its 95% interval implies.
    """
    change = _volume_change(before, after, times) if metric.name in VOLUMES else metric.change(before, after)
    now = metric.estimate(after)
    if change is None or change.verdict == TOO_FEW or not change.flagged:
        return None
    width = (change.high - change.low) / (2 * Z95)
    z = change.z if change.z is not None else change.difference / width if width > 0 else math.inf
    if abs(z) < SURE:
        return None
    observed = now.value if now else 0.0
    return Sure(up=change.difference > 0, observed=observed, expected=observed - change.difference, z=z)


def beyond(name: str, found: Estimate | None, bound: float, *, above: bool) -> bool:
    """Whether a figure is surely beyond a limit: its whole 95% interval is; never under five rows.

    A volume is a count and no estimate: there the number itself decides, and no rows are zero rows.
    """
    if name in VOLUMES:
        value = found.value if found else 0.0
        return value > bound if above else value < bound
    if found is None or found.note == TOO_FEW or found.low is None or found.high is None:
        return False
    return found.low > bound if above else found.high < bound


def _volume_change(before: object, after: object, times: int) -> Change | None:
    was, now = (rows.negative if isinstance(rows, SentimentCounts) else int(str(rows)) for rows in (before, after))
    return compare_counts(was, now, ratio=1 / times)
