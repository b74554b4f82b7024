"""Which mentions tell one story: exact copies by themselves, near-copies once somebody has found them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from storage.frames import BIGINT, arrive, utc
from storage.writes.counted import touch
from storage.writes.settings import Settings

_KEY = "stories_folded"
_MOVING = "(select mention_id as text_id from mentions where story_id in (select story_id from folded))"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryText:
    """What one story says: the words of its first mention."""

    story_id: int
    title: str
    text: str


class Stories:
    """Stories by id; what was folded into another one stays there until its words change."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self._con = con
        self._settings = settings

    def untold(self, since: datetime, limit: int) -> list[StoryText]:
        """The newest `limit` stories told since a moment; none where nothing came or changed since the last fold."""
        if self._settings.get(_KEY) == self.mark():
            return []
        rows = self._con.execute(
            """
            select
                story_id,
                min_by(title, (first_seen_at, mention_id)),
                min_by(text, (first_seen_at, mention_id))
            from mentions
            where deleted_at is null
                and coalesce(published_at, first_seen_at) >= $since
                and mention_id in (select mention_id from mention_brands)
            group by story_id
            order by max(coalesce(published_at, first_seen_at)) desc, story_id
            limit $limit
            """,
            {"since": utc(since), "limit": limit},
        ).fetchall()
        return [StoryText(story_id=i, title=title or "", text=text or "") for i, title, text in rows]

    def mark(self) -> str:
        """Changes with every mention that comes or changes."""
        found = self._con.execute("select count(*), max(changed_at) from mentions").fetchone()
        return f"{found[0]} {found[1]}" if found else ""

    def fold(self, into: Mapping[int, int], *, mark: str) -> int:
        """Let each story on the left go into the one on its right; returns how many mentions moved.

        `mark` is what was read together with the stories: what came since then is still untold. Figures that count
        rows stay as they are; those that count stories follow by themselves.
        """
        pairs = [(story, other) for story, other in into.items() if story != other]
        moved = None
        if pairs:
            arrive(self._con, "folded", {"story_id": BIGINT, "into_id": BIGINT}, pairs)
            touch(self._con, _MOVING)
            moved = self._con.execute("""
                update mentions as m set story_id = f.into_id from folded f where f.story_id = m.story_id
            """).fetchone()
        self._settings.set(_KEY, mark)
        return int(moved[0]) if moved else 0
