"""What stands around the figures of a report: pain points with a quote, competitors, alerts, sources."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.measures import SentimentCounts
from domain.reports import Figure, Heard, PainPoint, Quote, Rang, Rival
from metrics.change import compare_shares
from metrics.emergence import emergence
from metrics.estimate import ENOUGH, share
from metrics.severity import WORDS, PainCounts, Severity, severity
from notify.quoting import cleaned
from pipeline.digest_numbers import BESIDE, HEARD_ENOUGH, Periods, figures, mean_coverage, periods, rows_of
from storage.queries import Queries

MOST_PAINS, MOST_ALERTS = 5, 12
QUOTED = 280
_LOG, _LOOKED_AT = 500, 8


def pain_points(queries: Queries, over: Periods) -> tuple[PainPoint, ...]:
    """The worst topics of the period, in the order of the page of pain points; those too few to rank come last."""
    now, was = (queries.counts.sentiment_counts(scope) for scope in (over.now, over.earlier))
    rows = [row for row in rows_of(queries.pain_points.table(over.now)) if int(row.mentions) > 0]
    judged = [(row, _severity(row, now, was)) for row in rows]
    worst = sorted(judged, key=_order)[:MOST_PAINS]
    return tuple(p for row, bad in worst if (p := _pain(row, bad, now, was)))


def quotes(queries: Queries, found: Sequence[PainPoint], over: Periods) -> tuple[Quote, ...]:
    """One quote for each pain point that has a complaint in words: the plainest of the newest, no text twice."""
    said: dict[int, Quote] = {}
    for pain in found:
        if quote := _quote(queries, pain, over, frozenset(said)):
            said[quote.mention_id] = quote
    return tuple(said.values())


def rivals(queries: Queries, over: Periods) -> tuple[Rival, ...]:
    """Every other watched brand in the same periods."""
    known = queries.brands()
    others = [(str(b), str(r)) for b, r in zip(known["brand"], known["role"], strict=True) if b != over.now.brand]
    return tuple(Rival(brand=b, role=r, figures=_of(queries, b, over)) for b, r in others if r == "competitor")


def alerts(queries: Queries, over: Periods) -> tuple[Rang, ...]:
    """What was told about the brand in the period, newest first; news about sources is in the part on sources."""
    since, until = over.now.since, over.now.until
    assert since is not None and until is not None  # noqa: S101 - periods() gives both
    rows = [row for row in rows_of(queries.alerts.log(_LOG)) if row.brand == over.now.brand]
    found = [
        Rang(title=str(row.title), rule=str(row.rule), day=day, held=isinstance(row.held, str))
        for row in rows
        if (day := _day(row.day)) and since <= day <= until and row.kind != "digest"
    ]
    return tuple(found[:MOST_ALERTS])


def sources(queries: Queries, over: Periods, names: Iterable[str]) -> tuple[Heard, ...]:
    """Every source that spoke or was asked in the period, by mentions; `names` are those configured for the brand."""
    frame = queries.daily.by_source(over.now)
    counts = {str(row.source): int(row.negative + row.neutral + row.positive + row.unscored) for row in rows_of(frame)}
    every = [*counts, *(name for name in names if name not in counts)]
    return tuple(_heard(queries, over, name, counts.get(name, 0)) for name in every)


def _of(queries: Queries, brand: str, over: Periods) -> tuple[Figure, ...]:
    since, until = over.now.since, over.now.until
    assert since is not None and until is not None  # noqa: S101 - periods() gives both
    return figures(queries, periods(queries, brand, since, until), BESIDE)


def _heard(queries: Queries, over: Periods, name: str, mentions: int) -> Heard:
    frame = queries.daily.coverage(replace(over.now, sources=(name,)))
    shares = [float(s) for s in frame["coverage"] if s is not None and s == s]
    gaps = sum(s < HEARD_ENOUGH for s in shares)
    return Heard(source=name, mentions=mentions, coverage=mean_coverage(shares), gap_days=gaps)


def _severity(row: Any, now: SentimentCounts, was: SentimentCounts) -> Severity | None:
    emerging = emergence([int(n) for n in row.history], int(row.listened))
    return severity(
        PainCounts(
            trend=tuple(int(n) for n in row.trend),
            scored=now.scored,
            before_negative=int(row.before_negative),
            before_scored=was.scored,
            emerging_days=emerging.days if emerging.flagged else 0,
        )
    )


def _order(one: tuple[Any, Severity | None]) -> tuple[bool, float, float, str]:
    row, found = one
    if found is None:
        return True, 0.0, -float(row.mentions), str(row.name)
    return not found.ranked, -float(WORDS.index(found.word)), -found.recent, str(row.name)


def _pain(row: Any, bad: Severity | None, now: SentimentCounts, was: SentimentCounts) -> PainPoint | None:
    part = share(int(row.negative), now.scored)
    if part is None or part.low is None or part.high is None:
        return None
    change = compare_shares((int(row.before_negative), was.scored), (int(row.negative), now.scored))
    return PainPoint(
        topic_id=int(row.topic_id),
        name=str(row.name),
        complaints=int(row.mentions),
        before=int(row.before_mentions),
        share=part.value,
        low=part.low,
        high=part.high,
        scored=now.scored,
        difference=change.difference if change else None,
        low_change=change.low if change else None,
        high_change=change.high if change else None,
        verdict=_verdict(row, change.verdict if change else ""),
        severity=bad.word if bad and bad.ranked else "",
    )


def _verdict(row: Any, found: str) -> str:
    """A handful of complaints is shown and never called a change, however many rows were scored."""
    if not found:
        return "cannot tell: nothing was scored in the period before"
    few = int(row.mentions) + int(row.before_mentions) < ENOUGH
    return "too few to say" if few else found


def _quote(queries: Queries, pain: PainPoint, over: Periods, taken: frozenset[int]) -> Quote | None:
    frame = queries.pain_points.evidence(over.now, pain.topic_id, limit=_LOOKED_AT)
    rows = [r for r in rows_of(frame) if r.sentiment == "negative" and r.text and int(r.mention_id) not in taken]
    # One that says it is mended is quoted only where no other is left.
    rows = [r for r in rows if r.plain] or rows
    if not rows:
        return None
    row = min(rows, key=lambda r: (float(r.polarity) if r.polarity == r.polarity else 0.0, int(r.mention_id)))
    return Quote(
        mention_id=int(row.mention_id),
        topic_id=pain.topic_id,
        source=str(row.source),
        day=_local(row.published_at, queries.timezone()),
        text=cleaned(_around(row), QUOTED),
    )


def _around(row: Any) -> str:
    """A short text whole, of a long one the sentence that names the topic; spans count the title."""
    text, title = str(row.text), str(row.title or "") if row.title == row.title else ""
    start, end = row.span_start, row.span_end
    if len(text) <= QUOTED or start != start or start is None or end is None:
        return text
    lead = len(title) + 1 if title else 0
    return text[max(0, int(start) - lead) : max(0, int(end) - lead)] or text


def _local(moment: Any, zone: str) -> date:
    return datetime.combine(moment.date(), moment.time(), UTC).astimezone(ZoneInfo(zone)).date()


def _day(value: Any) -> date | None:
    if value is None or value != value:
        return None
    found = value.date() if hasattr(value, "date") else value
    return found if isinstance(found, date) else None
