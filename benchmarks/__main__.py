"""make bench: measures every promise of docs/benchmarks.md and prints one table; --write puts it there."""

import argparse
import platform
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    collecting_promises,
    flat_promises,
    judging_promises,
    kept_promises,
    lake_promises,
    nlp_targets,
    page_promises,
    reading_promises,
    storage_promises,
)
from benchmarks.promise import Promise, table

PAGE = Path(__file__).resolve().parent.parent / "docs/benchmarks.md"
ALL: dict[str, Callable[..., Iterator[Promise]]] = {
    "storage": storage_promises.promises,
    "collecting": collecting_promises.promises,
    "kept": kept_promises.promises,
    "lake": lake_promises.promises,
    "flat": flat_promises.promises,
    "reading": reading_promises.promises,
    "judging": judging_promises.promises,
    "nlp": nlp_targets.promises,
    "pages": page_promises.promises,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[*ALL, []], help="some of them")
    parser.add_argument("--long", action="store_true", help="ten times the rows, longer runs")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked = parser.parse_args()
    rows: list[Promise] = []
    for name in asked.only or ALL:
        for row in ALL[name](long=asked.long):
            rows.append(row)
            print(f"{row.subject}: {row.promise}: {row.figure}", flush=True)
    print("\n" + table(rows))
    if asked.write:
        _write(rows)


def _write(rows: list[Promise]) -> None:
    head = PAGE.read_text("utf-8").partition("<!-- table -->")[0]
    when = f"Measured {datetime.now(UTC):%Y-%m-%d} on {platform.machine()}, Python {platform.python_version()}."
    PAGE.write_text(f"{head}<!-- table -->\n{when}\n\n{table(rows)}\n", "utf-8")


if __name__ == "__main__":
    main()
