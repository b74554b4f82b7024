"""The log of what people changed, for what is changed outside the database: the configuration, erasures, imports."""

import duckdb

from storage.writes.audit import log


class ChangeLog:
    """One row per change; never updated."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def add(self, verb: str, subject: str, detail: dict[str, object], *, person: str) -> None:
        """Write down what `person` did, with what is now true; names no author and no text."""
        log(self._con, person, verb, subject, detail)
