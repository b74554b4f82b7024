"""Turns a scope into conditions; each kind of row knows which of its columns a scope speaks about."""

from dataclasses import dataclass

from domain.measures import Scope

# Texts that name the topic of the scope, for the content as it is now; $topic is a name.
_NAMES_TOPIC = """
    ({key}, {content}) in (
        select x.text_id, x.content_hash from text_topics x
        join topics t on t.topic_id = x.topic_id
        where t.name = $topic
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The text of a condition and the values that it names."""

    sql: str
    values: dict[str, object]


def mentions(scope: Scope, *, all_brands: bool = False) -> Where:
    """For `mentions m join mention_brands b`: what is not deleted and in scope.

    A mention has no segment and no touchpoint of its own: a scope that asks for one holds no mention.
    """
    found = _shared(scope, "m", "b.brand", all_brands=all_brands, topic=("m.mention_id", "m.content_hash"))
    parts = [found.sql, "m.deleted_at is null"]
    if scope.segment is not None or scope.touchpoint is not None:
        parts.append("false")
    return _with(parts, found.values, sources=("m.source", scope.sources), kinds=("m.kind", scope.kinds))


def daily(scope: Scope, *, all_brands: bool = False) -> Where:
    """For `daily d`; only for a scope that `fits_daily`."""
    found = _shared(scope, "d", "d.brand", all_brands=all_brands)
    return _with([found.sql], found.values, sources=("d.source", scope.sources), kinds=("d.kind", scope.kinds))


def fits_daily(scope: Scope) -> bool:
    """Whether the daily counts know all that the scope asks for; else rows must be counted."""
    return scope.topic is None and scope.segment is None and scope.touchpoint is None


def answers(scope: Scope) -> Where:
    """For `survey_responses r`; a source is a survey's name."""
    found = _shared(scope, "r", "r.brand", topic=("r.response_id", "r.content_hash"))
    parts, values = [found.sql], found.values
    if scope.segment is not None:
        parts, values = [*parts, "r.segment = $segment"], {**values, "segment": scope.segment}
    if scope.touchpoint is not None:
        parts, values = [*parts, "r.touchpoint = $touchpoint"], {**values, "touchpoint": scope.touchpoint}
    return _with(parts, values, sources=("r.survey", scope.sources), kinds=("'survey'", scope.kinds))


def tickets(scope: Scope) -> Where:
    """For `tickets k`; a source is a channel; a ticket has no touchpoint."""
    found = _shared(scope, "k", "k.brand", topic=("k.ticket_id", "k.content_hash"))
    parts, values = [found.sql], found.values
    if scope.segment is not None:
        parts, values = [*parts, "k.segment = $segment"], {**values, "segment": scope.segment}
    if scope.touchpoint is not None:
        parts.append("false")
    return _with(parts, values, sources=("k.channel", scope.sources), kinds=("'ticket'", scope.kinds))


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
