-- one row per mention, brand and topic that it names; `tone` says how: 'complaint' (negative, or up to two stars where
-- unscored), 'praise', 'neutral' or 'unscored'; `mentions` of `pain_point` counts the complaints alone
create or replace view topic_mention as
select
    x.topic_id,
    t.name as topic,
    b.brand,
    m.mention_id,
    case
        when m.label = 'negative' or (m.label is null and m.rating <= 2) then 'complaint'
        when m.label = 'positive' then 'praise'
        else coalesce(m.label, 'unscored')
    end as tone,
    x.score,
    m.day,
    m.source
from text_topics x
join topics t on t.topic_id = x.topic_id
join mentions m on m.mention_id = x.text_id and m.content_hash = x.content_hash
join mention_brands b on b.mention_id = m.mention_id
where m.deleted_at is null and not b.muted;
