"""Where the rows of a figure lie, what parts they have, and SQL that reads both periods' rows by one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.worth import Worth

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
TABLES = {
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

CONDITIONS = {"counted": where.counted, "mentions": where.mentions, "answers": where.answers, "tickets": where.tickets}

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

_SPOKEN = (
    "select {key} as id, {part} as part, {earlier} as earlier, {points} as points from {rows} {join} where {where}"
)


def dimensions(worth: Worth) -> tuple[str, ...]:
    """What a figure of this kind can be taken apart by."""
    return tuple(TABLES[worth.table].parts)


def spoken(scope: Scope, before: date, dimension: str, worth: Worth) -> tuple[str, dict[str, object]]:
    """SQL of the rows of the scope and of those from `before` on as id, part, earlier, points; and its values.

    Raises ValueError where the scope has no beginning or no end.
    """
    if scope.since is None or scope.until is None:
        raise ValueError("a breakdown needs a scope with both ends")
    table = TABLES[worth.table]
    whole = replace(scope, since=before)
    if worth.table == "customers":
        found = where.customers(whole)
        found = replace(found, values={**found.values, "since": before, "until": scope.until})
        rows, earlier = _COHORTS, "c.earlier"
    else:
        found = CONDITIONS[worth.table](whole)
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
