"""Two periods' rows by part: which source, topic, country, survey or story they come from, and SQL that opens them."""

import re
from collections.abc import Mapping
from datetime import date

from domain.measures import Moments, PartMoments, Scope
from domain.small_groups import SMALLEST
from storage.queries.ask import Ask
from storage.queries.business import zone_of
from storage.queries.parts import CONDITIONS, TABLES, Table, spoken
from storage.queries.worth import Worth

_EXCERPT = 120

# The parts that move a mean most, by their exact part of the change; or those that gained or lost most rows.
_MOVED = """
    (after_sum / nullif(after_rows, 0) - before_sum / nullif(before_rows, 0))
    - (after_n / nullif(after_rows, 0) - before_n / nullif(before_rows, 0))
    * (total_before / nullif(before_rows, 0) + total_after / nullif(after_rows, 0)) / 2
"""
_GAINED = "after_n - before_n"

_PARTS = """
    with spoken as ({spoken}),
    counted as (
        select
            part,
            count(*) filter (earlier) as before_n,
            coalesce(sum(points) filter (earlier), 0)::double as before_sum,
            coalesce(sum(points * points) filter (earlier), 0)::double as before_squares,
            count(*) filter (not earlier) as after_n,
            coalesce(sum(points) filter (not earlier), 0)::double as after_sum,
            coalesce(sum(points * points) filter (not earlier), 0)::double as after_squares
        from spoken
        where points is not null
        group by part
    ),
    whole as (
        select
            sum(before_n)::double as before_rows, sum(after_n)::double as after_rows,
            sum(before_sum) as total_before, sum(after_sum) as total_after
        from counted
    ),
    ranked as (
        select *,
            before_n between 1 and $least - 1 or after_n between 1 and $least - 1 as small,
            row_number() over (order by small, abs({moved}) desc nulls last, part) as place
        from counted cross join whole
    )
    select
        case when place <= $most and not small then part end as part,
        sum(before_n), sum(before_sum), sum(before_squares), sum(after_n), sum(after_sum), sum(after_squares)
    from ranked
    group by case when place <= $most and not small then part end
    order by min(place)
"""

_OPEN = (
    "select case when s.earlier then 'before' else 'now' end as period, v.* "
    "from ({spoken}) s join {view} v on v.{id} = s.id and v.brand = $brand "
    "where s.points is not null and s.part {inside} order by s.earlier desc, s.id"
)


class Breakdown:
    """Rows of a scope beside those of the days before it, by one dimension at a time."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def parts(self, scope: Scope, before: date, dimension: str, worth: Worth, *, most: int = 8) -> list[PartMoments]:
        """The `most` parts that moved the figure most, then the others as one; together they are all rows.

        `before` is the first day of the period before, which ends the day before the scope begins. A segment of too few
        rows is among the others; no parts at all where it could be told by what is left of them.
        """
        both, values = spoken(scope, before, dimension, worth)
        if worth.table == "customers":
            values["zone"] = zone_of(self._ask)
        sql = _PARTS.format(spoken=both, moved=_GAINED if worth.counted else _MOVED)
        rows = self._ask.rows(sql, {**values, "most": most, "least": SMALLEST if dimension == "segment" else 0})
        named = [str(row[0]) for row in rows if row[0] is not None]
        says = self._beginnings(named) if dimension == "story" else {}
        found = [
            PartMoments(
                part=part,
                before=_moments(row[1:4]),
                after=_moments(row[4:7]),
                says=says.get(part or "", ""),
                sql=_opening(both, values, TABLES[worth.table], part, named),
            )
            for row in rows
            for part in [None if row[0] is None else str(row[0])]
        ]
        return [] if dimension == "segment" and _gives_away(found) else found

    def days(self, scope: Scope, worth: Worth) -> list[tuple[date, Moments]]:
        """What each local day's rows are worth, oldest first; a day without rows is absent. Customers have no day."""
        table = TABLES[worth.table]
        if not table.rows:
            return []
        found = CONDITIONS[worth.table](scope)
        rows = self._ask.rows(
            f"""
            with spoken as (
                select {table.key[0]}.day as day, {worth.points} as points from {table.rows} where {found.sql}
            )
            select day, count(*), sum(points)::double, sum(points * points)::double
            from spoken where points is not null and day is not null
            group by day order by day
            """,  # noqa: S608 - conditions of our own, values as parameters
            {**found.values, **dict(worth.values)},
        )
        return [(day, _moments(cells)) for day, *rest in rows if isinstance(day, date) for cells in [tuple(rest)]]

    def _beginnings(self, stories: list[str]) -> dict[str, str]:
        rows = self._ask.rows(
            f"""
            select
                coalesce(story_id, mention_id)::varchar,
                left(trim(concat_ws(' ', arg_min(title, first_seen_at), arg_min(text, first_seen_at))), {_EXCERPT})
            from mentions
            where deleted_at is null and list_contains($stories::bigint[], coalesce(story_id, mention_id))
            group by 1
            """,  # noqa: S608 - a number of our own
            {"stories": [int(story) for story in stories]},
        )
        return {str(story): " ".join(str(says).split()) for story, says in rows}


def _gives_away(parts: list[PartMoments]) -> bool:
    return any(0 < period.n < SMALLEST for part in parts if part.part is None for period in (part.before, part.after))


def _moments(cells: tuple[object, ...]) -> Moments:
    n, total, squares = cells
    return Moments(n=int(str(n or 0)), total=float(str(total or 0)), squares=float(str(squares or 0)))


def _opening(spoken: str, values: Mapping[str, object], table: Table, part: str | None, named: list[str]) -> str:
    """A SELECT, as `sql` takes it, of exactly the rows that the part counts; column `period` says which period."""
    inside = f"= {_literal(part)}" if part is not None else f"not in ({', '.join(map(_literal, named)) or 'null'})"
    text = _OPEN.format(spoken=spoken, view=table.view, id=table.key.partition(".")[2], inside="$inside")
    # Values go in last and in one pass: what a stranger wrote is never read as a name of a value.
    found = {**{key: _literal(value) for key, value in values.items()}, "inside": inside}
    return re.sub(r"\$(\w+)", lambda name: found[name.group(1)], " ".join(text.split()))


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
