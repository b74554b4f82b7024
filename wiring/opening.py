"""The configuration's database, and how its opening hours are counted."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from config import Config
from config.lake import LAKE
from metrics.business_hours import office_hours
from storage.connection import Database
from storage.raw import RawFile
from wiring.lakes import lake


def database(config: Config) -> Database:
    """The configuration's database; nothing is opened yet."""
    if config.database.startswith(LAKE):
        return lake(config, office_minutes=_office_minutes)
    return Database(
        Path(config.database),
        timezone=str(config.timezone),
        office_minutes=_office_minutes,
    )


def raw_file(config: Config) -> RawFile:
    """Where what services sent is kept as it came: beside a database that is a file, else in the data folder."""
    lies_there = ":" not in config.database[2:]
    return RawFile(Path(config.database) if lies_there else config.data_dir / "earshot.duckdb")


def _office_minutes(hours: str, zone: str, start: datetime, end: datetime) -> float:
    return _office(hours, zone).minutes(start, end)


_office = lru_cache(maxsize=8)(office_hours)
