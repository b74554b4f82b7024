"""Reviews of an app in Apple's App Store: one feed per country, at most ten pages of fifty, newest first."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from collectors import World
from collectors._apple import Page, read_page
from collectors._seen import KEEP, Seen
from domain.errors import SourceError, SourceRefused, SourceUnavailable
from domain.ports import Collector
from domain.records import Batch, Mention, Source

_SWEEP = timedelta(days=1)
"""How often all pages are read: a review that Apple held back appears below known ones."""
_PER_COUNTRY = 150
_CUT = "page {page} of {country} could not be read; what lies below it comes next time"
_GAP = "{country}: all {pages} pages are new, older reviews in between are lost: read it more often"
_NONE = "{country}: no reviews, although there were some before"


class Options(BaseModel):
    """`app_id` is the number in the app's address; `countries` are two-letter storefronts."""

    model_config = ConfigDict(extra="forbid")

    app_id: int = Field(gt=0)
    countries: list[Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]{2}$", to_lower=True)]] = Field(
        default=["us"], min_length=1, max_length=200
    )
    pages: int = Field(default=10, ge=1, le=10)
    base_url: str = "https://itunes.apple.com"


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of one app in all its countries."""
    return _AppStore(source, options, world)


class _Country:
    """What one country's pages gave in this run, newest first."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.found: dict[str, Mention] = {}
        self.cut_at = 0
        self.met_known = False
        self.error: SourceError | None = None


class _AppStore:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._options, self._world = source, options, world
        self._countries = list(dict.fromkeys(options.countries))
        self._form: str | None = None

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """One batch per country, oldest review first, the country that waited longest first.

        A country whose pages could not all be read is given, but not remembered: else the next run would stop
        at the first page that it knows and never see the rest. Its error is raised once the others had their
        turn, at once where the service wants to be left alone.
        """
        seen = Seen(cursor, keep=max(KEEP, _PER_COUNTRY * len(self._countries)))
        had = set(str(seen.notes.get("had") or "").split())
        sweep = self._is_due(seen.notes.get("swept"))
        swept = self._world.clock().timestamp() if sweep else seen.notes.get("swept")
        error: SourceError | None = None
        for code in self._in_turn(str(seen.notes.get("last") or "")):
            country = self._read(code, seen, sweep=sweep)
            doubts = self._doubts(country, had)
            news = tuple(review for review in reversed(country.found.values()) if seen.is_news(review))
            if not country.cut_at:
                self._remember(country, seen)
                had |= {code} if country.found else set()
            yield Batch(
                mentions=news,
                cursor=seen.cursor(had=" ".join(sorted(had)), last=code, swept=swept),
                complete=not doubts,
                warnings=doubts,
            )
            error = country.error or error
            if isinstance(error, SourceUnavailable):
                break
        if error:
            raise error

    def _read(self, code: str, seen: Seen, *, sweep: bool) -> _Country:
        country = _Country(code)
        for number in range(1, self._options.pages + 1):
            try:
                page = self._page(code, number)
            except SourceError as error:
                country.cut_at = number
                # Nothing below the first page is Apple's way to say that there is nothing more to give today.
                country.error = None if number > 1 and isinstance(error, SourceRefused) else error
                break
            fresh = [review for review in page.reviews if review.external_id not in country.found]
            country.met_known |= any(seen.knows(review) for review in fresh)
            news = [review for review in fresh if seen.is_news(review)]
            country.found.update({review.external_id: review for review in fresh})
            if not fresh or not page.more or (not news and not sweep):
                country.met_known |= not page.more or not fresh
                break
        return country

    def _page(self, code: str, number: int) -> Page:
        """A page in the form that this service speaks: XML, else JSON."""
        if self._form:
            return self._get(code, number, self._form)
        try:
            page, self._form = self._get(code, number, "xml"), "xml"
        except SourceRefused as refusal:
            try:
                page, self._form = self._get(code, number, "json"), "json"
            except SourceRefused:
                raise refusal from None
        return page

    def _get(self, code: str, number: int, form: str) -> Page:
        base, app = self._options.base_url.rstrip("/"), self._options.app_id
        address = f"{base}/{code}/rss/customerreviews/page={number}/id={app}/sortby=mostrecent/{form}"
        return read_page(self._world.fetcher.get(address), self._source, code)

    def _remember(self, country: _Country, seen: Seen) -> None:
        share = max(KEEP, _PER_COUNTRY * len(self._countries)) // len(self._countries)
        for review in reversed(list(country.found.values())[:share]):
            seen.add(review, now=self._world.clock())

    def _doubts(self, country: _Country, had: set[str]) -> tuple[str, ...]:
        if country.cut_at:
            return (_CUT.format(page=country.cut_at, country=country.code),)
        if country.code in had and not country.found:
            return (_NONE.format(country=country.code),)
        if country.code in had and not country.met_known:
            return (_GAP.format(country=country.code, pages=self._options.pages),)
        return ()

    def _in_turn(self, last: str) -> Sequence[str]:
        """All countries, beginning after the last one that had its turn, so that none waits for ever."""
        after = self._countries.index(last) + 1 if last in self._countries else 0
        return [*self._countries[after:], *self._countries[:after]]

    def _is_due(self, swept: object) -> bool:
        now: datetime = self._world.clock()
        return not isinstance(swept, int | float) or abs(now.timestamp() - swept) >= _SWEEP.total_seconds()
