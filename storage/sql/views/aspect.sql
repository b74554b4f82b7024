-- one row per thing that a text (mention, answer, ticket) speaks about, for the content as it is now
create or replace view aspect as
with texts as (
    select mention_id as text_id, 'mention' as kind, content_hash from mentions where deleted_at is null
    union all
    select response_id, 'survey', content_hash from survey_responses
    union all
    select ticket_id, 'ticket', content_hash from tickets
)
select
    a.text_id,
    t.kind,
    a.phrase,
    a.lemma,
    a.span_start,
    a.span_end,
    a.polarity,
    a.label as sentiment,
    a.version
from aspects a
join texts t on t.text_id = a.text_id and t.content_hash = a.content_hash;
