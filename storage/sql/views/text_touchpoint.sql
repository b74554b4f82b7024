-- one row per text (mention, answer or ticket) and touchpoint that it names, by its topics or by the template's phrases
create or replace view text_touchpoint as
select x.text_id, x.content_hash, k.touchpoint
from text_topics x
join touchpoint_topic k on k.topic_id = x.topic_id
union
select text_id, content_hash, touchpoint
from text_touchpoints;
