"""What people say of topics and single texts, on top of what was found: it always wins."""

import duckdb

# A topic that was merged since leads to the one it went into; of two words on one topic the later holds.
_SAID = """
    create or replace temp table said_topics as
    select o.text_id, coalesce(t.merged_into, o.topic_id) as topic_id, arg_max(o.names, o.made_at) as names
    from topic_overrides o join topics t on t.topic_id = o.topic_id
    where o.text_id in (select text_id from {ids}) and coalesce(t.state, '') <> 'dismissed'
    group by all
"""

_NOT = """
    delete from text_topics where (text_id, topic_id) in (select text_id, topic_id from said_topics where not names)
"""

# The whole text is the evidence: a person does not say which sentence it was.
_ALSO = """
    insert into text_topics
    with texts as (
        select mention_id as text_id, content_hash, concat_ws(' ', title, text) as said from mentions
        where mention_id in (select text_id from said_topics)
        union all
        select response_id, content_hash, comment from survey_responses
        where response_id in (select text_id from said_topics)
        union all
        select ticket_id, content_hash, concat_ws(' ', subject, text) from tickets
        where ticket_id in (select text_id from said_topics)
    )
    select s.text_id, 'person', t.content_hash, s.topic_id, 1.0, 0, length(t.said)
    from said_topics s join texts t on t.text_id = s.text_id
    where s.names and (s.text_id, s.topic_id) not in (select text_id, topic_id from text_topics)
"""


def correct(con: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Make text_topics agree with people, for the texts whose `text_id` the temporary table `ids` holds."""
    if con.execute("select 1 from topic_overrides limit 1").fetchone() is None:
        return
    con.execute(_SAID.format(ids=ids))
    con.execute(_NOT)
    con.execute(_ALSO)
