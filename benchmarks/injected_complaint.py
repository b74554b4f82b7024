"""A new complaint, 5 a day into 200: how many days until it is among the ten worst, and is its id the same later?

python -m benchmarks.injected_complaint [--quiet DAYS] [--after DAYS]
"""

import argparse
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import wiring
from benchmarks.promise import Promise
from config import load
from domain.measures import Scope
from pipeline.analyze import analyze
from pipeline.workbench import Workbench
from tests.pipeline.new_complaint import lids, ordinary, tell
from views import _severity

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
ORDINARY, NEW = 200, 5
WINDOW = 30


def measure(quiet: int = 30, after: int = 30) -> tuple[int | None, bool | None, str]:
    """Days until it surfaces, whether it has the same id `after` days later, and the name that it was given."""
    chance = random.Random(11)
    with tempfile.TemporaryDirectory() as folder:
        bench = _bench(Path(folder))
        for day in range(quiet):
            _say(bench, day, [ordinary(chance) for _ in range(ORDINARY)])
        analyze(bench)
        days, topic_id, name = None, None, ""
        for day in range(quiet, quiet + after):
            _say(bench, day, [*(ordinary(chance) for _ in range(ORDINARY)), *lids(chance, NEW)])
            if topic_id is None or day == quiet + after - 1:
                analyze(bench)
                found = _surfaced(bench, day)
                if topic_id is None and found:
                    days, topic_id, name = day - quiet + 1, found[0], found[1]
        return days, bool(found and found[0] == topic_id) if topic_id else None, name


def _bench(folder: Path) -> Workbench:
    path = folder / "earshot.toml"
    path.write_text('engine = "default"\ntaxonomy = ["ecommerce", "hardware"]\n[[brand]]\nname = "Acme"\n', "utf-8")
    bench = wiring.workbench(load(path), {})
    bench.database.migrate()
    with bench.database.write() as store:
        store.sources.sync(bench.config.brands, bench.config.sources)
    return bench


def _say(bench: Workbench, day: int, texts: list[str]) -> None:
    with bench.database.write() as store:
        tell(store, FIRST + timedelta(days=day), texts)


def _surfaced(bench: Workbench, day: int) -> tuple[int, str] | None:
    until = (FIRST + timedelta(days=day)).date()
    scope = Scope(brand="Acme", since=until - timedelta(days=WINDOW - 1), until=until)
    before = Scope(brand="Acme", since=until - timedelta(days=2 * WINDOW - 1), until=until - timedelta(days=WINDOW))
    bench.database.publish()
    with bench.database.read() as queries:
        now, earlier = queries.counts.sentiment_counts(scope), queries.counts.sentiment_counts(before)
        top = _severity.ranked(queries.pain_points.table(scope), now, earlier)[:10]
    return next(((p.topic_id, p.name) for p in top if "dishwasher" in p.name.lower() or "lid" in p.name.lower()), None)


def promises(*, long: bool = False) -> list[Promise]:
    """Thirty quiet days either way; the long run goes on for thirty more."""
    days, same, name = measure(30, 30 if long else 8)
    kept = "the same id" if same else "another id, or none,"
    figure = f"day {days}, as “{name}”; {kept} {'a month' if long else 'a week'} later" if days else "never"
    return [
        Promise(
            subject="discovery",
            promise="a new complaint, 5 a day into 200, is among the ten worst within 2 days and keeps its id",
            figure=figure,
            held=bool(days and days <= 2 and same),
        )
    ]


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quiet", type=int, default=30)
    asked.add_argument("--after", type=int, default=30)
    given = asked.parse_args()
    print(measure(given.quiet, given.after))
