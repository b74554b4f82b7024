"""Notes on the time axis: what happened on a day that a chart cannot know."""

from datetime import date

import duckdb

from storage.writes.audit import log


class Notes:
    """Event notes by brand and day."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def add(self, brand: str, day: date, note: str, person: str = "") -> None:
        """Leave a note on a local day; the same note on the same day is kept once."""
        now = log(self._con, person, "note", f"{brand}/{day}", {"note": note})
        values = {"brand": brand, "day": day, "note": note}
        self._con.execute("delete from event_notes where brand = $brand and day = $day and note = $note", values)
        self._con.execute(
            "insert into event_notes values ($brand, $day, $note, $person, $now)",
            {**values, "person": person, "now": now},
        )
