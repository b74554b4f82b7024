"""What runs as threads in a soak: collectors and an importer whose items come again and again, a scorer, a person, readers."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.measures import Scope
from domain.records import Batch, Label, Mention, Source
from nlp import engines
from storage.connection import Database
from storage.raw import Erased, Payload, RawFile

# The key behind author keys, which the commands get from the environment.
SECRET = "soak-soak-soak-soak"
SAID = (
    "The espresso machine is great and the crew was kind",
    "Terrible queue, the app crashed twice and nobody answered",
    "Delivery came late and the box was broken",
    "I like the new grinder, it is quiet and quick",
    "The price went up again, which is awful",
    "They refunded me within a day, good service",
)
Step = tuple[Callable[[], None], float]


def steps(path: Path, pause: float) -> dict[str, Step]:
    """What to do again and again, and seconds between two turns, by name."""
    return {
        "collector 1": (_collect(path, "one", pool=3_000, size=200), pause),
        "collector 2": (_collect(path, "two", pool=3_000, size=200), pause),
        "importer": (_collect(path, "file", pool=6_000, size=2_000), pause * 10),
        "scorer": (_score(path), pause),
        "person": (_correct(path), pause * 5),
        "raw": (_keep_raw(path), pause * 5),
        **{f"reader {n}": (_read(path), pause) for n in range(3)},
    }


def _collect(path: Path, source: str, *, pool: int, size: int) -> Callable[[], None]:
    """Items of a pool in turn; each second time round a tenth of them says something else."""
    database, at = Database(path), itertools.count(step=size)

    def step() -> None:
        first = next(at)
        other = first // pool % 2 == 1
        found = tuple(_mention(source, (first + n) % pool, edited=other and n % 10 == 0) for n in range(size))
        with database.write() as store:
            batch = Batch(mentions=found, cursor=str(first))
            own = Source(name=source, kind="rss", brands=("Acme",))
            brands = [("Acme",)] * size
            store.mentions.commit(own, batch, brands, secret=SECRET.encode(), now=datetime.now(UTC))

    return step


def _mention(source: str, number: int, *, edited: bool) -> Mention:
    said = SAID[(number + edited) % len(SAID)]
    return Mention(
        source=source,
        kind="rss",
        namespace=source,
        external_id=str(number),
        text=f"{said}, says number {number}",
        author=f"author {number % 500}",
        published_at=datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=1 + number % 60),
    )


def _score(path: Path) -> Callable[[], None]:
    database, engine = Database(path), engines.load("vader")

    def step() -> None:
        with database.write() as store:
            texts = store.scores.pending(engine.name, engine.version, 2_000)
            said = engine.score([text.text for text in texts])
            store.scores.add(engine.name, engine.version, list(zip(texts, said, strict=True)))

    return step


def _correct(path: Path) -> Callable[[], None]:
    """A person puts a label right, or takes the correction back, and sees it at once."""
    database, labels = Database(path), itertools.cycle([*Label, None])

    def step() -> None:
        with database.read() as queries:
            found = queries.mentions.page(_scope(), limit=50)["mention_id"].to_list()
        if found:
            with database.write(publish=True) as store:
                store.overrides.set(found[len(found) // 2], next(labels), "ann")

    return step


def _keep_raw(path: Path) -> Callable[[], None]:
    raw, turns = RawFile(path), itertools.count()

    def step() -> None:
        turn, now = next(turns), datetime.now(UTC)
        sent = [
            Payload(
                mention_id=n, author_key=None, source="one", kind="rss", seen_at=now,
                payload=f'{{"votes": {turn}, "text": "{SAID[n % len(SAID)] * 20}"}}',
            )
            for n in range(turn % 10 * 100, turn % 10 * 100 + 200)
        ]  # fmt: skip
        raw.keep(sent, Erased, before=now - timedelta(days=30))

    return step


def _read(path: Path) -> Callable[[], None]:
    database = Database(path)

    def step() -> None:
        with database.read() as queries:
            queries.daily.trend(_scope())
            queries.mentions.page(_scope(), limit=50)

    return step


def _scope() -> Scope:
    today = datetime.now(UTC).date()
    return Scope(brand="Acme", since=date.fromordinal(today.toordinal() - 90), until=today)
