"""What a hundred own labels add to the default engine, as a table; needs ../shared/data.

python -m benchmarks.calibrated_table [--write] [--labels 100] [--draws 31]
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy_card import PAGE
from benchmarks.measured import SETS, SHARED, rows_of
from benchmarks.sentiment_table import figures, shown
from nlp.calibrated import GROUPS, OwnReader
from nlp.default import DefaultScorer
from nlp.head import Lesson, fit

NAMES = ("US airline tweets", "ChatGPT app", "TweetEval test, a third", "Amazon earphones")
MARKS = ("<!-- calibrated -->", "<!-- /calibrated -->")
TARGET, MOONSHOT = 0.66, 0.70
# The mean of the sets moves by a hundredth from seven draws to the next seven.
DRAWS = 31
_MOST_ROWS = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One random draw of labels from one set: mF1 and Fneg on all its other rows, before and after."""

    generic: float
    calibrated: float
    generic_negative: float
    calibrated_negative: float


def lesson_of(name: str, reader: OwnReader) -> Lesson:
    """A set's rows as a head reads them; of a large set 3,000 rows at random."""
    rows = rows_of(next(measured for measured in SETS if measured.name == name))
    chosen = np.random.default_rng(1).permutation(len(rows))[:_MOST_ROWS]
    texts, labels = [rows[i][0] for i in chosen], np.array([rows[i][1] for i in chosen], np.int64)
    read, base = reader.read(texts)
    return Lesson(rows=read, groups=GROUPS, base=base, labels=labels, weights=np.ones(len(labels)))


def draws(lesson: Lesson, n: int, times: int) -> list[Drawn]:
    """`times` heads, each fitted to `n` rows at random and measured on all the others."""
    found = []
    for seed in range(times):
        mine = np.zeros(len(lesson.labels), np.bool_)
        mine[np.random.default_rng(seed).permutation(len(mine))[:n]] = True
        head, rest = fit(lesson.part(mine)), lesson.part(~mine)
        before = figures("default", rest.labels.tolist(), rest.base.argmax(axis=1).tolist())
        after = figures("calibrated", rest.labels.tolist(), head.scores(rest.rows, rest.base).argmax(axis=1).tolist())
        found.append(
            Drawn(
                generic=before.macro_f1 or 0.0,
                calibrated=after.macro_f1 or 0.0,
                generic_negative=before.negative_f1 or 0.0,
                calibrated_negative=after.negative_f1 or 0.0,
            )
        )
    return found


def table(found: Sequence[tuple[str, list[Drawn]]]) -> list[str]:
    """Medians over the draws, worst and best draw beside, and the mean over the sets."""
    lines = ["| set | mF1, default | mF1, calibrated (worst to best draw) | Fneg, default | Fneg, calibrated |"]
    lines.append("|---|---|---|---|---|")
    for name, several in found:
        own = [d.calibrated for d in several]
        spread = f"{shown(median(own))} ({shown(min(own))} to {shown(max(own))})"
        parts = [median([d.generic for d in several]), median([d.generic_negative for d in several])]
        negative = shown(median([d.calibrated_negative for d in several]))
        lines.append(f"| {name} | {shown(parts[0])} | {spread} | {shown(parts[1])} | {negative} |")
    fields = ("generic", "calibrated", "generic_negative", "calibrated_negative")
    means = [shown(float(np.mean([median([getattr(d, f) for d in s]) for _, s in found]))) for f in fields]
    return [*lines, f"| **mean** | {' | '.join(means)} |"]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return float(np.median(values))


def section(found: Sequence[tuple[str, list[Drawn]]], n: int, times: int) -> str:
    """The section of docs/accuracy.md, markers included."""
    return "\n".join(
        [
            MARKS[0],
            f"## With {n} labels of your own",
            "",
            f"Written by `python -m benchmarks.calibrated_table --write`: {n} rows of a set at random, a head fitted to them,",
            f"measured on all the other rows of the same set (at most {_MOST_ROWS:,}); medians of {times} draws. Nothing was",
            "chosen on these sets; the ridge was, on others. A draw that makes an engine worse is what the gate of",
            "`earshot calibrate` is for: it is not applied here.",
            "",
            *table(found),
            MARKS[1],
        ]
    )


def write(text: str, page: Path = PAGE) -> None:
    """Put the section into the page, in place of the one before or at the end."""
    old = page.read_text("utf-8")
    head, mark, rest = old.partition(MARKS[0])
    tail = rest.partition(MARKS[1])[2] if mark else "\n"
    page.write_text(f"{head if mark else head.rstrip() + chr(10) * 2}{text}{tail}", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and with --write put the section into docs/accuracy.md."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--labels", type=int, default=100)
    asked.add_argument("--draws", type=int, default=DRAWS)
    given = asked.parse_args(arguments)
    if not SHARED.is_dir():
        print(f"{SHARED} is not on this machine: there is nothing to measure on", file=sys.stderr)
        return 2
    reader = OwnReader(DefaultScorer())
    found = [(name, draws(lesson_of(name, reader), given.labels, given.draws)) for name in NAMES]
    text = section(found, given.labels, given.draws)
    print(text)
    if given.write:
        write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
