"""What people left for each other: saved views and comments."""

from dataclasses import dataclass

import pandas as pd

from storage.queries.ask import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A page with filters under a name; `query` is the address's part behind the question mark."""

    view_id: int
    name: str
    page: str
    query: str
    person: str


class Teamwork:
    """Shared by all who may look."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def saved(self, limit: int = 100) -> list[SavedView]:
        """The saved views by name."""
        rows = self._ask.rows(
            """
            select view_id, name, page, query, coalesce(person, '') from saved_views
            where removed_at is null order by lower(name) limit $limit
            """,
            {"limit": limit},
        )
        return [
            SavedView(view_id=int(str(i)), name=str(name), page=str(page), query=str(query), person=str(person))
            for i, name, page, query, person in rows
        ]

    def comments(self, kind: str, subject: str, limit: int = 50) -> pd.DataFrame:
        """Columns comment_id, said, person, made_at: what was said of a subject, oldest of the last `limit` first."""
        return self._ask.frame(
            """
            select * from (
                select comment_id, said, person, made_at from comments
                where kind = $kind and subject = $subject and removed_at is null
                order by made_at desc limit $limit
            ) order by made_at
            """,
            {"kind": kind, "subject": subject, "limit": limit},
        )
