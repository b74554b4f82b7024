"""Which topics a text names and who says so; which it would name, had a person not said that it does not."""

from dataclasses import dataclass

from storage.queries.ask import Ask

_OF_TEXT = """
    with spoken as (
        select coalesce(t.merged_into, o.topic_id) as topic_id, arg_max(o.names, o.made_at) as names,
            arg_max(o.person, o.made_at) as person
        from topic_overrides o join topics t on t.topic_id = o.topic_id
        where o.text_id = $id
        group by all
    ),
    named as (
        select x.topic_id from text_topics x
        join mentions m on m.mention_id = x.text_id and m.content_hash = x.content_hash
        where x.text_id = $id
    )
    select t.topic_id, t.name, n.topic_id is not null, s.names is not null, coalesce(s.person, '')
    from topics t
    left join named n on n.topic_id = t.topic_id
    left join spoken s on s.topic_id = t.topic_id
    where n.topic_id is not null or not s.names
    order by n.topic_id is null, lower(t.name)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSaid:
    """A topic that a mention names, or (`names` False) of which a person says that it does not.

    `corrected` where that is a person's word, `person` who that was.
    """

    topic_id: int
    name: str
    names: bool
    corrected: bool
    person: str


def topics_of_text(ask: Ask, mention_id: int) -> list[TopicSaid]:
    """The topics that a mention names, by name, then those that a person took away."""
    rows = ask.rows(_OF_TEXT, {"id": mention_id})
    return [
        TopicSaid(topic_id=int(str(i)), name=str(name), names=bool(names), corrected=bool(said), person=str(person))
        for i, name, names, said, person in rows
    ]
