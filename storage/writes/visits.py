"""Up to when a person has seen the news of a page."""

from datetime import datetime

import duckdb

from storage.frames import utc


class Visits:
    """One row per person and page."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def seen(self, person: str, page: str, moment: datetime) -> None:
        """Everything up to a moment is no news to this person any more."""
        self._con.execute(
            "delete from visits where person = $person and page = $page", {"person": person, "page": page}
        )
        self._con.execute(
            "insert into visits values ($person, $page, $at)", {"person": person, "page": page, "at": utc(moment)}
        )
