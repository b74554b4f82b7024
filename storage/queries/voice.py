"""Who is talked about, and whether the brands were listened to alike."""

from datetime import date, timedelta

from domain.measures import Scope, VoiceCounts
from storage.queries import scope as where
from storage.queries.ask import Ask

# A brand whose first mention comes this much later than another's was not listened to as long.
_LATE = timedelta(days=28)


def voice(ask: Ask, scope: Scope) -> VoiceCounts:
    """Mentions per brand in the scope's days, sources and kinds, the category left out; overlap names several."""
    found = where.counted(scope, all_brands=True)
    rivals = "m.brand not in (select brand from brands where role = 'category')"
    rows = ask.rows(*_by_brand(scope))
    overlap = ask.row(
        f"""
        select count(*) from (
            select m.mention_id
            from counted_mentions m
            where len(m.beside) > 0 and {rivals} and {found.sql}
            group by m.mention_id having count(*) > 1
        )
        """,  # noqa: S608 - conditions of our own, values as parameters
        found.values,
    )
    mentions = {str(brand): int(str(n)) for brand, n in rows}
    return VoiceCounts(
        brand=scope.brand,
        mentions=mentions,
        overlap=int(str(overlap[0])),
        comparable=_comparable(ask, scope, sorted(mentions)),
    )


def _by_brand(scope: Scope) -> tuple[str, dict[str, object]]:
    rivals = "brand not in (select brand from brands where role = 'category')"
    if where.fits_daily(scope):
        found = where.daily(scope, all_brands=True)
        sql = f"select d.brand, sum(d.mentions)::bigint from daily d where {rivals} and {found.sql} group by d.brand"  # noqa: S608
        return sql, found.values
    found = where.counted(scope, all_brands=True)
    sql = f"select m.brand, count(*) from counted_mentions m where m.{rivals} and {found.sql} group by m.brand"  # noqa: S608
    return sql, found.values


def _comparable(ask: Ask, scope: Scope, brands: list[str]) -> bool:
    """Whether all brands are listened to in the same sources, and for about as long."""
    rows = ask.rows(
        """
        with listening as (
            select b.brand, s.source from (select unnest($brands) as brand) b
            join sources s on s.configured and (len(s.brands) = 0 or list_contains(s.brands, b.brand))
            union
            select brand, source from daily_counts
            where list_contains($brands, brand) and source not in (select source from sources where configured)
        ),
        heard as (select brand, min(day) as first from daily_counts group by brand)
        select l.brand, list(distinct l.source order by l.source), any_value(h.first)
        from listening l left join heard h on h.brand = l.brand
        group by l.brand
        """,
        {"brands": brands},
    )
    if len(rows) < len(brands) or len({str(sources) for _, sources, _ in rows}) > 1:
        return False
    firsts = [first for _, _, first in rows if isinstance(first, date)]
    started = [max(first, scope.since) if scope.since else first for first in firsts]
    return not started or max(started) - min(started) <= _LATE
