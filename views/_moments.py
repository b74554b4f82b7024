"""Rows and times as frames hold them, made plain: times aware, unknown None."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> list[Any]:
    """The frame's rows as objects with its columns; unknown cells are None."""
    names = [str(name) for name in frame.columns]
    columns = [[maybe(value) for value in frame[name].tolist()] for name in frame.columns]
    return [SimpleNamespace(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)]


def utc(value: Any) -> datetime | None:
    """A frame's time as an aware datetime in UTC; a naive one is UTC already."""
    stamp = pd.Timestamp(value) if value is not None else None
    if stamp is None or pd.isna(stamp):
        return None
    aware = stamp.tz_localize(UTC) if stamp.tzinfo is None else stamp.tz_convert(UTC)
    found: datetime = aware.to_pydatetime(warn=False)
    return found


def maybe(value: Any) -> Any:
    """A frame's cell with its three ways of saying "unknown" made one: None."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    return None if isinstance(value, float) and value != value else value
