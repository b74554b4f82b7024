"""A service that gives its list in pages, newest first, in the form that a test says; shared by several kinds."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import collectors
from collectors import World
from domain.records import Batch, Source
from tests.collectors.contract import NOW, Item, ago, item, world
from tests.wire import Wire


def many(count: int, first: int = 1) -> list[Item]:
    """Newest first, a minute apart."""
    return [item(number, ago(number - first + 1)) for number in range(first, first + count)]


def seconds(one: Item) -> int:
    return int((one.at or NOW).timestamp())


def iso(moment: datetime | None) -> str:
    return (moment or NOW).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def by_number(items: Sequence[Item], size: int) -> Callable[[int], tuple[Sequence[Item], int | None]]:
    """Items from an offset on, and the offset of the next page where there is one."""

    def page(start: int) -> tuple[Sequence[Item], int | None]:
        return items[start : start + size], start + size if start + size < len(items) else None

    return page


def stream(
    wire: Wire, kind: str, options: dict[str, object], cursor: str | None = None, *, at: World | None = None
) -> Iterator[Batch]:
    """One run of a source of that kind, pointed at the wire, batch by batch until it ends or fails."""
    source = Source(name="the-source", kind=kind, options={"base_url": wire.url, **options})
    yield from collectors.build(source, at or world()).collect(cursor)


def collect(
    wire: Wire, kind: str, options: dict[str, object], cursor: str | None = None, *, at: World | None = None
) -> list[Batch]:
    """One whole run."""
    return list(stream(wire, kind, options, cursor, at=at))
