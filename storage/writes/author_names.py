"""Names of authors beside their keys, where the configuration asks for them; by itself Earshot keeps none."""

from collections.abc import Sequence
from datetime import datetime

import duckdb

from domain.records import Mention
from storage.frames import TEXT, arrive, clean, utc
from storage.writes.mention_rows import author_key
from storage.writes.settings import Settings

_KEY = "keep_author_names"
_LONGEST = 200
_BURIED = "(select key from tombstones where kind = 'author')"


class AuthorNames:
    """One name per author key, the one given last."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self._con = con
        self._settings = settings

    def keep(self, wanted: bool) -> int:
        """Say whether names are kept from now on; returns how many were removed because they are not to be."""
        told = "yes" if wanted else "no"
        if self._settings.get(_KEY) != told:
            self._settings.set(_KEY, told)
        return 0 if wanted else self._delete("true")

    def add(self, mentions: Sequence[Mention], brands: Sequence[tuple[str, ...]], secret: bytes, now: datetime) -> None:
        """Keep the names of authors whose mentions concern a brand; what `arriving` does not hold was erased."""
        if self._settings.get(_KEY) != "yes":
            return
        named = {
            key: clean(str(mention.author).strip()[:_LONGEST])
            for mention, names in zip(mentions, brands, strict=True)
            if names and (key := author_key(secret, mention.author))
        }
        arrive(self._con, "named", {"author_key": TEXT, "author_name": TEXT}, list(named.items()))
        self._con.execute("""
            delete from named where (author_key, author_name) in (select author_key, author_name from author_names)
                or author_key not in (select author_key from arriving where author_key is not null)
        """)
        self._delete("author_key in (select author_key from named)")
        self._con.execute(
            "insert into author_names select author_key, author_name, $now from named order by author_key",
            {"now": utc(now)},
        )

    def forget(self) -> int:
        """Remove the names of the erased and of those of whom nothing is stored any more; returns how many."""
        known = "(select author_key from mentions where author_key is not null)"
        return self._delete(f"author_key in {_BURIED} or author_key not in {known}")

    def _delete(self, which: str) -> int:
        removed = self._con.execute(f"delete from author_names where {which}").fetchone()  # noqa: S608 - our own
        return int(removed[0]) if removed else 0
