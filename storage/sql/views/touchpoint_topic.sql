-- one row per touchpoint of the journey and topic whose texts belong to it; a merged topic under the one it went into
create or replace view touchpoint_topic as
select p.touchpoint, coalesce(t.merged_into, t.topic_id) as topic_id
from touchpoint_topics p
join topics t on t.topic_id = p.topic_id
union
select p.touchpoint, coalesce(t.merged_into, t.topic_id)
from touchpoint_topics p
join topics t on lower(t.name) = lower(p.topic);
