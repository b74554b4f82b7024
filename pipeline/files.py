"""Runs an analysis over a plain table: the same rows in the same order, with columns added; no database needed."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from domain.errors import ConfigError, ImportFileError
from domain.ports import AspectExtractor, Scorer
from domain.records import Sentiment, Topic, TopicMatch
from pipeline.workbench import Progress
from tables.read import read
from tables.rows import Cell, Row, Table

SLICE = 2_000
SCORE_COLUMNS = ("label", "polarity", "confidence", "engine", "language", "reason")
ASPECT_COLUMNS = ("row", "aspect", "start", "end", "polarity", "label")

Added = Callable[[Sequence[str]], list[list[object]]]
Write = Callable[[Sequence[Sequence[object]]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A readable file and the position of its text column; `broken` lists the lines that could not be read."""

    table: Table
    column: int
    broken: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path, column: str) -> "TextTable":
        """Raises ImportFileError where the file is no table or lacks the column, naming those it has."""
        table = read(path)
        if column not in table.headers:
            raise ImportFileError(f"{path}: no column {column!r}; it has: {', '.join(table.headers)}")
        return cls(table=table, column=table.headers.index(column))

    def rows(self) -> Iterator[Row]:
        """Every row; a broken one comes with empty cells, since leaving it out would shift all that follow."""
        for row in self.table.rows():
            if not isinstance(row, Row):
                self.broken.append(f"line {row.line}: {row.reason}")
                row = Row(row.line, ())
            yield row

    def text(self, row: Row) -> str:
        """The cell as it is; engines do their own cleaning."""
        return written(row.cells[self.column]) if self.column < len(row.cells) else ""


def written(cell: Cell) -> str:
    """A cell as text; empty for None."""
    return "" if cell is None else cell if isinstance(cell, str) else str(cell)


def count(path: Path, column: str) -> int:
    """How many rows the file has, for a progress bar."""
    return sum(1 for _ in TextTable.open(path, column).rows())


def add_columns(source: TextTable, out: Path, names: Sequence[str], added: Added, progress: Progress) -> int:
    """Write the table again with `added(texts)` as further columns, slice by slice; returns the number of rows."""
    total = 0
    rows = source.rows()
    with _writing(out) as write:
        write([[*source.table.headers, *names]])
        while piece := list(islice(rows, SLICE)):
            extra = added([source.text(row) for row in piece])
            write([[*_padded(row, source), *more] for row, more in zip(piece, extra, strict=True)])
            total += len(piece)
            progress(len(piece))
    return total


def scored(scorer: Scorer) -> Added:
    """The columns of `score`: label and polarity are empty where the text was not scored, and reason says why."""

    def columns(texts: Sequence[str]) -> list[list[object]]:
        return [_score_cells(scorer.name, s) for s in scorer.score(texts)]

    return columns


def _score_cells(engine: str, s: Sentiment) -> list[object]:
    return [s.label, _number(s.polarity), _number(s.confidence), engine, s.language, s.reason]


class TopicTable(Protocol):
    """A topic matcher that can also say how close every text is to every topic."""

    topics: tuple[Topic, ...]

    def match(self, texts: Sequence[str]) -> list[list[TopicMatch]]:
        """Per text, best first; empty where it names none."""
        ...

    def scores(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """float32 (texts, topics), 0 .. 1."""
        ...


def topical(matcher: TopicTable, all_scores: bool) -> tuple[list[str], Added]:
    """The columns of `topics`: the chosen topic (empty for none) and its score; with all_scores each topic's own."""
    names = {topic.topic_id: topic.name for topic in matcher.topics}

    def columns(texts: Sequence[str]) -> list[list[object]]:
        best = [matches[0] if matches else None for matches in matcher.match(texts)]
        rows: list[list[object]] = [[names[b.topic_id], _number(b.score)] if b else ["", ""] for b in best]
        if all_scores:
            each = matcher.scores(texts).tolist()
            rows = [[*row, *map(_number, scores)] for row, scores in zip(rows, each, strict=True)]
        return rows

    return [*TOPIC_COLUMNS, *(names.values() if all_scores else ())], columns


class Found(Protocol):
    """Topics found in texts; per text the place of its topic, or None, and how well it fits, 0 .. 1."""

    @property
    def topics(self) -> Sequence[Topic]:
        """The topics, largest first."""
        ...

    @property
    def assigned(self) -> Sequence[int | None]:
        """Per text its topic's place in `topics`."""
        ...

    @property
    def scores(self) -> Sequence[float]:
        """Per text how well it fits its topic."""
        ...


def discovered(source: TextTable, find: Callable[[Sequence[str]], Found]) -> Added:
    """The columns of `topics --discover`: all texts are read once to find the topics, then given theirs in order."""
    found = find([source.text(row) for row in source.rows()])
    source.broken.clear()
    pairs = zip(found.assigned, found.scores, strict=True)

    def columns(texts: Sequence[str]) -> list[list[object]]:
        chosen = islice(pairs, len(texts))
        return [["", ""] if at is None else [found.topics[at].name, _number(score)] for at, score in chosen]

    return columns


TOPIC_COLUMNS = ("topic", "topic_score")


def write_aspects(source: TextTable, out: Path, extractor: AspectExtractor, progress: Progress) -> int:
    """One line per aspect; `row` counts from 0, spans are code points of the cell; returns the number of aspects."""
    total = at = 0
    rows = source.rows()
    with _writing(out) as write:
        write([list(ASPECT_COLUMNS)])
        while piece := list(islice(rows, SLICE)):
            found = extractor.extract([source.text(row) for row in piece])
            lines = [
                [at + i, a.phrase, a.start, a.end, _number(a.polarity), a.label]
                for i, aspects in enumerate(found)
                for a in aspects
            ]
            write(lines)
            total, at = total + len(lines), at + len(piece)
            progress(len(piece))
    return total


def _number(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _padded(row: Row, source: TextTable) -> list[str]:
    """Short rows get their missing cells, so that our columns stand under our headings."""
    cells = [written(cell) for cell in row.cells]
    return cells + [""] * (len(source.table.headers) - len(cells))


@contextmanager
def _writing(out: Path) -> Iterator[Write]:
    """A CSV that gets its name only once it is whole; what an error leaves behind is removed."""
    if not out.parent.is_dir():
        raise ConfigError(f"{out.parent}: no such folder; make it, or write elsewhere with --out")
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield csv.writer(file, lineterminator="\n").writerows
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
