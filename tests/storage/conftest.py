"""A database in a temporary folder or on many machines, and short ways to say what lies in it.

A test that asks for `db` runs on a file, and on a lake as well: of each file of tests those marked `both`, all of them
with EARSHOT_LAKE_ALL=1, none of those marked `file_only`, which are about files.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from domain.measures import Scope
from domain.records import Batch, Label, Mention, Sentiment, Source
from storage.connection import Database
from storage.lake import Lake
from storage.shapes import Changes
from tests.scale import require
from tests.storage.lakes import Lakes, lakes

NOW = datetime(2024, 6, 15, 12, 0, tzinfo=UTC)
SECRET = b"a secret for tests"
SOURCE = Source(name="feed", kind="rss", brands=("Acme",))
POLARITY = {Label.NEGATIVE: -0.8, Label.NEUTRAL: 0.0, Label.POSITIVE: 0.8}


# (what builds it, which store, a folder) to a database.
Copying = Callable[[Callable[[Database], None], str, Path], Database]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without rows; making one takes as long as a test."""
    database = Database(tmp_path_factory.mktemp("empty") / "empty.duckdb", publish_every=3600.0)
    with database.write():
        pass
    return database.path


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lakes]:
    """Lakes to be had, on servers that are started for the first test that wants one."""
    require()
    with lakes(tmp_path_factory.mktemp("lakes")) as found:
        yield found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Ask for the lake where a test is to run on both stores."""
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if "store" in metafunc.fixturenames and "file_only" not in marks:
        lake = [pytest.param("lake", marks=[pytest.mark.scale, pytest.mark.slow])]
        wanted = "both" in marks or os.environ.get("EARSHOT_LAKE_ALL")
        metafunc.parametrize("store", ["file", *(lake if wanted else [])])


@pytest.fixture
def store() -> str:
    """Where the test's rows lie: "file" or "lake"."""
    return "file"


@pytest.fixture
def db(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database without rows, in today's schema."""
    if store == "lake":
        database: Database = request.getfixturevalue("many").new(tmp_path)
    else:
        copyfile(request.getfixturevalue("empty"), tmp_path / "house.duckdb")
        database = Database(tmp_path / "house.duckdb", publish_every=0.0)
    yield database
    database.close()


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, empty: Path, request: pytest.FixtureRequest) -> Copying:
    """Databases with the same rows, for whoever asks with the same `build`: built for the first, copied for each."""
    made: dict[tuple[str, str], Database] = {}

    def copied(build: Callable[[Database], None], store: str, folder: Path) -> Database:
        many: Lakes | None = request.getfixturevalue("many") if store == "lake" else None
        key = (build.__module__, store)
        if key not in made:
            home = tmp_path_factory.mktemp("built")
            first = many.new(home) if many else Database(copyfile(empty, home / "house.duckdb"), publish_every=3600.0)
            build(first)
            first.close()
            made[key] = first
        if many:
            return many.copy(made[key], folder)  # type: ignore[arg-type]
        return Database(copyfile(made[key].path, folder / "house.duckdb"), publish_every=0.0)

    return copied


def reopened(db: Database, **options: object) -> Database:
    """The same rows, as another process with other options finds them."""
    if isinstance(db, Lake):
        return Lake(db.address, db.path.parent, **options)  # type: ignore[arg-type]
    return Database(db.path, **{"publish_every": 0.0, **options})  # type: ignore[arg-type]


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
