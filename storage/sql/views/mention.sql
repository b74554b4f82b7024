-- one row per mention and brand; what is deleted (deleted_at) or muted counts in no figure; author_name is off by default
create or replace view mention as
select
    m.mention_id,
    m.source,
    m.kind,
    b.brand,
    m.external_id,
    m.url,
    m.author_key,
    n.author_name,
    m.title,
    m.text,
    m.language,
    m.rating,
    m.country,
    m.app_version,
    m.site,
    m.parent,
    m.published_at,
    m.first_seen_at,
    m.changed_at,
    m.deleted_at,
    m.day,
    m.story_id,
    m.reply_at,
    m.reply_text,
    m.engagement,
    m.label as sentiment,
    m.polarity,
    b.muted
from mentions m
join mention_brands b on b.mention_id = m.mention_id
left join author_names n on n.author_key = m.author_key;
