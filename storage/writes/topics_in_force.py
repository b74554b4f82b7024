"""Which topics a text names in the end: what was found in it, after people's merges, splits and dismissals."""

import re
from collections.abc import Sequence

import duckdb

from storage.frames import clean
from storage.writes.counted import touch
from storage.writes.topics_corrected import correct

# A split of a split of a split; a loop of people's rules ends here too.
_DEEPEST = 4

_FOLLOW_MERGES = """
    update settled set topic_id = t.merged_into
    from topics t where t.topic_id = settled.topic_id and t.merged_into is not null
"""

_MOVING = """
    create or replace temp table moving as
    with asked as (
        select distinct s.text_id, s.topic_id, x.topic_id as into_topic, x.pattern, x.made_at
        from settled s join topic_splits x on x.from_topic = s.topic_id
    ),
    spoken as (
        select mention_id as text_id, concat_ws(' ', title, text) as said from mentions
        where mention_id in (select text_id from asked)
        union all
        select response_id, comment from survey_responses where response_id in (select text_id from asked)
        union all
        select ticket_id, concat_ws(' ', subject, text) from tickets where ticket_id in (select text_id from asked)
    )
    select a.text_id, a.topic_id, arg_min(a.into_topic, (a.made_at, a.into_topic)) as into_topic
    from asked a join spoken p on p.text_id = a.text_id
    where regexp_matches(p.said, a.pattern)
    group by a.text_id, a.topic_id
"""

_SPLIT = """
    update settled set topic_id = m.into_topic
    from moving m where m.text_id = settled.text_id and m.topic_id = settled.topic_id
"""

_IN_FORCE = """
    insert into text_topics
    select s.* from settled s
    left join topics t on t.topic_id = s.topic_id
    where coalesce(t.state, '') <> 'dismissed'
    qualify 1 = row_number() over (partition by s.text_id, s.topic_id order by s.score desc, s.span_start)
"""


def settle(con: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Say again which topics the texts name whose `text_id` the temporary table `ids` holds."""
    con.execute(f"""
        create or replace temp table settled as
        select * from topic_finds where text_id in (select text_id from {ids})
    """)  # noqa: S608 - our own names
    splits = con.execute("select 1 from topic_splits limit 1").fetchone() is not None
    for _ in range(_DEEPEST):
        con.execute(_FOLLOW_MERGES)
        if not splits:
            break
        con.execute(_MOVING)
        if con.execute("select 1 from moving limit 1").fetchone() is None:
            break
        con.execute(_SPLIT)
    con.execute(f"delete from text_topics where text_id in (select text_id from {ids})")  # noqa: S608
    con.execute(_IN_FORCE)
    touch(con, ids)
    correct(con, ids)


def settle_topics(con: duckdb.DuckDBPyConnection, topics: Sequence[int]) -> None:
    """The same for every text in which one of these topics was found, or that names one now."""
    con.execute(
        """
        create or replace temp table of_topics as
        select text_id from topic_finds where list_contains($topics, topic_id)
        union select text_id from text_topics where list_contains($topics, topic_id)
        """,
        {"topics": list(topics)},
    )
    settle(con, "of_topics")


def pattern_of(phrases: Sequence[str]) -> str:
    """A pattern that finds any of the phrases at the beginning of a word, in any case; '' where none has a letter."""
    words = [" ".join((clean(p) or "").replace("\0", "").split()) for p in phrases]
    escaped = [re.escape(w) for w in words if any(c.isalnum() for c in w)]
    return rf"(?i)(?:^|[^\pL\pN])(?:{'|'.join(escaped)})" if escaped else ""
