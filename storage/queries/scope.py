"""Turns a scope into conditions; each kind of row knows which of its columns a scope speaks about."""

from dataclasses import dataclass

from domain.measures import Scope
from domain.tags import tag_key

# The topic that $topic speaks of: a name, in any case, the one that the taxonomy gave, or an id; a merged one leads to
# the one that it went into.
THE_TOPIC = """(
    select coalesce(k.merged_into, k.topic_id) from topics k
    where lower($topic::varchar) in (lower(k.name), lower(k.seed_name), k.topic_id::varchar)
    order by k.merged_into is not null, lower(k.name) <> lower($topic::varchar), k.topic_id limit 1
)"""

# Texts that name it, for the content as it is now.
_NAMES_TOPIC = f"""
    ({{key}}, {{content}}) in (
        select x.text_id, x.content_hash from text_topics x where x.topic_id = {THE_TOPIC}
    )
"""  # noqa: S608 - our own names

# Texts that name the touchpoint of the scope, by its topics or its phrases, for the content as it is now: the rows of
# the view text_touchpoint, some of them twice, for a third of the time that it takes to make them distinct.
_NAMES_TOUCHPOINT = """
    ({key}, {content}) in (
        select x.text_id, x.content_hash from text_touchpoints x
        where lower(x.touchpoint) = lower($touchpoint) {among}
        union all
        select x.text_id, x.content_hash from text_topics x
        where x.topic_id in (select k.topic_id from touchpoint_topic k where lower(k.touchpoint) = lower($touchpoint))
            {among}
    )
"""

# The same of rows that list their topics and touchpoints.
_LISTS_TOPIC = f"coalesce(list_contains(m.topics, {THE_TOPIC}), false)"
_LISTS_TOUCHPOINT = """
    (
        coalesce(list_has_any(
            m.touchpoints, (select list(touchpoint) from touchpoints where lower(touchpoint) = lower($touchpoint))
        ), false)
        or coalesce(list_has_any(
            m.topics, (select list(k.topic_id) from touchpoint_topic k where lower(k.touchpoint) = lower($touchpoint))
        ), false)
    )
"""
_LISTS_NO_TOUCHPOINT = """
    len(m.touchpoints) = 0
    and not coalesce(list_has_any(m.topics, (select list(k.topic_id) from touchpoint_topic k)), false)
"""

# Mentions with the tag of the scope, whoever put it there; $tag is its key.
_HAS_TAG = """
    m.mention_id in (
        select x.text_id from mention_tags x join tags t on t.tag_id = x.tag_id
        where t.key = $tag and t.removed_at is null
    )
"""

# What a survey or a file calls the touchpoint of the scope: its name, or another one that the journey knows.
_CALLED_TOUCHPOINT = """
    (
        lower(trim({column})) = lower($touchpoint)
        or lower(trim({column})) in (
            select p.name from touchpoint_names p where lower(p.touchpoint) = lower($touchpoint)
        )
    )
"""

# Few texts are answers: the others are left out before anything is gathered.
_AMONG_ANSWERS = "and x.text_id in (select a.response_id from survey_responses a where a.brand = $brand)"

# An answer is about the touchpoint that it was asked about; only one that says nothing goes by its comment.
_ANSWERS_TOUCHPOINT = f"""
    (
        {_CALLED_TOUCHPOINT.format(column="r.touchpoint")}
        or (
            coalesce(r.touchpoint, '') = ''
            and {_NAMES_TOUCHPOINT.format(key="r.response_id", content="r.content_hash", among=_AMONG_ANSWERS)}
        )
    )
"""

# Customers who named the topic, or spoke of the touchpoint, in an answer or a ticket of the brand.
_CUSTOMERS_TOPIC = f"""
    c.customer_key in (
        select r.customer_key from survey_responses r
        where r.brand = $brand and {_NAMES_TOPIC.format(key="r.response_id", content="r.content_hash")}
        union all
        select k.customer_key from tickets k
        where k.brand = $brand and {_NAMES_TOPIC.format(key="k.ticket_id", content="k.content_hash")}
    )
"""  # noqa: S608 - our own names
_CUSTOMERS_TOUCHPOINT = f"""
    c.customer_key in (
        select r.customer_key from survey_responses r where r.brand = $brand and {_ANSWERS_TOUCHPOINT}
    )
"""  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The text of a condition and the values that it names."""

    sql: str
    values: dict[str, object]


def mentions(scope: Scope, *, all_brands: bool = False, muted: bool = False) -> Where:
    """For `mentions m join mention_brands b`: what is not deleted, not muted (or, with `muted`, what is) and in scope.

    A mention has no segment: a scope that asks for one holds no mention.
    """
    found = _shared(scope, "m", "b.brand", all_brands=all_brands, topic=("m.mention_id", "m.content_hash"))
    parts, values = [found.sql, "m.deleted_at is null", "b.muted" if muted else "not b.muted"], found.values
    if scope.segment is not None:
        parts.append("false")
    if scope.tag is not None:
        parts, values = [*parts, _HAS_TAG], {**values, "tag": tag_key(scope.tag)}
    if scope.touchpoint == "":
        parts.append("(m.mention_id, m.content_hash) not in (select text_id, content_hash from text_touchpoint)")
    elif scope.touchpoint is not None:
        named = _NAMES_TOUCHPOINT.format(key="m.mention_id", content="m.content_hash", among="")
        parts, values = [*parts, named], {**values, "touchpoint": scope.touchpoint}
    return _with(parts, values, sources=("m.source", scope.sources), kinds=("m.kind", scope.kinds))


def counted(scope: Scope, *, all_brands: bool = False) -> Where:
    """For `counted_mentions m`: the same mentions as `mentions` gives, without a join."""
    found = _shared(scope, "m", "m.brand", all_brands=all_brands)
    parts, values = [found.sql], found.values
    if scope.segment is not None:
        parts.append("false")
    if scope.tag is not None:
        parts, values = [*parts, _HAS_TAG], {**values, "tag": tag_key(scope.tag)}
    if scope.topic is not None:
        parts, values = [*parts, _LISTS_TOPIC], {**values, "topic": scope.topic}
    if scope.touchpoint == "":
        parts.append(_LISTS_NO_TOUCHPOINT)
    elif scope.touchpoint is not None:
        parts, values = [*parts, _LISTS_TOUCHPOINT], {**values, "touchpoint": scope.touchpoint}
    return _with(parts, values, sources=("m.source", scope.sources), kinds=("m.kind", scope.kinds))


def daily(scope: Scope, *, all_brands: bool = False) -> Where:
    """For `daily d`; only for a scope that `fits_daily`."""
    found = _shared(scope, "d", "d.brand", all_brands=all_brands)
    return _with([found.sql], found.values, sources=("d.source", scope.sources), kinds=("d.kind", scope.kinds))


def fits_daily(scope: Scope) -> bool:
    """Whether the daily counts know all that the scope asks for; else rows must be counted."""
    return scope.topic is None and scope.segment is None and scope.touchpoint is None and scope.tag is None


def answers(scope: Scope) -> Where:
    """For `survey_responses r`; a source is a survey's name."""
    found = _shared(scope, "r", "r.brand", topic=("r.response_id", "r.content_hash"))
    parts, values = [found.sql, *_untagged(scope)], found.values
    if scope.segment is not None:
        parts, values = [*parts, "r.segment = $segment"], {**values, "segment": scope.segment}
    if scope.touchpoint is not None:
        parts, values = [*parts, _ANSWERS_TOUCHPOINT], {**values, "touchpoint": scope.touchpoint}
    return _with(parts, values, sources=("r.survey", scope.sources), kinds=("'survey'", scope.kinds))


