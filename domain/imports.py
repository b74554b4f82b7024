"""What a page asks for when somebody brings a file in, and what it gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.people import Right

Document = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One import: `document` is the column map as TOML has it; `trial` stores nothing and shows what would be."""

    what: str
    brand: str
    path: Path
    document: Document
    source: str = "import"
    trial: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of it: counts by name, the first rows, the first rejected ones; or `error`, and nothing was stored.

    `rows`: field to value as it is stored, for the first rows. `rejects`: line, column, value, reason. `first`, `last`:
    the days that the rows are about, ISO, where they have any. `rejects_file`: all rejected rows as a CSV.
    """

    error: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()
    rejects: tuple[Mapping[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    rejects_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is: the rows that its stage has seen, of `total` where that is known (0 where not)."""

    stage: str
    rows: int
    total: int = 0


def needs(what: str) -> Right:
    """What somebody must be allowed in order to import that: notes are a triager's, everything else an admin's."""
    return Right.TRIAGE if what == "notes" else Right.MANAGE
