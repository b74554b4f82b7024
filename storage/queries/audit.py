"""The rows of a blind audit: a random sample within label and source, and the labels in force of what was drawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.measures import Scope
from domain.records import Label
from storage.queries import scope as where
from storage.queries.ask import Ask

# A label's rows stand in line, source by source and shuffled within each; every (rows / wanted)-th is taken, from a
# random start: each row is as likely as any other of its label, and each source gets its share.
_DRAWN = """
    with lined as (
        select
            m.mention_id, m.label, md5(m.mention_id::varchar || $seed) as shuffled,
            row_number() over (partition by m.label order by m.source, shuffled) as place,
            count(*) over (partition by m.label) as rows,
            case m.label when 'negative' then $negative when 'neutral' then $neutral else $positive end as wanted
        from mentions m
        join mention_brands b on b.mention_id = m.mention_id
        where m.label is not null and {where}
    ),
    drawn as (
        select mention_id, shuffled from lined
        where floor(place * wanted / rows + $start) > floor((place - 1) * wanted / rows + $start)
    )
    select m.mention_id, m.source, m.title, m.text
    from drawn d
    join mentions m on m.mention_id = d.mention_id
    order by d.shuffled
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One mention to be labelled, without what the engine made of it."""

    mention_id: int
    source: str
    title: str
    text: str


class Audit:
    """Samples, and what is said of them."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def draw(self, scope: Scope, wanted: Mapping[Label, int], *, seed: str, start: float) -> list[Drawn]:
        """`wanted` mentions of each label in force, each source by its share, in an order that says nothing.

        The same database, seed and `start` (0 up to 1) give the same mentions.
        """
        found = where.mentions(scope)
        sizes = {str(label): int(wanted.get(label, 0)) for label in Label}
        rows = self._ask.rows(_DRAWN.format(where=found.sql), {**found.values, **sizes, "seed": seed, "start": start})
        return [
            Drawn(mention_id=int(str(key)), source=str(source), title=str(title or ""), text=str(text or ""))
            for key, source, title, text in rows
        ]

    def labels(self, scope: Scope, ids: Collection[int]) -> dict[int, Label]:
        """The labels in force of those of `ids` that are in scope, not deleted and scored."""
        found = where.mentions(scope)
        rows = self._ask.rows(
            f"""
            select m.mention_id, m.label
            from mentions m
            join mention_brands b on b.mention_id = m.mention_id
            where m.label is not null and list_contains($ids::bigint[], m.mention_id) and {found.sql}
            """,  # noqa: S608 - conditions of our own, values as parameters
            {**found.values, "ids": list(ids)},
        )
        return {int(str(key)): Label(str(label)) for key, label in rows}