def tickets(scope: Scope) -> Where:
    """For `tickets k`; a source is a channel; a touchpoint is what its text names."""
    found = _shared(scope, "k", "k.brand", topic=("k.ticket_id", "k.content_hash"))
    parts, values = [found.sql, *_untagged(scope)], found.values
    if scope.segment is not None:
        parts, values = [*parts, "k.segment = $segment"], {**values, "segment": scope.segment}
    if scope.touchpoint is not None:
        named = _NAMES_TOUCHPOINT.format(key="k.ticket_id", content="k.content_hash", among="")
        parts, values = [*parts, named], {**values, "touchpoint": scope.touchpoint}
    return _with(parts, values, sources=("k.channel", scope.sources), kinds=("'ticket'", scope.kinds))


def customers(scope: Scope) -> Where:
    """For `customers c`; a customer has no day and no source, and names what their answers and tickets name."""
    parts, values = ["c.brand = $brand", *_untagged(scope)], {"brand": scope.brand}
    if scope.segment is not None:
        parts, values = [*parts, "c.segment = $segment"], {**values, "segment": scope.segment}
    if scope.topic is not None:
        parts, values = [*parts, _CUSTOMERS_TOPIC], {**values, "topic": scope.topic}
    if scope.touchpoint is not None:
        parts, values = [*parts, _CUSTOMERS_TOUCHPOINT], {**values, "touchpoint": scope.touchpoint}
    return Where(sql=" and ".join(parts), values=dict(values))


def figures(scope: Scope) -> Where:
    """For `touchpoint_figures f`: those whose last day is in scope; they come from no source and name no topic."""
    parts: list[str] = ["f.brand = $brand"]
    values: dict[str, object] = {"brand": scope.brand}
    if scope.sources or scope.kinds or scope.topic is not None or scope.tag is not None:
        parts.append("false")
    if scope.since is not None:
        parts, values = [*parts, "f.last_day >= $since"], {**values, "since": scope.since}
    if scope.until is not None:
        parts, values = [*parts, "f.last_day <= $until"], {**values, "until": scope.until}
    if scope.segment is not None:
        parts, values = [*parts, "f.segment = $segment"], {**values, "segment": scope.segment}
    if scope.touchpoint is not None:
        called = _CALLED_TOUCHPOINT.format(column="f.touchpoint")
        parts, values = [*parts, called], {**values, "touchpoint": scope.touchpoint}
    return Where(sql=" and ".join(parts), values=values)


def _untagged(scope: Scope) -> list[str]:
    """Only mentions have tags."""
    return [] if scope.tag is None else ["false"]


def _shared(
    scope: Scope, alias: str, brand: str, *, all_brands: bool = False, topic: tuple[str, str] | None = None
) -> Where:
    parts: list[str] = ["true"] if all_brands else [f"{brand} = $brand"]
    values: dict[str, object] = {} if all_brands else {"brand": scope.brand}
    if scope.since is not None:
        parts.append(f"{alias}.day >= $since")
        values["since"] = scope.since
    if scope.until is not None:
        parts.append(f"{alias}.day <= $until")
        values["until"] = scope.until
    if topic and scope.topic is not None:
        parts.append(_NAMES_TOPIC.format(key=topic[0], content=topic[1]))
        values["topic"] = scope.topic
    return Where(sql=" and ".join(parts), values=values)


def _with(parts: list[str], values: dict[str, object], **lists: tuple[str, tuple[str, ...]]) -> Where:
    parts, values = list(parts), dict(values)
    for name, (column, wanted) in lists.items():
        if wanted:
            parts.append(f"list_contains(${name}, {column})")
            values[name] = list(wanted)
    return Where(sql=" and ".join(parts), values=values)
