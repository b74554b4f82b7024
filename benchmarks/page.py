"""The table of docs/benchmarks.md: what a run measured takes the place of what the same promises came to before."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.promise import VERDICTS, Promise

PAGE = Path(__file__).resolve().parent.parent / "docs/benchmarks.md"
MARK = "<!-- table -->"
HEAD = "| subject | promise | measured | verdict | when |\n|---|---|---|---|---|"
LONG = ", long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table; `when` is a day, and says so where it was a long run."""

    subject: str
    promise: str
    figure: str
    verdict: str
    when: str

    @property
    def line(self) -> str:
        """As the table has it; a bar in a figure would end its cell."""
        cells = (self.subject, self.promise, self.figure, self.verdict, self.when)
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def put(found: Sequence[Promise], *, long: bool) -> None:
    """Write a run's rows into docs/benchmarks.md."""
    PAGE.write_text(written(PAGE.read_text("utf-8"), found, day=f"{datetime.now(UTC):%Y-%m-%d}", long=long), "utf-8")


def written(page: str, found: Sequence[Promise], *, day: str, long: bool) -> str:
    """The page with a run's rows in it: subjects that were not measured keep theirs, each with its own day.

    A short run measures less of its subjects than a long one, so the long run's other rows stay as well.
    """
    head, _, table = page.partition(MARK)
    when = day + LONG * long
    new = [
        Row(subject=p.subject, promise=p.promise, figure=p.figure, verdict=VERDICTS[p.held], when=when) for p in found
    ]
    rows = _merged(_read(table), new, long=long)
    where = f"Measured on {platform.machine()}, Python {platform.python_version()}; each row says when."
    return f"{head}{MARK}\n{where}\n\n{HEAD}\n" + "\n".join(row.line for row in rows) + "\n"


def _merged(old: list[Row], new: list[Row], *, long: bool) -> list[Row]:
    promises = {(row.subject, row.promise) for row in new}
    subjects = list(dict.fromkeys(row.subject for row in (*old, *new)))
    measured = {row.subject for row in new}
    kept = [
        row
        for row in old
        if (row.subject, row.promise) not in promises
        and (row.subject not in measured or (row.when.endswith(LONG) and not long))
    ]
    return sorted((*kept, *new), key=lambda row: subjects.index(row.subject))


def _read(table: str) -> list[Row]:
    """The rows that are there; those of a table without days have the day that stands above it."""
    above = next((line.split()[1] for line in table.splitlines() if line.startswith("Measured 2")), "")
    rows = []
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip(" |").replace("\\|", "\0").split("|")]
        cells = [cell.replace("\0", "|") for cell in cells]
        if line.startswith("| ") and len(cells) in {4, 5} and cells[0] != "subject":
            subject, promise, figure, verdict, *when = cells
            rows.append(
                Row(subject=subject, promise=promise, figure=figure, verdict=verdict, when=(when or [above])[0])
            )
    return rows
