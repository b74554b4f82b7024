"""make bench: measures every promise of docs/benchmarks.md and prints one table; --write puts it there."""

import argparse
from collections.abc import Callable, Iterator

from benchmarks import (
    collecting_promises,
    flat_promises,
    judging_promises,
    kept_promises,
    kill_promises,
    lake_promises,
    nlp_targets,
    page,
    page_promises,
    reading_promises,
    storage_promises,
)
from benchmarks.promise import Promise, table

ALL: dict[str, Callable[..., Iterator[Promise]]] = {
    "storage": storage_promises.promises,
    "collecting": collecting_promises.promises,
    "kept": kept_promises.promises,
    "lake": lake_promises.promises,
    "kills": kill_promises.promises,
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
    parser.add_argument(
        "--write", action="store_true", help="put these rows into docs/benchmarks.md; those of other subjects stay"
    )
    asked = parser.parse_args()
    rows: list[Promise] = []
    for name in asked.only or ALL:
        for row in ALL[name](long=asked.long):
            rows.append(row)
            print(f"{row.subject}: {row.promise}: {row.figure}", flush=True)
    print("\n" + table(rows))
    if asked.write:
        page.put(rows, long=asked.long)


if __name__ == "__main__":
    main()
