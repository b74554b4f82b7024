-- What pages count by, side by side in one narrow row: a chart or a count reads a few columns of the days it shows, and
-- joins nothing. It is derived, kept true in the transaction that changes what it is derived from, and `verify` compares
-- the two.

-- one row per brand and mention that counts (it is neither deleted nor muted), in the order of its day; complaint:
-- negative, or up to two stars where unscored; author: a number in place of the key; topics: the best first; beside: the
-- other brands that it counts for
create table counted_mentions as
with named as (
    select
        text_id,
        content_hash,
        list(topic_id order by score desc nulls last, topic_id) as topics
    from text_topics
    group by text_id, content_hash
),
heard as (
    select
        mention_id,
        list(brand order by brand) as brands
    from mention_brands
    where not muted
    group by mention_id
),
placed as (
    select
        text_id,
        content_hash,
        list(touchpoint order by touchpoint) as touchpoints
    from text_touchpoints
    group by text_id, content_hash
)
select
    b.brand,
    m.mention_id,
    list_filter(h.brands, lambda x: x <> b.brand) as beside,
    m.day,
    coalesce(m.published_at, m.first_seen_at) as happened_at,
    m.source,
    m.kind,
    m.label,
    m.polarity,
    m.rating,
    coalesce(m.label = 'negative' or (m.label is null and m.rating <= 2), false) as complaint,
    m.story_id,
    (md5_number_lower(m.author_key) >> 1)::bigint as author,
    m.country,
    m.app_version,
    length(m.text)::integer as letters,
    coalesce(n.topics, []) as topics,
    x.emotion,
    coalesce(x.intents, []) as intents,
    coalesce(p.touchpoints, []) as touchpoints
from mentions m
join mention_brands b on b.mention_id = m.mention_id
join heard h on h.mention_id = m.mention_id
left join named n on n.text_id = m.mention_id and n.content_hash = m.content_hash
left join placed p on p.text_id = m.mention_id and p.content_hash = m.content_hash
left join text_traits x on x.text_id = m.mention_id and x.content_hash = m.content_hash
where m.deleted_at is null and not b.muted
order by m.day, happened_at;
