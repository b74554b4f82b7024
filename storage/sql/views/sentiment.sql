-- one row per text (mention, answer, ticket), engine and version that read it, for the content as it is now
create or replace view sentiment as
with texts as (
    select mention_id as text_id, 'mention' as kind, content_hash from mentions
    union all
    select response_id, 'survey', content_hash from survey_responses
    union all
    select ticket_id, 'ticket', content_hash from tickets
),
force as (
    select
        max(value) filter (key = 'engine') as engine,
        max(value) filter (key = 'engine_version') as version
    from settings
)
select
    s.text_id,
    t.kind,
    s.engine,
    s.version,
    s.label,
    s.polarity,
    s.confidence,
    s.language,
    s.reason,
    s.scored_at,
    coalesce(s.engine = f.engine and s.version = f.version, false) as in_force
from scores s
join texts t on t.text_id = s.text_id and t.content_hash = s.content_hash
cross join force f;
