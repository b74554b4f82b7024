"""The quotes behind a topic: texts that name it, plain complaints first, copies of one story once."""

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.shapes import FITS_WELL

# Quotes are looked for among so many times as many rows first, and among all where copies fill those.
_COPIES, _ALL = 20, 2**62
# From this polarity of its own words on, a sentence complains.
_PLAIN = -0.25

# The quotes are chosen among narrow rows: the first `$most` in order, less those that copy an older one of the scope.
# Only what is shown is read in full, by its place: a text column is unpacked where a row is fetched, and only there.
# A text may complain of one thing and praise the mending of this one: a complaint is plain where the words about the
# topic are negative themselves (where nothing is known of them, the whole text) and its stars do not contradict it.
# Of plain ones those come first that the topic fits well: a quote must be about what it is shown for.
_EVIDENCE = f"""
    with ahead as materialized (
        select m.mention_id, m.story_id, m.happened_at, m.complaint, m.polarity, m.rating
        from counted_mentions m
        where list_contains(m.topics, $topic_id) and {{where}}
        order by m.complaint desc, m.happened_at desc, m.mention_id desc
        limit $most
    ),
    firsts as (
        select arg_min(m.mention_id, (m.happened_at, m.mention_id)) as id
        from counted_mentions m
        where m.story_id in (select story_id from ahead) and list_contains(m.topics, $topic_id) and {{where}}
        group by m.story_id
    ),
    originals as materialized (select * from ahead where mention_id in (select id from firsts)),
    named as materialized (
        select text_id, content_hash, span_start, span_end, score >= {FITS_WELL} as fits from text_topics
        where topic_id = $topic_id and text_id in (select mention_id from originals)
    ),
    felt as (
        select n.text_id, avg(a.polarity) as polarity
        from named n
        join aspects a on a.text_id = n.text_id and a.content_hash = n.content_hash
        where a.span_start < n.span_end and a.span_end > n.span_start
        group by n.text_id
    ),
    wanted as materialized (
        select
            o.mention_id as id, o.complaint, o.happened_at,
            coalesce(f.polarity, o.polarity, -1) <= {_PLAIN} and coalesce(o.rating, 0) <= 2 as plain, n.fits
        from originals o
        join named n on n.text_id = o.mention_id
        left join felt f on f.text_id = o.mention_id
        order by o.complaint desc, plain desc, n.fits desc, o.happened_at desc, o.mention_id desc
        limit $limit
    ),
    quoted as materialized (
        select * from mentions
        where rowid in (select k.rowid from mentions k where k.mention_id in (select id from wanted))
    )
    select
        m.mention_id, m.kind, m.source, m.url, m.text, m.title, n.span_start, n.span_end,
        coalesce(m.published_at, m.first_seen_at) as published_at, m.label as sentiment, m.polarity, m.rating,
        m.story_id, w.complaint and w.plain as plain
    from quoted m
    join wanted w on w.id = m.mention_id
    join named n on n.text_id = m.mention_id and n.content_hash = m.content_hash
    order by w.complaint desc, w.plain desc, w.fits desc, w.happened_at desc, m.mention_id desc
"""  # noqa: S608 - our own names


def evidence(ask: Ask, scope: Scope, topic_id: int, limit: int) -> pd.DataFrame:
    """What PainPoints.evidence() gives."""
    found = where.counted(scope)
    for most in (limit * _COPIES, _ALL):
        values = {**found.values, "topic_id": topic_id, "limit": limit, "most": most}
        frame = ask.frame(_EVIDENCE.format(where=found.sql), values)
        if len(frame) == limit:
            break
    return frame
