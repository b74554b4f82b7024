-- one row per text (mention, answer, ticket): the emotion that it shows and what its writer wants, as it reads now
create or replace view trait as
with texts as (
    select mention_id as text_id, 'mention' as kind, content_hash from mentions where deleted_at is null
    union all
    select response_id, 'survey', content_hash from survey_responses
    union all
    select ticket_id, 'ticket', content_hash from tickets
)
select
    x.text_id,
    t.kind,
    x.emotion,
    x.emotion_score,
    x.intents,
    x.version
from text_traits x
join texts t on t.text_id = x.text_id and t.content_hash = x.content_hash;
