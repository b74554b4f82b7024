"""A user's own labels, and the heads that were fitted to them."""

from datetime import datetime

from domain.records import Label
from storage.frames import aware
from storage.queries.ask import Ask
from storage.shapes import FittedHead, OwnText

# A person's word on the text as it is now, the correction before the blind label; else the stars of a review.
_OWN = """
    with force as (
        select max(value) filter (key = 'engine') as engine, max(value) filter (key = 'engine_version') as version
        from settings
    ),
    people as (
        select text_id, label, content_hash from overrides
        union all
        select text_id, label, content_hash from own_labels where text_id not in (select text_id from overrides)
    ),
    texts as (
        select mention_id as text_id, story_id as story, content_hash, title, text, rating from mentions
        where deleted_at is null and mention_id in (
            select mention_id from mention_brands where brand = coalesce($brand, brand)
        )
        union all
        select response_id, content_hash, content_hash, '', comment, null from survey_responses
        where brand = coalesce($brand, brand)
        union all
        select ticket_id, content_hash, content_hash, subject, text, null from tickets
        where brand = coalesce($brand, brand)
    )
    select
        t.text_id, t.story, t.title, t.text,
        coalesce(
            p.label,
            case when t.rating < 2.5 then 'negative' when t.rating < 3.5 then 'neutral' else 'positive' end
        ) as label,
        p.label is not null as by_person,
        s.label as said
    from texts t
    cross join force f
    join scores s on s.text_id = t.text_id and s.content_hash = t.content_hash
        and s.engine = f.engine and s.version = f.version and s.label is not null
    left join people p on p.text_id = t.text_id and p.content_hash = t.content_hash
    where {which}
    order by by_person desc, md5(t.text_id::varchar)
    limit $limit
"""

_HEADS = """
    select brand, engine, engine_version, generic_version, head_hash, head, promoted, verdict, made_at
    from calibrations
    where promoted or not $promoted
    order by made_at desc
    limit 1
"""


class CalibrationRows:
    """Own labels and heads."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def own_texts(self, brand: str | None, limit: int, *, by_people: bool = False) -> list[OwnText]:
        """At most `limit` texts that the engine in force has read and somebody labelled; people's before stars.

        `by_people` leaves out what only stars have labelled.
        """
        which = "t.text_id in (select text_id from people) and p.label is not null"
        sql = _OWN.format(which=which if by_people else "p.label is not null or t.rating is not null")
        rows = self._ask.rows(sql, {"brand": brand, "limit": limit})
        return [
            OwnText(
                text_id=int(str(text_id)),
                story=int(str(story)),
                title=str(title or ""),
                text=str(text or ""),
                label=Label(str(label)),
                by_person=bool(by_person),
                said=Label(str(said)),
            )
            for text_id, story, title, text, label, by_person, said in rows
        ]

    def last(self) -> FittedHead | None:
        """The newest fit, promoted or not; None where nobody has calibrated yet."""
        return self._head(promoted=False)

    def promoted(self) -> FittedHead | None:
        """The head that engine "calibrated" uses; None where none was ever promoted."""
        return self._head(promoted=True)

    def _head(self, *, promoted: bool) -> FittedHead | None:
        rows = self._ask.rows(_HEADS, {"promoted": promoted})
        if not rows:
            return None
        brand, engine, version, generic, digest, head, is_promoted, verdict, made_at = rows[0]
        return FittedHead(
            brand=str(brand) if brand is not None else None,
            engine=str(engine),
            engine_version=str(version),
            generic_version=str(generic),
            hash=str(digest),
            head=str(head),
            promoted=bool(is_promoted),
            verdict=str(verdict),
            made_at=aware(made_at) if isinstance(made_at, datetime) else None,
        )
