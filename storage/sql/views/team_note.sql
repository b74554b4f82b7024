-- one row per note of the team and topic in force that it names; topic is null where it names none; no customer's voice
create or replace view team_note as
with named as (
    select distinct
        x.note_id,
        x.content_hash,
        r.topic_id,
        r.name
    from team_note_topics x
    join topics t on t.topic_id = x.topic_id
    join topics r on r.topic_id = coalesce(t.merged_into, t.topic_id)
    where coalesce(r.state, '') <> 'dismissed'
)
select
    n.note_id,
    n.brand,
    n.noted_at,
    n.day,
    n.team,
    n.touchpoint,
    n.text,
    m.topic_id,
    m.name as topic,
    n.first_seen_at
from team_notes n
left join named m on m.note_id = n.note_id and m.content_hash = n.content_hash;
