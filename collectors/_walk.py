"""Lists that a service gives in pages, newest first: read down to what is known, remember only what was read whole.

Every list of a source (a query, a hashtag, an app in one language) has its own mark: the newest time that a whole
reading of it has seen. The next reading goes down to a while before the mark; identity decides what is new. Once
a day it may go deeper, to learn of replies, edits and votes that came later.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from collectors import World
from collectors._addresses import shown
from collectors._seen import Seen
from domain.errors import SourceError, SourceUnavailable
from domain.identity import stable_id
from domain.records import Batch, Mention, Source

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
"""How long a review may wait for a moderator and then appear below known ones."""
SEASON = timedelta(days=60)
"""How long after a review an owner may still reply to it."""

_CUT = "{name}: page {page} could not be read; it and what lies below come next time"
_GAP = "{name}: more is new than {pages} pages hold, older ones in between are lost: read it more often or raise pages"
_FIRST = "{name}: the first reading ends after {pages} pages, at {day}; raise pages to go further back"
_NONE = "{name}: nothing there, although there was something before"
_LATE = "{name}: no time was left for it; it comes first next time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list. `following` is what to ask the next one with, None on the last.

    `times` are those that the list is ordered by, where these are not the mentions' own.
    """

    mentions: tuple[Mention, ...]
    following: str | None = None
    times: tuple[datetime, ...] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def moments(self) -> tuple[datetime, ...]:
        """When its entries were written, those that say so."""
        if self.times is not None:
            return self.times
        return tuple(one.published_at for one in self.mentions if one.published_at)


