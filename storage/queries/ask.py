"""Puts a question to the snapshot and gives the answer as a frame, rows or one value."""

from collections.abc import Mapping

import duckdb
import pandas as pd

_NOTHING: Mapping[str, object] = {}


class Ask:
    """Questions on one cursor."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def frame(self, sql: str, values: Mapping[str, object] = _NOTHING) -> pd.DataFrame:
        """The answer as a frame: days and times are naive datetimes, lists are Python lists."""
        answer = self.con.execute(sql, dict(values))
        lists = [str(column[0]) for column in answer.description or [] if str(column[1]).endswith("[]")]
        frame = answer.df()
        for name in lists:
            frame[name] = pd.Series([list(v) if v is not None else None for v in frame[name]], dtype=object)
        return frame

    def rows(self, sql: str, values: Mapping[str, object] = _NOTHING) -> list[tuple[object, ...]]:
        """The answer as tuples."""
        return self.con.execute(sql, dict(values)).fetchall()

    def row(self, sql: str, values: Mapping[str, object] = _NOTHING) -> tuple[object, ...]:
        """The first row, of a question that always has one."""
        found = self.con.execute(sql, dict(values)).fetchone()
        assert found is not None, "an aggregate without groups has one row"  # noqa: S101 - SQL says so
        return found

    def setting(self, key: str) -> str | None:
        """A setting's text, None where it was never set."""
        found = self.con.execute("select value from settings where key = $key", {"key": key}).fetchone()
        return found[0] if found else None
