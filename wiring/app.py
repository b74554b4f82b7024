"""What the pages get."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import Config, load
from storage.connection import Database
from storage.queries import Queries
from storage.store import Store
from wiring.opening import database


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What the pages get: the published snapshot to read, the database to write a person's action."""

    config: Config
    database: Database

    @property
    def snapshot_name(self) -> str:
        """Changes with every publication; part of every cache key."""
        return self.database.snapshot_name

    @property
    def engine(self) -> str:
        """The configured sentiment engine."""
        return self.config.engine

    @property
    def sample(self) -> bool:
        """Whether all that is shown was written for show."""
        return self.config.sample

    @contextmanager
    def queries(self) -> Iterator[Queries]:
        """Reads of the published snapshot."""
        with self.database.read() as queries:
            yield queries

    @contextmanager
    def store(self) -> Iterator[Store]:
        """One person's write; published before this returns."""
        with self.database.write() as store:
            yield store
        self.database.publish()


def open_app(path: Path | None = None) -> App:
    """The app on the configuration that EARSHOT_CONFIG names, else ./earshot.toml."""
    config = load(path or Path(os.environ.get("EARSHOT_CONFIG", "earshot.toml")))
    return App(config=config, database=database(config))
