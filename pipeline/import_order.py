"""One import as asked for."""

from dataclasses import dataclass
from pathlib import Path

from domain.imports import Document
from tables.column_map import ColumnMap

WHAT = ("reviews", "surveys", "tickets", "customers", "touchpoints", "notes")
EMPLOYEES = "employees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`source` keeps ids of two review files of one brand apart; the change is logged under `person`.

    `show`: how many of the first rows, and of the first rejected ones, the receipt tells. `remembered`: the map to
    keep for the next file with the same headings.
    """

    what: str
    path: Path
    brand: str
    column_map: ColumnMap | None = None
    source: str = "import"
    dry_run: bool = False
    person: str = ""
    show: int = 0
    remembered: Document | None = None

    @property
    def of_employees(self) -> bool:
        """Whether this is a survey whose map says audience = "employees"."""
        return self.what == "surveys" and self.column_map is not None and self.column_map.options.audience == EMPLOYEES
