"""Two periods' rows by part: which source, topic, country, survey or story they come from, and SQL that opens them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.measures import Moments, PartMoments, Scope
from domain.small_groups import SMALLEST
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.business import zone_of
from storage.queries.worth import Worth

_EXCERPT = 120

# A text stands under the topic that it names best, for the content as it is now.
_BEST = """
    left join (
        select x.text_id, t.name
        from text_topics x
        join {table} own on own.{key} = x.text_id and own.content_hash = x.content_hash
        join topics t on t.topic_id = x.topic_id
        qualify row_number() over (partition by x.text_id order by x.score desc nulls last, x.topic_id) = 1
    ) best on best.text_id = {row}.{key}
"""
_TOPIC = "coalesce(best.name, 'untagged')"
_FIRST = "left join topics best on best.topic_id = m.topics[1]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Where rows of a kind lie: how they are read, which one is which, what people read instead, and their parts."""

    rows: str
    key: str
    view: str
    named: str
    parts: Mapping[str, str]
    brand: str = ""


def _or_unknown(column: str) -> str:
    return f"coalesce(nullif({column}, ''), 'unknown')"


_OF_MENTIONS = {
    "source": "m.source",
    "topic": _TOPIC,
    "country": _or_unknown("m.country"),
    "app_version": _or_unknown("m.app_version"),
    "story": "coalesce(m.story_id, m.mention_id)::varchar",
}
_TABLES = {
    "counted": Table(
        rows="counted_mentions m",
        key="m.mention_id",
        view="mention",
        named=_FIRST,
        parts=_OF_MENTIONS,
        brand="m.brand",
    ),
    "mentions": Table(
        rows="mentions m join mention_brands b on b.mention_id = m.mention_id",
        key="m.mention_id",
        view="mention",
        named=_BEST.format(table="mentions", key="mention_id", row="m"),
        parts=_OF_MENTIONS,
        brand="b.brand",
    ),
    "answers": Table(
        rows="survey_responses r",
        key="r.response_id",
        view="survey_response",
        named=_BEST.format(table="survey_responses", key="response_id", row="r"),
        parts={
            "survey": _or_unknown("r.survey"),
            "touchpoint": _or_unknown("r.touchpoint"),
            "segment": _or_unknown("r.segment"),
            "country": _or_unknown("r.country"),
            "topic": _TOPIC,
        },
        brand="r.brand",
    ),
    "tickets": Table(
        rows="tickets k",
        key="k.ticket_id",
        view="ticket",
        named=_BEST.format(table="tickets", key="ticket_id", row="k"),
        parts={
            "channel": _or_unknown("k.channel"),
            "priority": _or_unknown("k.priority"),
            "segment": _or_unknown("k.segment"),
            "owner": _or_unknown("k.owner"),
            "topic": _TOPIC,
        },
        brand="k.brand",
    ),
    "customers": Table(
        rows="",
        key="c.customer_id",
        view="customer",
        named="",
        parts={"segment": _or_unknown("c.segment"), "country": _or_unknown("c.country")},
        brand="c.brand",
    ),
}

_CONDITIONS = {"counted": where.counted, "mentions": where.mentions, "answers": where.answers, "tickets": where.tickets}

# Customers belong to no day: each period has its own cohort, and one who stayed stands in both.
_COHORTS = """
    (
        select c.*, p.earlier, c.churned and not coalesce(c.churned_at >= p.ends, false) as lost
        from customers c
        cross join (
            select earlier, timezone('UTC', timezone($zone, first)) as begins,
                timezone('UTC', timezone($zone, after)) as ends
            from (values (true, $since::timestamp, $turn::timestamp),
                (false, $turn::timestamp, $until::timestamp + interval 1 day)) v(earlier, first, after)
        ) p
        where c.churned is not null and not coalesce(c.churned and c.churned_at < p.begins, false)
            and not coalesce(c.started_at >= p.begins, false)
    ) c
"""

# The parts that move a mean most, by their exact part of the change; or those that gained or lost most rows.
_MOVED = """
    (after_sum / nullif(after_rows, 0) - before_sum / nullif(before_rows, 0))
    - (after_n / nullif(after_rows, 0) - before_n / nullif(before_rows, 0))
    * (total_before / nullif(before_rows, 0) + total_after / nullif(after_rows, 0)) / 2
"""
_GAINED = "after_n - before_n"

_SPOKEN = (
    "select {key} as id, {part} as part, {earlier} as earlier, {points} as points from {rows} {join} where {where}"
)

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


def dimensions(worth: Worth) -> tuple[str, ...]:
    """What a figure of this kind can be taken apart by."""
    return tuple(_TABLES[worth.table].parts)


class Breakdown:
    """Rows of a scope beside those of the days before it, by one dimension at a time."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def parts(self, scope: Scope, before: date, dimension: str, worth: Worth, *, most: int = 8) -> list[PartMoments]:
        """The `most` parts that moved the figure most, then the others as one; together they are all rows.

        `before` is the first day of the period before, which ends the day before the scope begins. A segment of too few
        rows is among the others; no parts at all where it could be told by what is left of them.
        """
        spoken, values = _spoken(scope, before, dimension, worth)
        if worth.table == "customers":
            values["zone"] = zone_of(self._ask)
        sql = _PARTS.format(spoken=spoken, moved=_GAINED if worth.counted else _MOVED)
        rows = self._ask.rows(sql, {**values, "most": most, "least": SMALLEST if dimension == "segment" else 0})
        named = [str(row[0]) for row in rows if row[0] is not None]
        says = self._beginnings(named) if dimension == "story" else {}
        found = [
            PartMoments(
                part=part,
                before=_moments(row[1:4]),
                after=_moments(row[4:7]),
                says=says.get(part or "", ""),
                sql=_opening(spoken, values, _TABLES[worth.table], part, named),
            )
            for row in rows
            for part in [None if row[0] is None else str(row[0])]
        ]
        return [] if dimension == "segment" and _gives_away(found) else found

    def days(self, scope: Scope, worth: Worth) -> list[tuple[date, Moments]]:
        """What each local day's rows are worth, oldest first; a day without rows is absent. Customers have no day."""
        table = _TABLES[worth.table]
        if not table.rows:
            return []
        found = _CONDITIONS[worth.table](scope)
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


def _spoken(scope: Scope, before: date, dimension: str, worth: Worth) -> tuple[str, dict[str, object]]:
    if scope.since is None or scope.until is None:
        raise ValueError("a breakdown needs a scope with both ends")
    table = _TABLES[worth.table]
    whole = replace(scope, since=before)
    if worth.table == "customers":
        found = where.customers(whole)
        found = replace(found, values={**found.values, "since": before, "until": scope.until})
        rows, earlier = _COHORTS, "c.earlier"
    else:
        found = _CONDITIONS[worth.table](whole)
        rows, earlier = table.rows, f"{table.key[0]}.day < $turn"
    sql = _SPOKEN.format(
        key=table.key,
        part=table.parts[dimension],
        earlier=earlier,
        points=worth.points,
        rows=rows,
        join=table.named if dimension == "topic" else "",
        where=found.sql,
    )
    return sql, {**found.values, **dict(worth.values), "turn": scope.since}


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
