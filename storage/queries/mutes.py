"""What mutes hide: who is muted, and how many mentions each of them keeps from sight."""

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.writes.mutes import HIDES

_TABLE = f"""
    select
        u.kind, u.value, any_value(n.author_name) as author_name, u.brand, u.person, u.made_at,
        count(m.mention_id)::bigint as hidden
    from mutes u
    left join author_names n on u.kind = 'author' and n.author_key = u.value
    left join (
        select m.mention_id, m.author_key, m.site, m.url, b.brand
        from mentions m
        join mention_brands b on b.mention_id = m.mention_id
        where {{where}}
    ) m on {HIDES.replace("b.brand", "m.brand")}
    where {{mine}}
    group by u.kind, u.value, u.brand, u.person, u.made_at
    order by u.made_at desc, u.value
"""  # noqa: S608 - our own names


class MutedRows:
    """The mutes and the rows behind them; nothing that they hide is deleted."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def table(self, scope: Scope | None = None) -> pd.DataFrame:
        """One row per mute that holds for the scope's brand (or per mute there is), the newest first.

        Columns kind ("author", "site"), value (the author_key, or the host), author_name (None unless names are
        kept), brand (None: of every brand), person, made_at, hidden: rows in scope (pairs of mention and brand) that
        it hides, alone or with others.
        """
        if scope is None:
            return self._ask.frame(_TABLE.format(where="b.muted and m.deleted_at is null", mine="true"))
        found = where.mentions(scope, muted=True)
        mine = "(u.brand is null or u.brand = $of)"
        return self._ask.frame(_TABLE.format(where=found.sql, mine=mine), {**found.values, "of": scope.brand})

    def hidden(self, scope: Scope) -> int:
        """How many mentions in scope no page and no figure counts because of a mute."""
        if not self._ask.rows("select 1 from mutes limit 1"):
            return 0
        found = where.mentions(scope, muted=True)
        row = self._ask.row(
            f"""
            select count(*) from mentions m join mention_brands b on b.mention_id = m.mention_id
            where {found.sql} and exists (select 1 from mutes u where coalesce({HIDES}, false))
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )
        return int(str(row[0]))

    def named(self, mention_id: int) -> tuple[str | None, str | None]:
        """What a mute of a mention would name: its author's key and its site, or the host of its address."""
        found = self._ask.rows(
            """
            select author_key, coalesce(
                nullif(lower(site), ''), nullif(regexp_extract(lower(url), '^https?://(?:www\\.)?([^/:?#@]+)', 1), '')
            )
            from mentions where mention_id = $id
            """,
            {"id": mention_id},
        )
        author, site = found[0] if found else (None, None)
        return (str(author) if author else None, str(site) if site else None)

    def rows(self, scope: Scope, limit: int = 50) -> pd.DataFrame:
        """The newest mentions in scope that mutes hide: what a feed shows of them, `country` and `app_version`."""
        found = where.mentions(scope, muted=True)
        return self._ask.frame(
            f"""
            select m.mention_id, m.source, m.url, m.title, m.text, m.rating, m.country, m.app_version,
                coalesce(m.published_at, m.first_seen_at) as published_at, m.published_at is not null as dated,
                m.label as sentiment, m.polarity
            from mentions m join mention_brands b on b.mention_id = m.mention_id
            where {found.sql} and exists (select 1 from mutes u where coalesce({HIDES}, false))
            order by published_at desc, m.mention_id desc
            limit $limit
            """,  # noqa: S608 - conditions of our own, values as parameters
            {**found.values, "limit": limit},
        )
