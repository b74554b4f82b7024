-- one row per topic that stands by itself; a merged one shows under the topic that it went into
create or replace view topic as
select
    topic_id,
    name,
    description,
    examples,
    origin,
    created_at,
    coalesce(state, 'in use') as state
from topics
where merged_into is null and coalesce(state, '') <> 'dismissed';
