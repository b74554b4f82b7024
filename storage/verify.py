"""Checks what no constraint enforces: each thing once, every count equal to its rows, nothing without its owner."""

from collections.abc import Iterator

import duckdb

from storage.keys import KEYS, OWNERS
from storage.writes import counted
from storage.writes.erasures import BURIED
from storage.writes.mutes import WRONG
from storage.writes.tombstones import OF_TEXTS
from storage.writes.work import TEXTS_TO_READ

_TEXTS = """
    create or replace temp view texts as
    select mention_id as text_id, content_hash, label, polarity from mentions
    union all select response_id, content_hash, label, polarity from survey_responses
    union all select ticket_id, content_hash, label, polarity from tickets
"""

_RECOUNTED = """
    create or replace temp view recounted as
    select
        b.brand, m.day, m.source, m.kind,
        count(*) filter (m.label = 'negative') as negative,
        count(*) filter (m.label = 'neutral') as neutral,
        count(*) filter (m.label = 'positive') as positive,
        count(*) filter (m.label is null) as unscored,
        coalesce(sum(least(5, greatest(1, floor(m.rating + 0.5)))) filter (m.rating is not null), 0) as stars_sum,
        count(m.rating) as stars_n
    from mentions m join mention_brands b on b.mention_id = m.mention_id
    where m.deleted_at is null and not b.muted
    group by all
"""

# Each gives the rows that are wrong; the sentence says what they are.
_CHECKS = {
    "brand matches without their mention": """
        select 1 from mention_brands
        where mention_id not in (select mention_id from mentions)
    """,
    "brand matches that no source stands for": "select 1 from mention_brands where len(sources) = 0",
    "brand matches that are hidden without a mute, or shown in spite of one": WRONG.format(which="true"),
    "scores that are neither a label with a polarity in -1..1 nor a reason": """
        select 1 from scores
        where (label is null) <> (polarity is null) or (label is null and reason is null)
            or polarity not between -1 and 1 or label not in ('negative', 'neutral', 'positive')
    """,
    "aspects whose span is not in order": "select 1 from aspects where span_start < 0 or span_end < span_start",
    "topic matches that nothing was found for": """
        select 1 from text_topics
        where text_id not in (select text_id from topic_finds union all select text_id from topic_overrides)
    """,
    "texts that name a topic which was dismissed or merged": """
        select 1 from text_topics x join topics t on t.topic_id = x.topic_id
        where t.state = 'dismissed' or t.merged_into is not null
    """,
    "topics merged into one that does not stand by itself": """
        select 1 from topics t left join topics r on r.topic_id = t.merged_into
        where t.merged_into is not null and (r.topic_id is null or r.merged_into is not null)
    """,
    "texts that name a topic of which a person says that they do not": """
        select 1 from text_topics x join topic_overrides o on o.text_id = x.text_id and o.topic_id = x.topic_id
        where not o.names
    """,
    "labels by rules that do not exist or were removed": """
        select 1 from ruled_texts
        where rule_id not in (select rule_id from phrase_rules where removed_at is null)
    """,
    "labels that are not those in force": """
        with force as (
            select max(value) filter (key = 'engine') as engine, max(value) filter (key = 'engine_version') as version
            from settings
        )
        select 1 from texts t
        cross join force f
        left join overrides o on o.text_id = t.text_id
        left join scores s on s.text_id = t.text_id and s.content_hash = t.content_hash
            and s.engine = f.engine and s.version = f.version
        left join ruled_texts r on r.text_id = t.text_id and r.content_hash = t.content_hash
            and r.engine = f.engine and r.version = f.version
        where t.label is distinct from coalesce(o.label, r.label, s.label)
    """,
    "tags by rules that do not exist": """
        select 1 from mention_tags where rule_id <> 0 and rule_id not in (select rule_id from tag_rules)
    """,
    "tags by rules of which a person says that they do not belong": """
        select 1 from mention_tags x join tag_refusals r on r.text_id = x.text_id and r.tag_id = x.tag_id
    """,
    "two tags of one name": "select 1 from tags where removed_at is null group by key having count(*) > 1",
    "daily counts that differ from their rows": """
        select 1 from recounted r
        full join daily d on d.brand = r.brand and d.day = r.day and d.source = r.source and d.kind = r.kind
        where (r.negative, r.neutral, r.positive, r.unscored, r.stars_sum, r.stars_n)
            is distinct from (d.negative, d.neutral, d.positive, d.unscored, d.stars_sum, d.stars_n)
    """,
    "counted mentions that differ from what they are derived from": counted.WRONG,
    "days that are not the local days of their times": """
        with zone as (select max(value) filter (key = 'timezone') as zone from settings)
        select 1 from zone, (
            select day, coalesce(published_at, first_seen_at) as moment from mentions
            union all select day, coalesce(answered_at, first_seen_at) from survey_responses
            union all select day, coalesce(created_at, first_seen_at) from tickets
        )
        where day is distinct from timezone(zone, timezone('UTC', moment))::date
    """,
    "mentions without a first sight, an id of a source or a story": """
        select 1 from mentions where first_seen_at is null or external_id is null or source is null or story_id is null
    """,
    "queued texts that are gone or have changed": """
        select 1 from work_queue where (text_id, content_hash) not in (
            select text_id, content_hash from to_read
        )
    """,
    "answers outside their scale": """
        select 1 from survey_responses
        where nps not between 0 and 10 or csat not between 0 and csat_max or ces not between 0 and ces_max
    """,
    "texts that the engine in force has not read and that wait in no queue": """
        with force as (
            select max(value) filter (key = 'engine') as engine, max(value) filter (key = 'engine_version') as version
            from settings
        )
        select 1 from to_read x join force f on true
        join work_tasks t on t.task = 'score|' || f.engine || '|' || f.version
        anti join scores s on s.text_id = x.text_id and s.content_hash = x.content_hash
            and s.engine = f.engine and s.version = f.version
        anti join work_queue q on q.text_id = x.text_id and q.content_hash = x.content_hash and q.task = t.task
    """,
    "quotes of erased mentions in reports": """
        select 1 from report_quotes
        where quote is not null
            and mention_id::varchar in (select key from tombstones where kind = 'mention')
    """,
    "names of authors who were erased": """
        select 1 from author_names where author_key in (select key from tombstones where kind = 'author')
    """,
}


def problems(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """A sentence for each thing that is wrong, with how many rows it concerns; none where all is well."""
    con.execute(_TEXTS)
    con.execute(_RECOUNTED)
    con.execute(f"create or replace temp view to_read as {TEXTS_TO_READ}")
    for table, key in KEYS.items():
        twice = f"select 1 from {table} group by {key} having count(*) > 1"  # noqa: S608 - our own names
        if n := _count(con, twice):
            yield f"{table}: {n} keys ({key}) are there more than once"
    for table, column, owner, its in (*((one, "text_id", "texts", "text_id") for one in OF_TEXTS), *OWNERS):
        alone = f"select 1 from {table} where {column} not in (select {its} from {owner})"  # noqa: S608 - our own names
        if n := _count(con, alone):
            yield f"{table}: {n} rows whose {column} is none of {owner}"
    for table, condition in BURIED.items():
        if n := _count(con, f"select 1 from {table} where {condition}"):  # noqa: S608 - our own names
            yield f"{table}: {n} rows of the erased are back"
    for sentence, query in _CHECKS.items():
        if n := _count(con, query):
            yield f"{n} {sentence}"


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(f"select count(*) from ({query})").fetchone()  # noqa: S608 - our own queries
    return int(found[0]) if found else 0
