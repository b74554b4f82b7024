"""Issued reports, as they were."""

from datetime import date, datetime

import pandas as pd

from domain.reports import Quote
from storage.frames import aware
from storage.queries.ask import Ask
from storage.shapes import ReportRow


class ReportRows:
    """Reports by id, and the list of them."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def table(self, brand: str | None = None, limit: int = 100) -> pd.DataFrame:
        """Columns report_id, brand, since, until, engine, origin, made_at, quotes, removed; the newest first."""
        return self._ask.frame(
            """
            select
                r.report_id, r.brand, r.since, r.until, r.engine, r.origin, r.made_at,
                count(q.report_id) as quotes,
                count(q.removed_at) as removed
            from reports r
            left join report_quotes q on q.report_id = r.report_id
            where r.brand = coalesce($brand, r.brand)
            group by all
            order by r.made_at desc, r.report_id
            limit $limit
            """,
            {"brand": brand, "limit": limit},
        )

    def get(self, report_id: str) -> tuple[ReportRow, tuple[Quote, ...]] | None:
        """One report's frozen numbers and its quotes in their order; None where no report has that id."""
        found = self._ask.con.execute(
            """
            select report_id, brand, since, until, engine, taxonomy, formulas, body, origin, made_at
            from reports where report_id = $id
            """,
            {"id": report_id},
        ).fetchone()
        if found is None:
            return None
        names = ("report_id", "brand", "since", "until", "engine", "taxonomy", "formulas", "body", "origin")
        made_at = aware(found[-1])
        assert made_at is not None  # noqa: S101 - written with every report
        return ReportRow(**dict(zip(names, found[:-1], strict=True)), made_at=made_at), self._quotes(report_id)

    def told_by(self, event_id: int) -> tuple[str | None, tuple[str, ...]]:
        """The report that a message tells of, and the forms that go along; (None, ()) for any other message."""
        found = self._ask.con.execute(
            "select report_id, forms from report_events where event_id = $id", {"id": event_id}
        ).fetchone()
        return (found[0], tuple(found[1] or ())) if found else (None, ())

    def _quotes(self, report_id: str) -> tuple[Quote, ...]:
        rows = self._ask.con.execute(
            """
            select mention_id, topic_id, source, day, quote from report_quotes
            where report_id = $id order by place
            """,
            {"id": report_id},
        ).fetchall()
        return tuple(
            Quote(mention_id=mention, topic_id=topic, source=source, day=_day(day), text=text)
            for mention, topic, source, day, text in rows
        )


def _day(found: date | datetime) -> date:
    return found.date() if isinstance(found, datetime) else found
