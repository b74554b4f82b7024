"""Brands side by side: what was asked of the queries for the page Competitors, as plain records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.measures import Scope, SentimentCounts, VoiceCounts
from domain.records import Estimate, Role
from metrics import METRICS
from metrics.change import Change, compare_shares
from metrics.gaps import Spoken, Voice
from metrics.share_of_voice import shares
from storage.queries import Queries
from views import _moments, _series
from views._filters import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How alike brands are listened to: sources by brand, those that all share, and the first day of each."""

    sources: dict[str, tuple[str, ...]]
    first: dict[str, date]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One brand's share of voice, its mentions, and its change against the period before."""

    brand: str
    estimate: Estimate
    mentions: int
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One brand's figure, and how far it lies from ours (None for ours, or where one has no data).

    `rows` counts the mentions that hold the figure's rows.
    """

    brand: str
    estimate: Estimate | None
    apart: Change | None
    rows: int


def brands(queries: Queries, ours: str) -> tuple[str, ...]:
    """Every other brand that is watched; a category is no rival."""
    known = queries.brands()
    found = [str(b) for b, role in zip(known["brand"], known["role"], strict=True) if str(role) != Role.CATEGORY]
    return tuple(b for b in found if b != ours)


def heard(queries: Queries, every: tuple[str, ...]) -> Heard:
    """Where each brand is listened to, and since when."""
    rows = _moments.rows(queries.rivals.listening(every))
    sources = {str(row.brand): tuple(str(s) for s in row.sources or ()) for row in rows}
    common = set.intersection(*(set(names) for names in sources.values())) if sources else set()
    first = {str(row.brand): _series.day(row.first) for row in rows if row.first is not None}
    return Heard(sources=sources, first=first, common=tuple(sorted(common)))


def fair(queries: Queries, scope: Scope, found: Heard) -> VoiceCounts | None:
    """The same question where all brands are listened to; None where there is no such place."""
    wanted = tuple(s for s in found.common if not scope.sources or s in scope.sources)
    if not wanted or len(found.first) < len(found.sources):
        return None
    since = max([*found.first.values(), *([scope.since] if scope.since else [])])
    return queries.counts.voice(replace(scope, sources=wanted, since=since))


def voices(now: VoiceCounts, before: VoiceCounts, every: Sequence[str]) -> list[Share]:
    """Shares of the wanted brands, the loudest first; changes only where the brands can be compared."""
    total, was = sum(now.mentions.values()), sum(before.mentions.values())
    found = []
    for brand, estimate in shares(now).items():
        hits = now.mentions[brand]
        comparable = now.comparable and before.comparable
        change = compare_shares((before.mentions.get(brand, 0), was), (hits, total)) if comparable else None
        found.append(Share(brand=brand, estimate=estimate, mentions=hits, change=change))
    return sorted((s for s in found if s.brand in every), key=lambda s: (-s.mentions, s.brand))


def beside(queries: Queries, name: str, scope: Scope, every: Sequence[str]) -> list[Beside]:
    """One metric for each brand, ours first."""
    metric = METRICS[name]
    counts = {brand: getattr(queries.counts, metric.needs)(replace(scope, brand=brand)) for brand in every}
    ours = counts[scope.brand]
    return [
        Beside(
            brand=brand,
            estimate=metric.estimate(held),
            apart=None if brand == scope.brand else metric.change(ours, held),
            rows=_rows(queries, name, replace(scope, brand=brand)),
        )
        for brand, held in counts.items()
    ]


def _rows(queries: Queries, name: str, scope: Scope) -> int:
    found = queries.counts.sentiment_counts(scope)
    return found.negative if name == "negative_share" else found.scored + found.unscored


def topics(queries: Queries, filters: Filters, every: tuple[str, ...]) -> list[Voice]:
    """What each brand is spoken of with, ours first."""
    scope = filters.public()
    rows = _moments.rows(queries.rivals.topics(scope, every))
    found = []
    for brand in every:
        own = replace(scope, brand=brand)
        now, before = (queries.counts.sentiment_counts(s).scored for s in (own, filters.before(own)))
        named = {int(row.topic_id): _spoken(row) for row in rows if row.brand == brand}
        found.append(Voice(brand=brand, scored=now, before=before, topics=named))
    return found


def _spoken(row: object) -> Spoken:
    labels = {label: int(getattr(row, label)) for label in ("negative", "neutral", "positive")}
    return Spoken(
        topic_id=int(row.topic_id),  # type: ignore[attr-defined]  # a frame's row
        name=str(row.name),  # type: ignore[attr-defined]  # a frame's row
        rows=SentimentCounts(**labels),
        before=int(row.before_scored),  # type: ignore[attr-defined]  # a frame's row
    )
