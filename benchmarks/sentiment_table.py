"""How often the engines are right, set by set, as rows of a Markdown table; needs ../shared/data.

python -m benchmarks.sentiment_table [--write] [--weights FOLDER]
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy_card import PAGE, page, sections
from benchmarks.measured import SETS, SHARED, WORDS, MeasuredSet, rows_of
from domain.ports import Scorer
from nlp.default import DefaultScorer
from nlp.vader import VaderScorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One engine on one set; shares 0 .. 1. mF1 and Fneg are None where the set holds complaints only."""

    engine: str
    rows: int
    accuracy: float
    macro_f1: float | None
    negative_f1: float | None
    missed: float
    by_class: tuple[float, ...]


def figures(engine: str, labels: Sequence[int], guesses: Sequence[int]) -> Figures:
    """Compare labels with guesses; a text that the engine did not score counts as neutral."""
    y, p = np.asarray(labels), np.asarray(guesses)
    by_class = tuple(f1(y == c, p == c) for c in range(3))
    whole = len(set(labels)) > 1
    return Figures(
        engine=engine,
        rows=len(y),
        accuracy=float((y == p).mean()),
        # A set without neutral rows has no F1 of them: the mean is over the classes that it holds.
        macro_f1=float(np.mean([f for c, f in enumerate(by_class) if (y == c).any()])) if whole else None,
        negative_f1=by_class[0] if whole else None,
        missed=float((p[y == 0] != 0).mean()),
        by_class=by_class,
    )


def f1(true: np.ndarray, guessed: np.ndarray) -> float:
    """Twice the hits over hits, misses and false alarms; 0 where there is nothing to find and nothing found."""
    total = int(true.sum() + guessed.sum())
    return 2 * int((true & guessed).sum()) / total if total else 0.0


def guesses_of(engine: Scorer, texts: Sequence[str]) -> list[int]:
    """Labels as 0, 1, 2; not scored is 1."""
    return [WORDS.index(s.label) if s.label is not None else 1 for s in engine.score(texts)]


def measure(measured: MeasuredSet, engines: Iterable[Scorer]) -> list[Figures]:
    """Every engine on one set."""
    rows = rows_of(measured)
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    return [figures(engine.name, labels, guesses_of(engine, texts)) for engine in engines]


def line(measured: MeasuredSet, found: Sequence[Figures]) -> str:
    """One row: the set, then accuracy, mF1, Fneg and missed negatives, each as `vader / default`."""
    parts = [" / ".join(shown(getattr(f, name)) for f in found) for name in ("accuracy", "macro_f1", "negative_f1")]
    missed = " / ".join(f"{f.missed:.0%}" for f in found)
    family = measured.family or "none"
    return f"| {measured.name} | {found[0].rows:,} | {measured.kind} | {family} | {' | '.join(parts)} | {missed} |"


def shown(value: float | None) -> str:
    """Three digits without the zero, or a dash."""
    return "-" if value is None else f"{value:.3f}".removeprefix("0")


HEAD = (
    "| set | rows | labels by | family trained on | accuracy | mF1 | Fneg | negatives missed |",
    "|---|---|---|---|---|---|---|---|",
)


def mean_line(name: str, tables: Sequence[Sequence[Figures]]) -> str:
    """The unweighted mean over sets that hold more than complaints."""
    whole = [t for t in tables if t[0].macro_f1 is not None]
    columns = []
    for field in ("accuracy", "macro_f1", "negative_f1"):
        columns.append(" / ".join(shown(float(np.mean([getattr(t[e], field) for t in whole]))) for e in (0, 1)))
    missed = " / ".join(f"{np.mean([t[e].missed for t in whole]):.0%}" for e in (0, 1))
    rows = sum(t[0].rows for t in whole)
    return f"| **{name}** | {rows:,} | | | {' | '.join(columns)} | {missed} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and with --write put the page into docs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    asked.add_argument("--weights", type=Path, help="a folder with other weights")
    given = asked.parse_args(arguments)
    if not SHARED.is_dir():
        print(f"{SHARED} is not on this machine: there is nothing to measure on", file=sys.stderr)
        return 2
    default = DefaultScorer(given.weights)
    began = time.process_time()
    tables = [measure(measured, (VaderScorer(), default)) for measured in SETS]
    lines = [*HEAD, *(line(s, t) for s, t in zip(SETS, tables, strict=True))]
    whole = [(s, t) for s, t in zip(SETS, tables, strict=True) if t[0].macro_f1 is not None]
    lines.append(mean_line(f"mean of {len(whole)}", [t for _, t in whole]))
    three = [t for s, t in whole if s.kind != "boxes"]
    lines.append(mean_line(f"mean of {len(three)} that hold all three classes", three))
    far = [t for s, t in whole if not s.family]
    lines.append(mean_line(f"mean of {len(far)} of no trained family", far))
    print("\n".join(lines))
    print(f"{time.process_time() - began:.0f} s of CPU time", file=sys.stderr)
    if given.write:
        kept = sections(PAGE.read_text("utf-8"))
        text = page(lines, [(s.name, t) for s, t in zip(SETS, tables, strict=True)], default)
        PAGE.write_text("\n".join([text, *kept]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
