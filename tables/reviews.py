"""Rows of reviews into mentions, streamed: one pass to learn the file's ids and dates, one to read it."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from domain.identity import stable_id
from domain.records import Mention
from tables.binding import BadCellError, open_bound
from tables.column_map import ColumnMap
from tables.fields import What
from tables.identity import Identities
from tables.off_scale import OffScale
from tables.rejects import Imported
from tables.rows import Cell, Reject, Row
from tables.values import BadValueError, number, rating

USABLE_URL = re.compile(r"https?://[^\s<>\"'\\/?#]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
MAX_URL = 2_000
VOTES = ("likes", "comments", "shares")
CONTENT = ("text", "title", "author", "published_at", "rating")
KIND = "file"


def import_namespace(brand: str, source: str) -> str:
    """What keeps ids of imports apart: brand and source, never the file's name, which changes."""
    return f"{len(brand)}:{brand}:{source}"


def load_reviews(
    path: Path, column_map: ColumnMap | None, *, brand: str, source: str = "import", zone: str = "UTC"
) -> Imported[Mention]:
    """A file of reviews as mentions. Raises ImportFileError, ConfigError; a bad row is a reject."""
    reader = ReviewReader(path, column_map, source=source, namespace=import_namespace(brand, source), zone=zone)
    found = list(reader)
    return Imported(
        rows=tuple(one for one in found if isinstance(one, Mention)),
        rejects=tuple(one for one in found if isinstance(one, Reject)),
        warnings=reader.warnings(),
    )


class ReviewReader:
    """One file of reviews. Iterating gives its rows in order; `warnings` is whole after that.

    zone: the time zone of dates that name none, where the map does not state one.
    """

    def __init__(
        self, path: Path, column_map: ColumnMap | None, *, source: str, namespace: str, zone: str = "UTC"
    ) -> None:
        self._bound = open_bound(path, column_map, What.REVIEWS, zone)
        self._source, self._namespace = source, namespace
        self._identities = Identities()
        self._unusable_urls = 0
        options = self._bound.options
        self._rating = partial(rating, rating_max=options.rating_max, decimal=options.decimal)

    def __iter__(self) -> Iterator[Mention | Reject]:
        self._identities = Identities()
        asked = OffScale(self._bound.options.rating_max)
        for row in self._bound.rows():
            if isinstance(row, Row):
                self._bound.look(row.cells)
                asked.see(self._bound.cell(row.cells, "rating"))
                self._identities.see(self._bound.told(row.cells, "id"), self._content(row.cells))
        self._bound.settle()
        if "rating" in self._bound.fields:
            asked.refuse(Path(self._bound.table.path), self._bound.fields["rating"][0], "rating", "rating_max")
        for row in self._bound.rows():
            if isinstance(row, Reject):
                yield row
                continue
            try:
                mention = self._mention(row.cells)
            except BadCellError as bad:
                yield bad.reject(row.line)
                continue
            if mention is not None:
                yield mention

    def warnings(self) -> tuple[str, ...]:
        """Sentences for a person about the whole file."""
        found = list(self._bound.warnings())
        if "id" in self._bound.fields:
            found += self._identities.warnings(self._bound.fields["id"][0])
        if self._unusable_urls:
            found.append(f"{self._unusable_urls} addresses are not usable and were left out")
        return tuple(found)

    def _content(self, cells: Sequence[Cell]) -> int:
        """As written in the file: mending the map does not make other rows of the same ones."""
        return stable_id(*[self._bound.told(cells, field) for field in CONTENT])

    def _mention(self, cells: Sequence[Cell]) -> Mention | None:
        bound = self._bound
        name = self._identities.name(bound.told(cells, "id"), self._content(cells))
        stars = bound.value(cells, "rating", self._rating)
        words, title = bound.told(cells, "text"), bound.told(cells, "title")
        if not words and not title and stars is None:
            raise BadCellError("", "", "holds neither text nor rating")
        mention = Mention(
            source=self._source,
            kind=KIND,
            external_id=name or "",
            namespace=self._namespace,
            text=words,
            title=title,
            url=self._url(bound.told(cells, "url")),
            author=bound.told(cells, "author") or None,
            rating=stars,
            language=bound.told(cells, "language").lower() or None,
            published_at=bound.date(cells, "published_at"),
            parent=bound.told(cells, "parent") or None,
            site=bound.told(cells, "site") or None,
            country=bound.told(cells, "country") or None,
            app_version=bound.told(cells, "app_version") or None,
            engagement=self._votes(cells),
            reply_at=bound.date(cells, "reply_at"),
            reply_text=bound.told(cells, "reply_text") or None,
        )
        return mention if name else None

    def _url(self, told: str) -> str | None:
        if not told:
            return None
        if len(told) > MAX_URL or not USABLE_URL.fullmatch(told):
            self._unusable_urls += 1
            return None
        return told

    def _votes(self, cells: Sequence[Cell]) -> dict[str, int]:
        votes = {field: self._bound.value(cells, field, _count) for field in VOTES if field in self._bound.fields}
        return {field: count for field, count in votes.items() if count is not None}


def _count(cell: Cell) -> int | None:
    value = number(cell)
    if value is not None and (value < 0 or not value.is_integer()):
        raise BadValueError("is not a count")
    return None if value is None else int(value)
