"""What the default engine gives on a kind of text that it never learned from, beside the shipped weights and VADER.

python -m nlp.training.train --without tweets --out FOLDER      trains without a family (nlp/training/README.md)
python -m benchmarks.family_out --measure FOLDER                keeps the figures in benchmarks/family_out.json
python -m benchmarks.family_out [--write]                       prints the table; --write puts it into docs/accuracy.md
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy_card import PAGE
from benchmarks.measured import SETS, SHARED, MeasuredSet
from benchmarks.promise import Promise
from benchmarks.sentiment_table import Figures, measure, shown
from nlp.default import DefaultScorer
from nlp.network import SCORES_AS, WEIGHTS
from nlp.vader import VaderScorer

KEPT = Path(__file__).with_name("family_out.json")
START, END = "<!-- family_out -->", "<!-- /family_out -->"
COLUMNS = (("mF1", "macro_f1"), ("Fneg", "negative_f1"))
# Sentences written for Earshot speak of every kind of business: leaving them out concerns every set.
OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One family left out: `sets` are (name, rows of VADER, of the weights without it, of the shipped ones)."""

    family: str
    texts: int
    shipped: str
    sets: tuple[tuple[str, Figures, Figures, Figures], ...]


def concerned(family: str) -> list[MeasuredSet]:
    """The measured sets that a family's absence is told by."""
    return [one for one in SETS if family in (one.family, OWN)]


def shipped() -> str:
    """The sha256 of the weights that are shipped, or of the earlier file whose very numbers they give."""
    card = json.loads((WEIGHTS / "card.json").read_text("utf-8"))
    return str(card.get(SCORES_AS, card["sha256"]))


def measured(folder: Path) -> LeftOut:
    """Measure the weights in a folder, which their card says were trained without a family."""
    card = json.loads((folder / "card.json").read_text("utf-8"))
    if not card.get("without"):
        raise SystemExit(f"{folder}: its card names no family that was left out; train with --without FAMILY")
    engines = (VaderScorer(), DefaultScorer(folder), DefaultScorer())
    return LeftOut(
        family=card["without"],
        texts=sum(card["texts"].values()),
        shipped=shipped(),
        sets=tuple((one.name, *_three(one, engines)) for one in concerned(card["without"])),
    )


def _three(one: MeasuredSet, engines: Sequence[Any]) -> tuple[Figures, Figures, Figures]:
    plain, without, whole = measure(one, engines)
    return plain, without, whole


def keep(found: LeftOut, path: Path = KEPT) -> None:
    """Put one family's figures beside those of the others."""
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    known[found.family] = asdict(found)
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")


def kept(path: Path = KEPT) -> list[LeftOut]:
    """What was measured, in the order of the measured sets; nothing where nothing was."""
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    order = [family for family in dict.fromkeys([*(one.family for one in SETS), OWN]) if family in known]
    return [_read(known[family]) for family in order]


def _read(row: dict[str, Any]) -> LeftOut:
    sets = [(name, *(Figures(**{**f, "by_class": tuple(f["by_class"])}) for f in rest)) for name, *rest in row["sets"]]
    return LeftOut(family=row["family"], texts=row["texts"], shipped=row["shipped"], sets=tuple(sets))


def lines(found: Sequence[LeftOut]) -> list[str]:
    """Markdown: a row a set and the mean of each family's sets that hold more than complaints."""
    table = [
        "| left out | trained on | set | rows | mF1 | Fneg | negatives missed |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        for name, *three in one.sets:
            table.append(_line(one, name, [three]))
        whole = [three for _, *three in one.sets if three[0].macro_f1 is not None]
        table.append(_line(one, f"**mean of {len(whole)}**", whole))
    return table


def _line(one: LeftOut, name: str, sets: Sequence[Sequence[Figures]]) -> str:
    cells = [" / ".join(shown(value) for value in _means(sets, field)) for _, field in COLUMNS]
    missed = " / ".join(f"{value:.0%}" for value in _means(sets, "missed") if value is not None)
    rows = sum(three[0].rows for three in sets)
    return f"| {one.family} | {one.texts:,} | {name} | {rows:,} | {' | '.join(cells)} | {missed} |"


def _means(sets: Sequence[Sequence[Figures]], field: str) -> list[float | None]:
    columns = [[getattr(three[i], field) for three in sets] for i in range(3)]
    return [None if None in values else float(np.mean(values)) for values in columns]


def promises(path: Path = KEPT) -> Iterator[Promise]:
    """One row a family for the table of what was asked; told, not judged."""
    for one in kept(path):
        whole = [three for _, *three in one.sets if three[0].macro_f1 is not None]
        said = []
        for word, field in (*COLUMNS, ("missed", "missed")):
            said.append(f"{word} " + " / ".join(shown(value) for value in _means(whole, field)))
        promise = f"no {one.family} in the training, mean of {len(whole)} sets (measured when the weights were made)"
        figure = f"{', '.join(said)} (VADER / without / shipped)"
        yield Promise(subject="sentiment", promise=promise, figure=figure, held=None)


def write(found: Sequence[LeftOut], page: Path = PAGE) -> None:
    """Put the table between its marks, before the targets or at the page's end where they are not there yet."""
    text = page.read_text("utf-8")
    missing = [] if any(one.family == OWN for one in found) else ["", _NO_OWN]
    block = "\n".join([START, "## A family left out", "", *INTRODUCTION, "", *lines(found), *missing, END])
    head, mark, rest = text.partition(START)
    page.write_text(f"{head.rstrip()}\n\n{block}{rest.partition(END)[2] if mark else chr(10)}", "utf-8")


INTRODUCTION = (
    "Written by `python -m benchmarks.family_out --write`. The same recipe and seed, trained once without each kind of",
    "text, and measured on that kind alone: what to expect on texts unlike all that the engine learned from. Figures are",
    "`VADER / without the family / shipped`. The sentences written for Earshot (`own`: shops, apps, travel, hotels,",
    "restaurants) stayed in, and the lean to negative is the one that was chosen with every family there. Without tweets",
    "half of the texts remain, so that row says what fewer texts cost, too.",
)
_NO_OWN = "A run without Earshot's own sentences was not made."


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure weights, or print and write what was measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--measure", type=Path, metavar="FOLDER", help="weights that were trained with --without")
    asked.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    given = asked.parse_args(arguments)
    if given.measure and not SHARED.is_dir():
        print(f"{SHARED} is not on this machine: there is nothing to measure on", file=sys.stderr)
        return 2
    if given.measure:
        keep(measured(given.measure))
    found = kept()
    print("\n".join(lines(found)))
    if given.write:
        write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
