"""The statements behind a commit of mentions, in the order in which mentions.py runs them."""

from storage.writes.mention_rows import TOLD_TEXTS

# What the service told of a mention, in one number: a feed that is read again is no change.
_TOLD = ("content_hash", "author_key", "rating", "claimed_at", "reply_at", "engagement", *TOLD_TEXTS)
_AS_TEXT = ", ".join(f"coalesce({name}::varchar, chr(30))" for name in _TOLD)
# `said_at` and `day` are those of a mention that nobody has seen before; a date over a day ahead is the first sight's.
ARRIVING = f"""
    create or replace temp table arriving as
    select
        *,
        (md5_number_lower(concat_ws(chr(31), {_AS_TEXT})) >> 1)::bigint as row_hash,
        case when claimed_at > $now + interval 1 day then $now else claimed_at end as said_at,
        coalesce(said_at, $now) as happened_at,
        timezone($zone, timezone('UTC', happened_at))::date as day
    from arriving_frame
"""  # noqa: S608 - our own names

# Of a repeated id the newest, then the one with the highest hashes, in whatever order they came.
NEWEST = """
    create or replace temp table arriving as
    select * from arriving
    qualify row_number() over (
        partition by mention_id order by claimed_at desc nulls last, content_hash desc, row_hash desc
    ) = 1
    order by claimed_at nulls last
"""

# Where those ids lie that are stored already: the one look at all that is stored, so it reads a single column.
PLACES = """
    create or replace temp table places as
    select rowid as place, mention_id from mentions
    where mention_id in (select mention_id from arriving)
"""

# The rows that are told differently now, or are back after the source had deleted them; a re-read feed has none.
ANEW = """
    create or replace temp table anew as
    select k.place
    from (
        select rowid as place, mention_id, row_hash, deleted_by from mentions
        where rowid in (select place from places)
    ) k
    join arriving a on a.mention_id = k.mention_id
    where k.row_hash <> a.row_hash or k.deleted_by = 'source'
"""
STORED = """
    create or replace temp table stored as
    select * from mentions where rowid in (select place from anew)
"""

# One row per mention to write over. None means unknown and never wipes out what is known. A date is taken again only
# when the service tells another one; one over a day ahead is the first sight's.
MERGED = """
    create or replace temp table merged as
    select
        d.mention_id as text_id,
        d.content_hash <> s.content_hash as rewritten,
        s.deleted_by is not distinct from 'source' as returned,
        case
            when d.claimed_at is null or d.claimed_at is not distinct from s.claimed_at then s.published_at
            when d.claimed_at > $now + interval 1 day then s.first_seen_at
            else d.claimed_at
        end as told_at,
        rewritten
            or returned
            or coalesce(d.rating, s.rating) is distinct from s.rating
            or coalesce(d.url, s.url) is distinct from s.url
            or coalesce(d.app_version, s.app_version) is distinct from s.app_version
            or coalesce(d.reply_at, s.reply_at) is distinct from s.reply_at
            or coalesce(d.reply_text, s.reply_text) is distinct from s.reply_text
            or told_at is distinct from s.published_at as changed,
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
        told_at as published_at,
        coalesce(d.claimed_at, s.claimed_at) as claimed_at,
        timezone($zone, timezone('UTC', coalesce(told_at, s.first_seen_at)))::date as day,
        case when s.deleted_by = 'source' then null else s.deleted_at end as deleted_at,
        case when s.deleted_by = 'source' then null else s.deleted_by end as deleted_by,
        -- What was folded into another story stays there until its words change.
        case when s.content_hash = d.content_hash then s.story_id else d.story_id end as story_id,
        coalesce(d.reply_at, s.reply_at) as reply_at,
        coalesce(d.reply_text, s.reply_text) as reply_text,
        coalesce(d.engagement, s.engagement) as engagement,
        case when changed then $now else coalesce(s.changed_at, $now) end as changed_at
    from arriving d
    join stored s on s.mention_id = d.mention_id
"""
NOTHING_MERGED = "create or replace temp table merged (text_id bigint, rewritten boolean, returned boolean)"

