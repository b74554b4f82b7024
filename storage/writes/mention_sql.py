"""The statements behind a commit of mentions, in the order in which mentions.py runs them."""

# What is known of the ids that arrive; narrow on purpose, a re-read feed is nearly all unchanged.
KNOWN = """
    create or replace temp table known as
    select mention_id, row_hash, deleted_by from mentions
    where mention_id in (select mention_id from arriving)
"""

# What must be looked at: new, told differently, or back after the source had deleted it.
DIFFERENT = """
    create or replace temp table different as
    select a.*, k.mention_id is not null as is_known
    from arriving a
    left join known k on k.mention_id = a.mention_id
    where k.mention_id is null or k.row_hash <> a.row_hash or k.deleted_by = 'source'
"""

STORED = """
    create or replace temp table stored as
    select * from mentions where mention_id in (select mention_id from different where is_known)
"""

# One row per mention to write. None means unknown and never wipes out what is known. A date is taken again only when
# the service tells another one; one over a day ahead is the first sight's.
MERGED = """
    create or replace temp table merged as
    with dated as (
        select
            d.mention_id,
            s.mention_id is null as fresh,
            coalesce(s.first_seen_at, $now) as first_seen_at,
            case
                when d.claimed_at is null or d.claimed_at is not distinct from s.claimed_at then s.published_at
                when d.claimed_at > $now + interval 1 day then coalesce(s.first_seen_at, $now)
                else d.claimed_at
            end as published_at
        from different d
        left join stored s on s.mention_id = d.mention_id
    )
    select
        d.mention_id as text_id,
        w.fresh,
        w.fresh or d.content_hash <> s.content_hash as rewritten,
        not w.fresh and s.deleted_by is not distinct from 'source' as returned,
        not w.fresh and (
            d.content_hash <> s.content_hash
            or coalesce(d.rating, s.rating) is distinct from s.rating
            or coalesce(d.url, s.url) is distinct from s.url
            or coalesce(d.app_version, s.app_version) is distinct from s.app_version
            or coalesce(d.reply_at, s.reply_at) is distinct from s.reply_at
            or coalesce(d.reply_text, s.reply_text) is distinct from s.reply_text
            or w.published_at is distinct from s.published_at
            or s.deleted_by is not distinct from 'source'
        ) as changed,
        coalesce(s.source, d.source) as source,
        d.kind,
        d.external_id,
        coalesce(d.url, s.url) as url,
        coalesce(d.author_key, s.author_key) as author_key,
        d.title,
        d.text,
        d.content_hash,
        d.row_hash,
        case
            when s.content_hash <> d.content_hash then d.language
            else coalesce(d.language, s.language)
        end as language,
        coalesce(d.rating, s.rating) as rating,
        coalesce(d.country, s.country) as country,
        coalesce(d.app_version, s.app_version) as app_version,
        coalesce(d.site, s.site) as site,
        coalesce(d.parent, s.parent) as parent,
        w.published_at,
        coalesce(d.claimed_at, s.claimed_at) as claimed_at,
        w.first_seen_at,
        timezone($zone, timezone('UTC', coalesce(w.published_at, w.first_seen_at)))::date as day,
        case when s.deleted_by = 'source' then null else s.deleted_at end as deleted_at,
        case when s.deleted_by = 'source' then null else s.deleted_by end as deleted_by,
        -- What was folded into another story stays there until its words change.
        case when s.content_hash = d.content_hash then s.story_id else d.story_id end as story_id,
        coalesce(d.reply_at, s.reply_at) as reply_at,
        coalesce(d.reply_text, s.reply_text) as reply_text,
        coalesce(d.engagement, s.engagement) as engagement,
        s.changed_at as old_changed_at
    from different d
    join dated w on w.mention_id = d.mention_id
    left join stored s on s.mention_id = d.mention_id
    order by day, published_at
"""

_WRITTEN = (
    "url", "author_key", "title", "text", "content_hash", "row_hash", "language", "rating", "country", "app_version",
    "site", "parent", "published_at", "claimed_at", "first_seen_at", "day", "deleted_at", "deleted_by", "story_id",
    "reply_at", "reply_text", "engagement",
)  # fmt: skip
_NEW = ("source", "kind", "external_id", *_WRITTEN)

MERGE = f"""
    merge into mentions as t using merged as s on t.mention_id = s.text_id
    when matched then update set
        {", ".join(f"{name} = s.{name}" for name in _WRITTEN)},
        changed_at = case when s.changed then $now else s.old_changed_at end
    when not matched then insert (mention_id, changed_at, {", ".join(_NEW)})
        values (s.text_id, $now, {", ".join(f"s.{name}" for name in _NEW)})
"""  # noqa: S608 - our own names

# One row per mention and brand whose finders differ from what is stored: this source's word replaces its last one,
# another source's word stays.
BRANDS = """
    create or replace temp table brand_changes as
    with wanted as (
        select mention_id, unnest(brands) as brand from arriving
    ),
    had as (
        select mention_id, brand, sources from mention_brands
        where mention_id in (select mention_id from arriving)
    ),
    compared as (
        select
            coalesce(w.mention_id, h.mention_id) as text_id,
            coalesce(w.brand, h.brand) as brand,
            coalesce(h.sources, []) as before,
            case
                when w.mention_id is null then list_filter(h.sources, lambda x: x <> $source)
                when list_contains(h.sources, $source) then h.sources
                else list_append(coalesce(h.sources, []), $source)
            end as sources
        from wanted w
        full join had h on h.mention_id = w.mention_id and h.brand = w.brand
    )
    select * from compared where sources <> before
"""

BRAND_DAYS = """
    insert into dirty_days
    select distinct c.brand, m.day
    from brand_changes c
    join mentions m on m.mention_id = c.text_id
"""

DROP_BRANDS = """
    delete from mention_brands
    where (mention_id, brand) in (select text_id, brand from brand_changes where len(before) > 0)
"""

ADD_BRANDS = """
    insert into mention_brands
    select text_id, brand, sources from brand_changes where len(sources) > 0
"""

# What the stages of analysis must read: written anew, or for the first time of any brand's concern.
TO_READ = """
    create or replace temp table to_read as
    select m.mention_id as text_id, 'mention' as kind, m.content_hash
    from mentions m
    where m.deleted_at is null
        and m.mention_id in (
            select text_id from merged where rewritten or returned
            union
            select text_id from brand_changes
            group by text_id
            having count(*) filter (len(before) = 0) = (
                select count(*) from mention_brands b where b.mention_id = brand_changes.text_id
            )
        )
        and m.mention_id in (select mention_id from mention_brands)
"""

UNMATCHED = """
    create or replace temp table unmatched as
    select text_id from brand_changes where text_id not in (select mention_id from mention_brands)
"""
