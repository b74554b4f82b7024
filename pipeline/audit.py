"""`audit`: a sample for blind labelling, and what the labels say about the engine's own error."""

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigError, ImportFileError
from domain.measures import Scope
from domain.records import Estimate, Label
from metrics import METRICS
from metrics.audit import agreement, allocate, corrected_net
from metrics.estimate import share
from storage.queries import Queries
from tables.read import read
from tables.rows import Cell, Row
from tables.write import whole, write_rows

# A spreadsheet rounds a mention_id; it leaves a `row` such as m6126… alone.
HEADINGS = ("row", "mention_id", "source", "title", "text", "label")
_WORDS = {
    **{str(label): label for label in Label},
    **{str(label)[:3]: label for label in Label},
    **{"-1": Label.NEGATIVE, "0": Label.NEUTRAL, "1": Label.POSITIVE, "+1": Label.POSITIVE},
}
_MOST_SAID = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was drawn: rows in the file, and how many of each source."""

    out: Path
    rows: int
    by_source: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person's labels say about the labels in force.

    `confusion` counts rows by (in force, person). `corrected` is None where a label in force has no audited row.
    `unlabelled` rows were left empty, `gone` ones are not in scope any more; `rejected` are sentences.
    """

    engine: str
    confusion: dict[tuple[Label, Label], int]
    agreement: Estimate | None
    plain: Estimate | None
    corrected: Estimate | None
    unlabelled: int
    gone: int
    rejected: tuple[str, ...]


def draw(queries: Queries, scope: Scope, n: int, out: Path) -> Sample:
    """Write at most `n` mentions, by label in force and source, with an empty column `label`.

    The same for the same database, brand and n. ConfigError where `out` exists: somebody's labels may be in it.
    """
    if out.exists():
        raise ConfigError(f"{out}: is there already; give it as --labels, or name another --out")
    rows = queries.counts.sentiment_counts(scope)
    sizes = {Label.NEGATIVE: rows.negative, Label.NEUTRAL: rows.neutral, Label.POSITIVE: rows.positive}
    if not rows.scored:
        raise ConfigError(f"audit: nothing of {scope.brand} is scored; run: python -m earshot run")
    seed = f"{scope.brand}|{n}"
    start = random.Random(seed).random()  # noqa: S311 - repeatable on purpose
    drawn = queries.audit.draw(scope, allocate(sizes, n), seed=seed, start=start)
    with whole(out) as part:
        write_rows(part, HEADINGS, ((f"m{d.mention_id}", d.mention_id, d.source, d.title, d.text, "") for d in drawn))
    return Sample(out=out, rows=len(drawn), by_source=dict(Counter(d.source for d in drawn)))


def judge(queries: Queries, scope: Scope, labels: Path) -> Verdict:
    """Compare a filled-in file with the labels in force; ImportFileError where it is no such file."""
    said, unlabelled, rejected = labels_of(labels)
    if not said:
        raise ImportFileError(f"{labels}: no row has a label; write negative, neutral or positive into column label")
    force = queries.audit.labels(scope, said)
    confusion = Counter((force[key], label) for key, label in said.items() if key in force)
    rows = queries.counts.sentiment_counts(scope)
    agreed = sum(n for (ours, theirs), n in confusion.items() if ours == theirs)
    return Verdict(
        engine=queries.setting("engine") or "",
        confusion=dict(confusion),
        agreement=share(agreed, sum(confusion.values())) if agreement(confusion) is not None else None,
        plain=METRICS["net_sentiment"].estimate(rows),
        corrected=corrected_net(rows, confusion),
        unlabelled=unlabelled,
        gone=len(said) - len(force),
        rejected=tuple(rejected[:_MOST_SAID]),
    )


def labels_of(path: Path) -> tuple[dict[int, Label], int, list[str]]:
    """Labels by mention, rows left empty, and a sentence for each row that cannot be used."""
    table = read(path)
    key = next((name for name in ("row", "mention_id") if name in table.headers), None)
    if key is None or "label" not in table.headers:
        raise ImportFileError(f"{path}: needs the columns row and label; it has: {', '.join(table.headers)}")
    at, said_at = table.headers.index(key), table.headers.index("label")
    said: dict[int, Label] = {}
    empty, rejected = 0, []
    for row in table.rows():
        if not isinstance(row, Row):
            rejected.append(f"line {row.line}: {row.reason}")
            continue
        word, name = _word(row, said_at), _word(row, at).removeprefix("m")
        if not word:
            empty += 1
        elif word not in _WORDS:
            rejected.append(f"line {row.line}: {word[:40]!r} is no label; write negative, neutral or positive")
        elif not name.isdecimal() or len(name) > 19 or int(name) in said:
            rejected.append(f"line {row.line}: {name[:40]!r} names no mention, or one that stands above already")
        else:
            said[int(name)] = _WORDS[word]
    return said, empty, rejected


def _word(row: Row, at: int) -> str:
    cell: Cell = row.cells[at] if at < len(row.cells) else None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip().lstrip("'").lower()
