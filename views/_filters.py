"""What a page is about: brand, period, sources, segment, read from the address and written back to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.measures import Scope
from domain.tags import tag_key

PERIODS: Mapping[str, int] = {"7d": 7, "30d": 30, "90d": 90, "12m": 365}
CUSTOM = "custom"
NOWHERE = "-"
DEFAULT_PERIOD = "30d"
KEYS = ("brand", "period", "from", "to", "source", "segment", "tag")
_OLDEST = date(1990, 1, 1)
_LONGEST = timedelta(days=3653)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen at all; an address that names anything else is read as if it did not.

    `renamed`: what a tag was called once, in one case, and what it is called today: an address outlives a name.
    """

    brands: tuple[str, ...]
    sources: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The reader's choice; `since` and `until` are local days, both included."""

    brand: str
    period: str
    since: date
    until: date
    sources: tuple[str, ...] = ()
    segment: str | None = None
    first_brand: str = ""
    touchpoint: str | None = None
    tag: str | None = None

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.until - self.since).days + 1

    def public(self) -> Scope:
        """What is said in public: mentions of the chosen sources. A mention has no segment."""
        return Scope(
            brand=self.brand,
            since=self.since,
            until=self.until,
            sources=self.sources,
            touchpoint=self.touchpoint,
            tag=self.tag,
        )

    def asked(self, survey: str | None = None) -> Scope:
        """What customers answered and did: surveys, tickets, customers of the segment. They come from no source."""
        surveys = (survey,) if survey else ()
        return Scope(
            brand=self.brand,
            since=self.since,
            until=self.until,
            sources=surveys,
            segment=self.segment,
            touchpoint=self.touchpoint,
        )

    def before(self, scope: Scope) -> Scope:
        """The same rows in the equally long period that ends where this one begins."""
        last = self.since - timedelta(days=1)
        return replace(scope, since=last - timedelta(days=self.days - 1), until=last)

    def params(self, **extra: str | None) -> dict[str, str | list[str]]:
        """The address that leads back here; defaults are left out, `extra` (topic, label, day...) is added."""
        found: dict[str, str | list[str]] = {}
        if self.brand != self.first_brand:
            found["brand"] = self.brand
        if self.period != DEFAULT_PERIOD:
            found["period"] = self.period
        if self.period == CUSTOM:
            found |= {"from": self.since.isoformat(), "to": self.until.isoformat()}
        if self.sources:
            found["source"] = list(self.sources)
        if self.segment:
            found["segment"] = self.segment
        if self.touchpoint is not None:
            found["touchpoint"] = self.touchpoint or NOWHERE
        if self.tag:
            found["tag"] = self.tag
        return found | {key: value for key, value in extra.items() if value}

    def on(self, since: date, until: date) -> "Filters":
        """The same choice, between two other days."""
        return replace(self, period=CUSTOM, since=since, until=until)


def parse(params: Mapping[str, Sequence[str]], choices: Choices) -> Filters:
    """The filters that an address asks for. Nothing in it can fail: what is not a choice is the default."""
    first = choices.brands[0] if choices.brands else ""
    brand = _one(params, "brand")
    segment = _one(params, "segment")
    period, since, until = _period(params, choices.today)
    wanted = set(params.get("source", ()))
    return Filters(
        brand=brand if brand in choices.brands else first,
        period=period,
        since=since,
        until=until,
        sources=tuple(s for s in choices.sources if s in wanted),
        segment=segment if segment in choices.segments else None,
        first_brand=first,
        tag=_tag(_one(params, "tag"), choices),
    )


def ever(scope: Scope) -> Scope:
    """The same rows without a period: what an empty page is compared with."""
    return replace(scope, since=None, until=None)


def day(text: str | None) -> date | None:
    """An ISO day of a believable year, else None."""
    try:
        found = date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None
    return found if found and _OLDEST <= found <= date(2200, 1, 1) else None


def _period(params: Mapping[str, Sequence[str]], today: date) -> tuple[str, date, date]:
    name = _one(params, "period") or DEFAULT_PERIOD
    if name == CUSTOM:
        since, until = day(_one(params, "from")), day(_one(params, "to"))
        if since and until and since <= until and until - since <= _LONGEST:
            return CUSTOM, since, until
    days = PERIODS.get(name)
    name = name if days else DEFAULT_PERIOD
    return name, today - timedelta(days=PERIODS[name] - 1), today


def _tag(wanted: str | None, choices: Choices) -> str | None:
    """The tag as it is written today, whatever the case that it is asked for in, and by a name that it had once."""
    asked = tag_key(wanted[:200]) if wanted else ""
    if not asked:
        return None
    known = {**dict(choices.renamed), **{tag_key(tag): tag for tag in choices.tags}}
    return known.get(asked)


def _one(params: Mapping[str, Sequence[str]], key: str) -> str | None:
    values = params.get(key, ())
    return values[-1] if values else None
