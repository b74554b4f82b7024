"""Issues a report: counts a period, freezes the numbers under an id, and gives the same again whenever asked for it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from config import Config
from domain.errors import ConfigError
from domain.identity import stable_id
from domain.reports import Digest, Figure, Restated
from metrics import METRICS
from pipeline import digest_numbers as numbers
from pipeline import digest_rest as rest
from pipeline.digest_json import frozen, thawed
from storage.connection import Database
from storage.queries import Queries
from storage.shapes import ReportRow

WEEK = 7
LONGEST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a report is asked about: `days` local days up to and with `as_of`; `origin`: "person" or "schedule"."""

    brand: str
    as_of: date
    days: int = WEEK
    origin: str = "person"


def last_whole_day(config: Config, now: datetime) -> date:
    """Yesterday, where the brand's days are counted: today is not over."""
    return now.astimezone(config.timezone).date() - timedelta(days=1)


def count(queries: Queries, config: Config, asked: Question) -> Digest:
    """The numbers of a period against as many days before; nothing is written. ConfigError for days no calendar has."""
    if not 1 <= asked.days <= LONGEST or (asked.as_of - date.min).days < 3 * asked.days:
        raise ConfigError(f"digest: {asked.days} days up to {asked.as_of} cannot be asked for; take 1 to {LONGEST}")
    over = numbers.periods(queries, asked.brand, asked.as_of - timedelta(days=asked.days - 1), asked.as_of)
    found = numbers.figures(queries, over)
    pains = rest.pain_points(queries, over)
    said = queries.counts.sentiment_counts(over.now)
    names = [s.name for s in config.sources if not s.brands or asked.brand in s.brands]
    first, last = over.now.since, over.earlier.until
    assert first is not None and last is not None and over.earlier.since is not None  # noqa: S101 - periods() gave all
    made = Digest(
        report_id="",
        brand=asked.brand,
        since=first,
        until=asked.as_of,
        earlier_since=over.earlier.since,
        earlier_until=last,
        timezone=queries.timezone(),
        sample=config.sample,
        engine=" ".join(filter(None, (queries.setting("engine"), queries.setting("engine_version")))),
        taxonomy=_taxonomy(queries),
        formulas=formulas(),
        scored=said.scored,
        total=said.scored + said.unscored,
        figures=found,
        causes=numbers.causes(queries, found, over),
        pain_points=pains,
        rivals=rest.rivals(queries, over),
        alerts=rest.alerts(queries, over),
        sources=rest.sources(queries, over, names),
        days=numbers.days(queries, over),
        quotes=rest.quotes(queries, pains, over),
    )
    return replace(made, report_id=_identity(made))


def issue(database: Database, config: Config, asked: Question, now: datetime) -> Digest:
    """Count, keep under an id, publish. The same numbers asked for again are the same report."""
    with database.read() as queries:
        made = replace(count(queries, config, asked), made_at=now)
    row = ReportRow(
        report_id=made.report_id,
        brand=made.brand,
        since=made.since,
        until=made.until,
        engine=made.engine,
        taxonomy=made.taxonomy,
        formulas=made.formulas,
        body=frozen(made),
        origin=asked.origin,
        made_at=now,
    )
    with database.write() as store:
        store.reports.add(row, made.quotes)
    database.publish()
    with database.read() as queries:
        return again(queries, made.report_id)


def again(queries: Queries, report_id: str) -> Digest:
    """The report as it was issued; quotes whose writer was erased since have no text. ConfigError for an unknown id."""
    found = queries.reports.get(report_id)
    if found is None:
        known = [str(one) for one in queries.reports.table(limit=5)["report_id"]]
        raise ConfigError(f"no report {report_id!r}; the latest: {', '.join(known) or 'none yet, make one: digest'}")
    row, quotes = found
    return replace(thawed(row.body, report_id=row.report_id), quotes=quotes, made_at=row.made_at)


def restated(queries: Queries, then: Digest) -> tuple[Restated, ...]:
    """The figures that the same question gives otherwise now, after late rows, corrections, or another engine."""
    over = numbers.periods(queries, then.brand, then.since, then.until)
    rivals = {rival.brand: rival.figures for rival in rest.rivals(queries, over)}
    pairs = [(then.brand, then.figures, numbers.figures(queries, over))]
    pairs += [(rival.brand, rival.figures, rivals.get(rival.brand, ())) for rival in then.rivals]
    return tuple(one for brand, was, new in pairs for one in _differing(brand, was, new))


def formulas() -> str:
    """Changes with the definition or method of any metric that a report shows."""
    shown = [METRICS[name] for name in numbers.HEADLINES]
    return f"{stable_id(*(part for m in shown for part in (m.name, m.definition, m.method))):x}"[:8]


def _differing(brand: str, then: tuple[Figure, ...], now: tuple[Figure, ...]) -> list[Restated]:
    was, new = ({f.metric: f.value for f in figures} for figures in (then, now))
    return [
        Restated(brand=brand, metric=name, then=was.get(name), now=new.get(name))
        for name in dict.fromkeys([*was, *new])
        if was.get(name) != new.get(name)
    ]


def _taxonomy(queries: Queries) -> str:
    """Changes with any topic that is in use."""
    rows = [row for row in numbers.rows_of(queries.topics.table()) if row.state == "in use"]
    said = sorted(f"{row.topic_id}|{row.name}|{row.description}" for row in rows)
    return f"{len(rows)} topics, {stable_id(*said):x}"[:24] if rows else "no topics"


def _identity(made: Digest) -> str:
    """A day and a hash of the numbers: readable, and nobody can issue other numbers under it."""
    return f"{made.until:%Y%m%d}-{blake2b(frozen(made).encode(), digest_size=5).hexdigest()}"
