"""The configuration's database, and how its opening hours are counted."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from config import Config
from domain.errors import ConfigError
from metrics.business_hours import office_hours
from storage.connection import Database


def database(config: Config) -> Database:
    """The configuration's database; nothing is opened yet."""
    if config.database.startswith("ducklake:"):
        raise ConfigError('database: DuckLake is not built yet; write a file such as "earshot.duckdb"')
    return Database(
        Path(config.database),
        timezone=str(config.timezone),
        office_minutes=_office_minutes,
    )


def _office_minutes(hours: str, zone: str, start: datetime, end: datetime) -> float:
    return _office(hours, zone).minutes(start, end)


_office = lru_cache(maxsize=8)(office_hours)
