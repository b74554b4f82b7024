-- one row per brand and topic that texts name; `mentions` counts complaints: negative, or up to two stars where unscored
create or replace view pain_point as
with named as (
    select
        text_id,
        content_hash,
        topic_id
    from text_topics
),
spoken as (
    select
        b.brand,
        n.topic_id,
        count(*) filter (m.label = 'negative' or (m.label is null and m.rating <= 2)) as mentions,
        count(distinct m.author_key) filter (m.label = 'negative' or (m.label is null and m.rating <= 2)) as authors,
        count(*) filter (m.label = 'negative') as negative,
        count(m.label) as scored,
        count(*) as named,
        min(coalesce(m.published_at, m.first_seen_at)) as first_seen,
        max(coalesce(m.published_at, m.first_seen_at)) as last_seen
    from named n
    join mentions m on m.mention_id = n.text_id and m.content_hash = n.content_hash
    join mention_brands b on b.mention_id = m.mention_id
    where m.deleted_at is null and not b.muted
    group by all
),
answered as (
    select
        r.brand,
        n.topic_id,
        count(*) as surveys
    from named n
    join survey_responses r on r.response_id = n.text_id and r.content_hash = n.content_hash
    group by all
)
select
    coalesce(s.brand, a.brand) as brand,
    t.topic_id,
    t.name,
    t.description,
    coalesce(s.mentions, 0) as mentions,
    coalesce(s.authors, 0) as authors,
    coalesce(s.negative, 0) as negative,
    coalesce(s.scored, 0) as scored,
    coalesce(s.named, 0) as named,
    coalesce(a.surveys, 0) as surveys,
    s.first_seen,
    s.last_seen,
    coalesce(g.status, 'new') as status,
    g.owner,
    g.due,
    g.root_cause,
    g.action,
    g.told_customer
from spoken s
full join answered a on a.brand = s.brand and a.topic_id = s.topic_id
join topics t on t.topic_id = coalesce(s.topic_id, a.topic_id)
left join triage g on g.brand = coalesce(s.brand, a.brand) and g.topic_id = t.topic_id;
