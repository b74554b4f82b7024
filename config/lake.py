"""What earshot.toml says of a database on many machines."""

import re
from pathlib import Path

from config.tables import FileTable
from domain.errors import ConfigError

LAKE = "ducklake:postgres:"
_EXAMPLE = 'database = "ducklake:postgres:host=db dbname=earshot user=earshot" and data_path = "s3://bucket/earshot/"'


def lake_path(file: FileTable, path: Path) -> str:
    """Where a lake's rows lie, '' for a database that is a file; ConfigError where the two keys do not fit."""
    if not file.database.startswith("ducklake:"):
        if file.data_path is not None:
            raise ConfigError(f"{path}: data_path: belongs to a DuckLake; write {_EXAMPLE}, or remove it")
        return ""
    if not file.database.startswith(LAKE):
        raise ConfigError(f"{path}: database: a DuckLake's catalogue must be PostgreSQL; write {_EXAMPLE}")
    if re.search(r"password|://", file.database.removeprefix(LAKE), re.IGNORECASE):
        raise ConfigError(
            f"{path}: database: no URL and no password here; the password is read from EARSHOT_PG_PASSWORD"
        )
    if file.data_path is None:
        raise ConfigError(f"{path}: data_path: is missing; write {_EXAMPLE}")
    if not (file.data_path.startswith("s3://") or Path(file.data_path).is_absolute()):
        raise ConfigError(f'{path}: data_path: write "s3://bucket/folder/", or a folder from / that all machines share')
    return file.data_path
