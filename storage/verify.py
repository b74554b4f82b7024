"""Checks what no constraint enforces: each thing once, every count equal to its rows, nothing without its owner."""

from collections.abc import Iterator

import duckdb

from storage.writes import counted
from storage.writes.mutes import WRONG
from storage.writes.work import TEXTS_TO_READ

_KEYS = {
    "settings": "key",
    "brands": "brand",
    "sources": "source",
    "mentions": "mention_id",
    "mention_brands": "mention_id, brand",
    "scores": "text_id, engine, version, content_hash",
    "topics": "topic_id",
    "text_topics": "text_id, topic_id",
    "topic_reads": "text_id",
    "discovery_reads": "text_id",
    "topic_changes": "change_id",
    "topic_splits": "topic_id",
    "topic_centres": "topic_id, encoder",
    "touchpoints": "touchpoint",
    "touchpoint_names": "name",
    "text_touchpoints": "text_id, touchpoint",
    "text_traits": "text_id",
    "brand_relevance": "text_id, brand",
    "left_out": "text_id, brand",
    "touchpoint_figures": "figure_id",
    "goals": "goal_id",
    "goal_checkins": "goal_id, period",
    "team_notes": "note_id",
    "team_note_topics": "note_id, topic_id",
    "employee_answers": "answer_id",
    "triage": "brand, topic_id",
    "care_cases": "case_id",
    "visits": "person, page",
    "comments": "comment_id",
    "saved_views": "view_id",
    "overrides": "text_id",
    "topic_overrides": "text_id, topic_id",
    "own_labels": "text_id",
    "phrase_rules": "rule_id",
    "ruled_texts": "text_id, engine, version",
    "survey_responses": "response_id",
    "tickets": "ticket_id",
    "customers": "customer_id",
    "daily_counts": "brand, day, source, kind",
    "counted_mentions": "brand, mention_id",
    "work_tasks": "task",
    "work_queue": "task, text_id",
    "tombstones": "kind, key",
    "alert_rules": "name",
    "alert_events": "event_id",
    "deliveries": "delivery_id",
    "reports": "report_id",
    "report_quotes": "report_id, place",
    "report_events": "event_id",
    "mutes": "kind, value, brand",
    "author_names": "author_key",
    "tags": "tag_id",
    "mention_tags": "text_id, tag_id, rule_id",
    "tag_refusals": "text_id, tag_id",
    "tag_rules": "rule_id",
    "tag_changes": "change_id",
    "journey_edits": "edit_id",
}

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
    "scores of texts that do not exist": "select 1 from scores where text_id not in (select text_id from texts)",
    "scores that are neither a label with a polarity in -1..1 nor a reason": """
        select 1 from scores
        where (label is null) <> (polarity is null) or (label is null and reason is null)
            or polarity not between -1 and 1 or label not in ('negative', 'neutral', 'positive')
    """,
    "aspects of texts that do not exist": "select 1 from aspects where text_id not in (select text_id from texts)",
    "aspects whose span is not in order": "select 1 from aspects where span_start < 0 or span_end < span_start",
    "topic matches of texts that do not exist": """
        select 1 from text_topics
        where text_id not in (select text_id from texts)
    """,
    "topic matches of topics that do not exist": """
        select 1 from text_topics
        where topic_id not in (select topic_id from topics)
    """,
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
    "topics of team notes that do not exist": """
        select 1 from team_note_topics where note_id not in (select note_id from team_notes)
    """,
    "overrides of texts that do not exist": "select 1 from overrides where text_id not in (select text_id from texts)",
    "topic corrections of texts that do not exist": """
        select 1 from topic_overrides where text_id not in (select text_id from texts)
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
    "tags of mentions that do not exist": """
        select 1 from mention_tags where text_id not in (select mention_id from mentions)
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
        select 1 from mentions, zone
        where day is distinct from timezone(zone, timezone('UTC', coalesce(published_at, first_seen_at)))::date
    """,
    "mentions without a first sight, an id of a source or a story": """
        select 1 from mentions where first_seen_at is null or external_id is null or source is null or story_id is null
    """,
    "queued texts that are gone or have changed": """
        select 1 from work_queue where (text_id, content_hash) not in (
            select text_id, content_hash from to_read
        )
    """,
    "erased mentions that are back": """
        select 1 from tombstones t join mentions m
        on (t.kind = 'mention' and t.key = m.mention_id::varchar) or (t.kind = 'author' and t.key = m.author_key)
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
    for table, key in _KEYS.items():
        twice = f"select 1 from {table} group by {key} having count(*) > 1"  # noqa: S608 - our own names
        if n := _count(con, twice):
            yield f"{table}: {n} keys ({key}) are there more than once"
    for sentence, query in _CHECKS.items():
        if n := _count(con, query):
            yield f"{n} {sentence}"


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    found = con.execute(f"select count(*) from ({query})").fetchone()  # noqa: S608 - our own queries
    return int(found[0]) if found else 0
