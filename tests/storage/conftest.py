"""A database in a temporary folder, and short ways to say what lies in it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from domain.measures import Scope
from domain.records import Batch, Label, Mention, Sentiment, Source
from storage.connection import Database
from storage.shapes import Changes

NOW = datetime(2024, 6, 15, 12, 0, tzinfo=UTC)
SECRET = b"a secret for tests"
SOURCE = Source(name="feed", kind="rss", brands=("Acme",))
POLARITY = {Label.NEGATIVE: -0.8, Label.NEUTRAL: 0.0, Label.POSITIVE: 0.8}


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without rows; making one takes as long as a test."""
    database = Database(tmp_path_factory.mktemp("empty") / "empty.duckdb", publish_every=3600.0)
    with database.write():
        pass
    return database.path


@pytest.fixture
def db(tmp_path: Path, empty: Path) -> Iterator[Database]:
    copyfile(empty, tmp_path / "house.duckdb")
    database = Database(tmp_path / "house.duckdb", publish_every=0.0)
    yield database
    database.close()


def mention(external_id: str = "1", **changes: object) -> Mention:
    values: dict[str, object] = {
        "source": "feed",
        "kind": "rss",
        "namespace": "feed",
        "external_id": external_id,
        "text": f"Text number {external_id} says that it is one of a kind",
        "published_at": NOW - timedelta(hours=1),
    }
    return Mention(**{**values, **changes})  # type: ignore[arg-type]


def commit(
    db: Database,
    *mentions: Mention,
    brands: Sequence[tuple[str, ...]] | None = None,
    source: Source = SOURCE,
    cursor: str | None = "c1",
    deleted: tuple[str, ...] = (),
    now: datetime = NOW,
) -> Changes:
    batch = Batch(mentions=mentions, cursor=cursor, deleted=deleted)
    matched = brands if brands is not None else [("Acme",)] * len(mentions)
    with db.write(publish=True) as store:
        return store.mentions.commit(source, batch, matched, secret=SECRET, now=now)


def label_all(db: Database, labels: dict[str, Label | None], *, engine: str = "vader", version: str = "1") -> None:
    """Score every pending text by what it contains, and put the engine in force."""
    with db.write(publish=True) as store:
        store.scores.use(engine, version)
        while texts := store.scores.pending(engine, version, 1000):
            rows = []
            for text in texts:
                label = next((v for k, v in labels.items() if k in f"{text.title} {text.text}"), None)
                polarity = None if label is None else POLARITY[label]
                rows.append((text, Sentiment(polarity=polarity, label=label, reason=None if label else "empty")))
            store.scores.add(engine, version, rows)


def acme(**changes: object) -> Scope:
    return Scope(**{"brand": "Acme", **changes})  # type: ignore[arg-type]


def sql(db: Database, text: str) -> list[list[object]]:
    with db.read() as queries:
        return queries.sql(text)[1]