Ask = Callable[[str | None, datetime | None], Page]
"""(what `following` said, the time to go down to) -> a page; both are None at the very beginning."""


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What one list gave in this run, newest first."""

    found: dict[str, Mention] = field(default_factory=dict)
    newest: datetime | None = None
    oldest: datetime | None = None
    warnings: list[str] = field(default_factory=list)
    pages: int = 0
    ended: bool = False
    covered: bool = False
    error: SourceError | None = None


class Walk:
    """Reads several lists down to `overlap` before what is known, once a day to `deep` before it.

    `windowed` says that the service itself leaves out what is older than asked for.
    """

    def __init__(
        self,
        source: Source,
        world: World,
        lists: Mapping[str, Ask],
        *,
        pages: int,
        overlap: timedelta = DAY,
        deep: timedelta | None = None,
        windowed: bool = False,
    ) -> None:
        self._source, self._world, self._lists = source, world, lists
        self._pages, self._overlap, self._deep, self._windowed = pages, overlap, deep, windowed

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """One batch per list, oldest entry first, beginning after the list that had its turn last.

        A list that breaks off is given, but not remembered, so that the next run reads it down to the same depth.
        Its error is raised once the others had their turn, at once where the service wants to be left alone.
        """
        seen = Seen(cursor)
        marks = {key: seen.notes[key] for key in map(_key, self._lists) if key in seen.notes}
        depth, went_deep = self._depth(seen.notes.get("deep"))
        error: SourceError | None = None
        for name in self._in_turn(str(seen.notes.get("last") or "")):
            if self._out_of_time():
                yield Batch(mentions=(), cursor=cursor, complete=False, warnings=(_LATE.format(name=_said(name)),))
                break
            mark = self._mark(marks.get(_key(name)))
            reading = self._read(name, mark, depth)
            doubts = self._doubts(name, reading, mark)
            news = tuple(one for one in reversed(reading.found.values()) if seen.is_news(one))
            if not reading.error:
                for one in reversed(reading.found.values()):
                    seen.add(one, now=self._world.clock())
                if newest := max(filter(None, (mark, reading.newest)), default=None):
                    marks[_key(name)] = newest.timestamp()
            cursor = seen.cursor(last=_key(name), deep=went_deep, **marks)
            warnings = (*doubts, *self._notes(name, reading, mark), *reading.warnings)
            yield Batch(mentions=news, cursor=cursor, complete=not doubts, warnings=warnings)
            error = reading.error or error
            if isinstance(error, SourceUnavailable):
                break
        if error:
            raise error

    def _mark(self, noted: object) -> datetime | None:
        """Down to where a list was read; None where that lies ahead, as a clock that was wrong wrote it."""
        mark = _moment(noted)
        return None if mark and mark > self._world.clock() + DAY else mark

    def _depth(self, before: object) -> tuple[timedelta, float | None]:
        """How far below its mark a list is read in this run, and when it last was read deep, in Unix seconds."""
        now, last = self._world.clock(), _moment(before)
        if self._deep is None:
            return self._overlap, None
        if last and abs(now - last) < DAY:  # one far ahead was written by a clock that was wrong
            return self._overlap, last.timestamp()
        return self._deep, now.timestamp()

    def _read(self, name: str, mark: datetime | None, depth: timedelta) -> _Reading:
        reading, token, asked = _Reading(), None, set[str]()
        floor = mark - depth if mark else None
        while not reading.ended and reading.pages < self._pages and not (reading.pages and self._out_of_time()):
            try:
                page = self._lists[name](token, floor)
            except SourceError as error:
                reading.error = error
                break
            fresh = [one for one in page.mentions if one.external_id not in reading.found]
            reading.found.update({one.external_id: one for one in fresh})
            reading.warnings += [said for said in page.warnings if said not in reading.warnings]
            reading.pages += 1
            self._note_times(reading, page.moments)
            highest = max(page.moments, default=None)
            repeats = page.following in asked or (bool(page.mentions) and not fresh)
            reading.ended = page.following is None or repeats or _is_below(highest, floor)
            reading.covered |= reading.ended or _is_below(highest, mark - self._overlap if mark else None)
            token = page.following
            asked.add(token or "")
        if self._windowed and floor and reading.ended and not reading.found:
            self._look_below(name, reading)
        return reading

    def _note_times(self, reading: _Reading, moments: Sequence[datetime]) -> None:
        if moments:
            # A date in the future counts as now: it must not hide what comes before it.
            newest = min(max(moments), self._world.clock())
            reading.newest = max(reading.newest or newest, newest)
            reading.oldest = min(reading.oldest or newest, *moments)

    def _doubts(self, name: str, reading: _Reading, mark: datetime | None) -> tuple[str, ...]:
        name = _said(name)
        if reading.error:
            return (_CUT.format(name=name, page=reading.pages + 1),)
        if mark and not reading.covered:
            return (_GAP.format(name=name, pages=reading.pages),)
        if mark and not reading.found:
            return (_NONE.format(name=name),)
        return ()

    def _look_below(self, name: str, reading: _Reading) -> None:
        """Ask without a bound: only a list in which nothing at all is left has lost what it had."""
        try:
            page = self._lists[name](None, None)
        except SourceError as error:
            reading.error = error
            return
        reading.found.update({one.external_id: one for one in page.mentions})

    def _notes(self, name: str, reading: _Reading, mark: datetime | None) -> tuple[str, ...]:
        if mark or reading.ended or reading.error or not reading.oldest:
            return ()
        return (_FIRST.format(name=_said(name), pages=reading.pages, day=f"{reading.oldest:%Y-%m-%d}"),)

    def _out_of_time(self) -> bool:
        return self._world.fetcher.seconds_left < self._world.fetcher.request_seconds

    def _in_turn(self, last: str) -> Sequence[str]:
        names = list(self._lists)
        after = next((place + 1 for place, name in enumerate(names) if _key(name) == last), 0)
        return [*names[after:], *names[:after]]


def _said(name: str) -> str:
    """A list's name fit for messages: one that is an address may carry a token."""
    return shown(name) if "://" in name else name


def _key(name: str) -> str:
    return f"{stable_id(name):x}"


def _is_below(moment: datetime | None, floor: datetime | None) -> bool:
    return moment is not None and floor is not None and moment < floor


def _moment(seconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None
