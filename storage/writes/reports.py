"""Issued reports: written once, never changed, but for the words of people who were erased."""

from datetime import datetime

import duckdb

from domain.reports import Quote
from storage.frames import utc
from storage.shapes import ReportRow


class Reports:
    """Frozen numbers by id, and the quotes beside them."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def add(self, row: ReportRow, quotes: tuple[Quote, ...]) -> bool:
        """Keep a report; one that is known under its id stays as it is. Returns whether it was new."""
        values = {"id": row.report_id}
        if self._con.execute("select 1 from reports where report_id = $id", values).fetchone():
            return False
        names = ("brand", "since", "until", "engine", "taxonomy", "formulas", "body", "origin")
        self._con.execute(
            """
            insert into reports values
                ($id, $brand, $since, $until, $engine, $taxonomy, $formulas, $body, $origin, $made_at)
            """,
            {**values, **{name: getattr(row, name) for name in names}, "made_at": utc(row.made_at)},
        )
        for place, quote in enumerate(quotes):
            self._add(row.report_id, place, quote)
        # Erased while the report was made.
        self._con.execute(
            """
            update report_quotes set quote = null, removed_at = $now
            where report_id = $id and mention_id not in (
                select mention_id from mentions
                union all select response_id from survey_responses union all select ticket_id from tickets
            )
            """,
            {**values, "now": utc(row.made_at)},
        )
        return True

    def told(self, event_id: int, report_id: str, forms: tuple[str, ...]) -> None:
        """Note which report a message tells of, and the forms that go along with it."""
        self._con.execute(
            "insert into report_events values ($event, $report, $forms)",
            {"event": event_id, "report": report_id, "forms": list(forms)},
        )

    def _add(self, report_id: str, place: int, quote: Quote) -> None:
        self._con.execute(
            "insert into report_quotes values ($report, $place, $mention, $topic, $source, $day, $quote, null)",
            {
                "report": report_id,
                "place": place,
                "mention": quote.mention_id,
                "topic": quote.topic_id,
                "source": quote.source,
                "day": quote.day,
                "quote": quote.text,
            },
        )


def remove_quotes(con: duckdb.DuckDBPyConnection, erased: str, now: datetime) -> int:
    """Take the words of erased texts out of every report; returns how many quotes were removed."""
    removed = con.execute(
        f"""
        update report_quotes set quote = null, removed_at = $now
        where quote is not null and mention_id in (select text_id from {erased})
        """,  # noqa: S608 - our own table
        {"now": utc(now)},
    ).fetchone()
    return int(removed[0]) if removed else 0
