"""Puts a question to the snapshot and gives the answer as a frame, rows or one value."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

import duckdb
import pandas as pd

from domain.errors import StorageError

_NOTHING: Mapping[str, object] = {}
_Answer = TypeVar("_Answer")


class Ask:
    """Questions on one cursor; `larger` opens another for what the memory that many share is too small for."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, larger: Callable[[], duckdb.DuckDBPyConnection] | None = None
    ) -> None:
        self.con = con
        self._larger = larger

    def answer(self, question: Callable[[duckdb.DuckDBPyConnection], _Answer]) -> _Answer:
        """What `question` makes of the cursor; where the shared memory is too small it is asked again with its own."""
        try:
            return question(self.con)
        except duckdb.OutOfMemoryException:
            if self._larger is None:
                raise
            return question(self.roomy())

    def roomy(self) -> duckdb.DuckDBPyConnection:
        """The cursor for what is read whole; this and all that is asked after it have memory of their own.

        Where none can be had, as beside a snapshot on a read-only disk, the shared one has to do.
        """
        larger, self._larger = self._larger, None
        if larger is not None:
            with suppress(StorageError):
                self.con = larger()
        return self.con

    def frame(self, sql: str, values: Mapping[str, object] = _NOTHING) -> pd.DataFrame:
        """The answer as a frame: days and times are naive datetimes, lists are Python lists."""
        return self.answer(lambda con: _frame(con.execute(sql, dict(values))))

    def rows(self, sql: str, values: Mapping[str, object] = _NOTHING) -> list[tuple[object, ...]]:
        """The answer as tuples."""
        return self.answer(lambda con: con.execute(sql, dict(values)).fetchall())

    def row(self, sql: str, values: Mapping[str, object] = _NOTHING) -> tuple[object, ...]:
        """The first row, of a question that always has one."""
        found = self.answer(lambda con: con.execute(sql, dict(values)).fetchone())
        assert found is not None, "an aggregate without groups has one row"  # noqa: S101 - SQL says so
        return found

    def setting(self, key: str) -> str | None:
        """A setting's text, None where it was never set."""
        found = self.con.execute("select value from settings where key = $key", {"key": key}).fetchone()
        return found[0] if found else None


def _frame(answer: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    lists = [str(column[0]) for column in answer.description or [] if str(column[1]).endswith("[]")]
    frame = answer.df()
    for name in lists:
        frame[name] = pd.Series([list(v) if v is not None else None for v in frame[name]], dtype=object)
    return frame