_WRITTEN = (
    "url", "author_key", "title", "text", "content_hash", "row_hash", "language", "rating", "country", "app_version",
    "site", "parent", "published_at", "claimed_at", "day", "deleted_at", "deleted_by", "story_id", "reply_at",
    "reply_text", "engagement", "changed_at",
)  # fmt: skip

UPDATE = f"""
    update mentions as t set {", ".join(f"{name} = s.{name}" for name in _WRITTEN)}
    from merged s
    where s.text_id = t.mention_id
"""  # noqa: S608 - our own names

# Read in this transaction, so what `places` lacks is in no other row, nor in any table that speaks of mentions.
FRESH = """
    create or replace temp view fresh as
    select * from arriving anti join places using (mention_id)
"""
_TOLD_ONCE = (
    "mention_id", "source", "kind", "external_id", "url", "author_key", "title", "text", "content_hash", "row_hash",
    "language", "rating", "country", "app_version", "site", "parent", "claimed_at", "day", "story_id", "reply_at",
    "reply_text", "engagement",
)  # fmt: skip
INSERT = f"""
    insert into mentions ({", ".join(_TOLD_ONCE)}, published_at, first_seen_at, changed_at)
    select {", ".join(_TOLD_ONCE)}, said_at, $now, $now from fresh
"""  # noqa: S608 - our own names
INSERT_BRANDS = """
    insert into mention_brands (mention_id, brand, sources)
    select mention_id, unnest(brands), [$source] from fresh
"""
FRESH_TO_READ = """
    create or replace temp view fresh_to_read as
    select mention_id as text_id, 'mention' as kind, content_hash from fresh where len(brands) > 0
"""

# One row per mention and brand whose finders differ from what is stored: this source's word replaces its last one,
# another source's word stays.
BRANDS = """
    create or replace temp table brand_changes as
    with wanted as (
        select mention_id, unnest(brands) as brand from arriving where mention_id in (select mention_id from places)
    ),
    had as (
        select mention_id, brand, sources from mention_brands
        where mention_id in (select mention_id from places)
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

# The days of what a brand had before, and the pairs that only add to theirs.
BRAND_DAYS = """
    insert into dirty_days
    select distinct c.brand, m.day
    from brand_changes c
    join mentions m on m.mention_id = c.text_id
    where len(c.before) > 0
"""

ADDED = """
    create or replace temp table added as
    select text_id, brand from brand_changes where len(before) = 0 and len(sources) > 0
"""

DROP_BRANDS = """
    delete from mention_brands
    where (mention_id, brand) in (select text_id, brand from brand_changes where len(before) > 0)
"""

ADD_BRANDS = """
    insert into mention_brands (mention_id, brand, sources)
    select text_id, brand, sources from brand_changes where len(sources) > 0
"""

# What the stages of analysis must read: written anew, or for the first time of any brand's concern.
TO_READ = """
    create or replace temp table to_read as
    with written as (
        select text_id from merged where rewritten or returned
    ),
    matched as (
        select mention_id, count(*) as brands from mention_brands
        where mention_id in (select text_id from written union all select text_id from brand_changes)
        group by mention_id
    ),
    joined as (
        select text_id, count(*) filter (len(before) = 0) as brands from brand_changes group by text_id
    )
    select m.mention_id as text_id, 'mention' as kind, m.content_hash
    from mentions m
    join matched b on b.mention_id = m.mention_id
    left join joined j on j.text_id = m.mention_id
    where m.deleted_at is null and (j.brands = b.brands or m.mention_id in (select text_id from written))
"""

UNMATCHED = """
    create or replace temp table unmatched as
    select text_id from brand_changes
    where len(sources) = 0
        and text_id not in (
            select mention_id from mention_brands where mention_id in (select text_id from brand_changes)
        )
"""
