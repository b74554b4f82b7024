"""Two periods' rows by part: which source, topic, country, version or story they come from, and SQL that opens them."""

from dataclasses import dataclass, replace
from datetime import date

from domain.measures import Scope, SentimentCounts
from storage.queries import scope as where
from storage.queries.ask import Ask

Points = tuple[float, float, float]
"""What a negative, a neutral and a positive row are worth in the figure that is taken apart."""

_EXCERPT = 120

# A text stands under the topic that it names best, for the content as it is now.
_BEST = """
    left join (
        select x.text_id, t.name
        from text_topics x
        join mentions r on r.mention_id = x.text_id and r.content_hash = x.content_hash
        join topics t on t.topic_id = x.topic_id
        qualify row_number() over (partition by x.text_id order by x.score desc nulls last, x.topic_id) = 1
    ) best on best.text_id = m.mention_id
"""

# By dimension: what names the part of a row `m`, and what must be joined for it. Every row has one part of each.
_DIMENSIONS = {
    "source": ("m.source", ""),
    "topic": ("coalesce(best.name, 'untagged')", _BEST),
    "country": ("coalesce(nullif(m.country, ''), 'unknown')", ""),
    "app_version": ("coalesce(nullif(m.app_version, ''), 'unknown')", ""),
    "story": ("coalesce(m.story_id, m.mention_id)::varchar", ""),
}
DIMENSIONS = tuple(_DIMENSIONS)

# The parts that move a share or a net score most, by their exact part of the change; or those that gained or lost most.
_MOVED = """
    (after_sum / nullif(after_rows, 0) - before_sum / nullif(before_rows, 0))
    - (after_scored / nullif(after_rows, 0) - before_scored / nullif(before_rows, 0))
    * (total_before / nullif(before_rows, 0) + total_after / nullif(after_rows, 0)) / 2
"""
_GAINED = "after_all - before_all"

_PARTS = """
    with spoken as (
        select
            {part} as part, m.day < $turn as earlier, m.label,
            case m.label when 'negative' then $down when 'neutral' then $flat when 'positive' then $up end as points
        from mentions m
        join mention_brands b on b.mention_id = m.mention_id
        {join}
        where {where}
    ),
    counted as (
        select
            part,
            count(*) filter (earlier and label = 'negative') as b_neg,
            count(*) filter (earlier and label = 'neutral') as b_neu,
            count(*) filter (earlier and label = 'positive') as b_pos,
            count(*) filter (earlier and label is null) as b_none,
            count(*) filter (not earlier and label = 'negative') as a_neg,
            count(*) filter (not earlier and label = 'neutral') as a_neu,
            count(*) filter (not earlier and label = 'positive') as a_pos,
            count(*) filter (not earlier and label is null) as a_none,
            b_neg + b_neu + b_pos as before_scored,
            a_neg + a_neu + a_pos as after_scored,
            before_scored + b_none as before_all,
            after_scored + a_none as after_all,
            coalesce(sum(points) filter (earlier), 0) as before_sum,
            coalesce(sum(points) filter (not earlier), 0) as after_sum
        from spoken
        group by part
    ),
    whole as (
        select
            sum(before_scored)::double as before_rows, sum(after_scored)::double as after_rows,
            sum(before_sum)::double as total_before, sum(after_sum)::double as total_after
        from counted
    ),
    ranked as (
        select *, row_number() over (order by abs({moved}) desc nulls last, part) as place
        from counted cross join whole
    )
    select
        case when place <= $most then part end as part,
        sum(b_neg), sum(b_neu), sum(b_pos), sum(b_none), sum(a_neg), sum(a_neu), sum(a_pos), sum(a_none)
    from ranked
    group by case when place <= $most then part end
    order by min(place)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCounts:
    """One part's rows in both periods; `part` is None for all that were folded together.

    `says` is the beginning of a story's text, empty elsewhere; `sql` opens the rows of both periods.
    """

    part: str | None
    before: SentimentCounts
    after: SentimentCounts
    says: str = ""
    sql: str = ""


class Breakdown:
    """Rows of a scope beside those of the days before it, by one dimension at a time."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def parts(
        self, scope: Scope, before: date, dimension: str, *, points: Points | None, most: int = 8
    ) -> list[PartCounts]:
        """The `most` parts that moved the figure most, then the others as one; together they are all rows.

        `before` is the first day of the period before, which ends the day before the scope begins. `points` None
        counts rows, scored or not; else only scored rows count.
        """
        if scope.since is None or scope.until is None:
            raise ValueError("a breakdown needs a scope with both ends")
        part, join = _DIMENSIONS[dimension]
        found = where.mentions(replace(scope, since=before))
        down, flat, up = points or (0.0, 0.0, 0.0)
        counted = f"{found.sql} and m.label is not null" if points else found.sql
        sql = _PARTS.format(part=part, join=join, where=counted, moved=_MOVED if points else _GAINED)
        rows = self._ask.rows(
            sql, {**found.values, "turn": scope.since, "most": most, "down": down, "flat": flat, "up": up}
        )
        named = [str(row[0]) for row in rows if row[0] is not None]
        says = self._beginnings(named) if dimension == "story" else {}
        return [
            PartCounts(
                part=None if row[0] is None else str(row[0]),
                before=_counts(row[1:5]),
                after=_counts(row[5:9]),
                says="" if row[0] is None else says.get(str(row[0]), ""),
                sql=_opening(scope, before, dimension, None if row[0] is None else str(row[0]), named, bool(points)),
            )
            for row in rows
        ]

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


def _counts(cells: tuple[object, ...]) -> SentimentCounts:
    negative, neutral, positive, unscored = (int(str(n or 0)) for n in cells)
    return SentimentCounts(negative=negative, neutral=neutral, positive=positive, unscored=unscored)


def _opening(scope: Scope, before: date, dimension: str, part: str | None, named: list[str], scored: bool) -> str:
    """A SELECT, as `sql` takes it, of exactly the rows that the part counts; column `period` says which period."""
    expression, join = _DIMENSIONS[dimension]
    inside = f"= {_quoted(part)}" if part is not None else f"not in ({', '.join(map(_quoted, named)) or 'null'})"
    parts = [
        f"m.brand = {_quoted(scope.brand)}",
        "m.deleted_at is null",
        f"m.day between date '{before}' and date '{scope.until}'",
        *(["m.sentiment is not null"] if scored else []),
        *([f"m.source in ({', '.join(map(_quoted, scope.sources))})"] if scope.sources else []),
        f"{expression} {inside}",
    ]
    period = f"case when m.day < date '{scope.since}' then 'before' else 'now' end as period"
    joined = " ".join(join.split())
    return f"select {period}, m.* from mention m {joined} where {' and '.join(parts)} order by m.day"  # noqa: S608


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
