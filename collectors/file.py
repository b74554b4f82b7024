"""Reviews in a table file on this machine, read again when the file or its map changed."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from hashlib import blake2b
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from collectors import World
from domain.errors import ImportFileError, SourceRefused
from domain.ports import Collector
from domain.records import Batch, Mention, Source
from tables.column_map import ColumnMap
from tables.map_options import read_options
from tables.reviews import ReviewReader
from tables.rows import Reject

BATCH_ROWS = 1_000
NAMED_REJECTS = 20
_EMPTY = " empty"
_EMPTIED = "the file has no rows, although it had some before; it counts as not written yet and is read again next time"


class Options(BaseModel):
    """path: the file. map: a column map (TOML) or a preset's name; the others state what the map does not."""

    model_config = ConfigDict(extra="forbid")

    path: str
    map: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    timezone: str | None = None


def build(source: Source, options: Options, world: World) -> Collector:
    """A reader of `options.path`. Raises ConfigError where the map is wrong."""
    column_map = ColumnMap.load(options.map, "reviews") if options.map else ColumnMap()
    stated = options.model_dump(include={"encoding", "delimiter", "timezone"}, exclude_none=True)
    map_options = read_options(stated, f"source '{source.name}'", column_map.options)
    column_map = replace(column_map, options=map_options)
    return FileReviews(source, Path(options.path).expanduser(), column_map)


class FileReviews:
    """The cursor is a hash of file and map, true once every row was given; "empty" behind it where there was none."""

    def __init__(self, source: Source, path: Path, column_map: ColumnMap) -> None:
        self._source, self._path, self._map = source, path, column_map

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        """All rows of a changed file, a thousand at a time; one empty batch where nothing changed."""
        fingerprint = self._fingerprint()
        if cursor and cursor.split()[0] == fingerprint:
            yield Batch(mentions=(), cursor=cursor)
            return
        try:
            yield from self._batches(cursor, fingerprint)
        except ImportFileError as refused:
            raise SourceRefused(f"source '{self._source.name}': {refused}") from refused

    def _batches(self, before: str | None, after: str) -> Iterator[Batch]:
        reader = ReviewReader(self._path, self._map, source=self._source.name, namespace=self._source.namespace)
        mentions: list[Mention] = []
        rejects: list[Reject] = []
        refused, rows = 0, 0
        for one in reader:
            rows += 1
            if isinstance(one, Reject):
                refused += 1
                if refused <= NAMED_REJECTS:
                    rejects.append(one)
                continue
            mentions.append(one)
            if len(mentions) >= BATCH_ROWS:
                yield Batch(mentions=tuple(mentions), cursor=before)
                mentions = []
        warnings = (*reader.warnings(), *_told(rejects, refused))
        if rows:
            yield Batch(mentions=tuple(mentions), cursor=after, warnings=warnings)
        elif before and not before.endswith(_EMPTY):
            yield Batch(mentions=(), cursor=before, complete=False, warnings=(*warnings, _EMPTIED))
        else:
            yield Batch(mentions=(), cursor=after + _EMPTY, warnings=warnings)

    def _fingerprint(self) -> str:
        digest = blake2b(digest_size=16)
        digest.update(json.dumps(asdict(self._map), sort_keys=True, default=sorted).encode())
        try:
            with self._path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except OSError as absent:
            reason = absent.strerror or str(absent)
            raise SourceRefused(
                f"source '{self._source.name}': {self._path} cannot be read ({reason}); "
                "check 'path' in its options and the file's rights"
            ) from absent
        return digest.hexdigest()


def _told(rejects: list[Reject], refused: int) -> Iterator[str]:
    for reject in rejects:
        column = f', column "{reject.column}"' if reject.column else ""
        yield f"line {reject.line}{column} was left out: {reject.reason}"
    if refused > len(rejects):
        yield f"and {refused - len(rejects)} more rows were left out"
