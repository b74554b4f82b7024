"""A year of mentions in any number, made in the database: random ids, three brands, six sources, words of no meaning.

Answers, tickets, customers, runs and a journey stand beside them, so that every page has something to count.
"""

from datetime import date, timedelta
from pathlib import Path

from domain.identity import stable_id
from domain.records import Brand, Role, Source, Topic
from nlp.journey import load_journey
from storage import engine
from storage.connection import Database
from storage.writes import counted

DAYS = 365
BRANDS = (
    Brand(name="Acme"),
    Brand(name="Bolt", role=Role.COMPETITOR),
    Brand(name="Crema", role=Role.COMPETITOR),
)
KINDS = {
    "app": "app_store",
    "play": "google_play",
    "talk": "reddit",
    "news": "rss",
    "videos": "youtube",
    "shop": "trustpilot",
}
TOPICS = (
    "Crashes and freezes",
    "Price",
    "Late delivery",
    "Rude staff",
    "Refund refused",
    "Login fails",
    "Ads",
    "Battery",
    "Quality",
    "Waiting time",
    "Lost parcels",
    "Customer support",
)
WORDS = (
    "grinder espresso parcel account update screen payment support button milk filter waiting answer machine water "
    "button coffee courier invoice refund battery update screen login broken quiet quick lovely late cold loud cheap "
    "never always again today yesterday morning week month twice"
)

# random() is seeded: the same million each time. Later rows of the range are later in the year.
_MENTIONS = """
    insert into mentions (
        mention_id, source, kind, external_id, url, author_key, title, text, content_hash, row_hash, language, rating,
        country, app_version, published_at, first_seen_at, changed_at, day, story_id, label, polarity
    )
    with drawn as (
        select
            i, 1 + (random() * 5.999)::int % 6 as s, random() as r, random() as q,
            $start::timestamp + to_seconds(i * 86400.0 * $days / $rows) as moment
        from range($rows) t(i)
    )
    select
        hash(i) >> 1, $sources[s], $kinds[s], i::varchar, 'https://www.example.com/' || i, 'a' || (hash(i) % 300000),
        '', array_to_string(list_transform(range(16), k -> $words[1 + (hash(i * 31 + k) % len($words))::int]), ' '),
        hash(i) >> 2, hash(i) >> 3, 'en', case when s in (1, 2, 6) then 1 + (q * 4.99)::int % 5 end,
        ['us', 'de', 'fr', 'gb'][1 + (r * 3.99)::int % 4], '4.' || (i * 12 // $rows), moment, moment, moment, moment::date,
        case when r < 0.04 then hash(i // 50) >> 1 else hash(i) >> 1 end,
        case when r < 0.38 then 'negative' when r < 0.55 then 'neutral' when r < 0.93 then 'positive' end,
        case when r < 0.38 then -0.6 when r < 0.55 then 0.0 when r < 0.93 then 0.7 end
    from drawn
"""
_BRANDS = """
    insert into mention_brands (mention_id, brand, sources, muted)
    select mention_id, brand, [source], false from (
        select mention_id, source, published_at, 'Acme' as brand from mentions where row_hash % 10 < 7
        union all select mention_id, source, published_at, 'Bolt' from mentions where row_hash % 10 between 6 and 8
        union all select mention_id, source, published_at, 'Crema' from mentions where row_hash % 10 = 9
    )
    order by published_at
"""
_DAILY = """
    insert into daily_counts
    select
        b.brand, m.day, m.source, m.kind,
        count(*) filter (label = 'negative'), count(*) filter (label = 'neutral'), count(*) filter (label = 'positive'),
        count(*) filter (label is null),
        count(*) filter (rating = 1), count(*) filter (rating = 2), count(*) filter (rating = 3),
        count(*) filter (rating = 4), count(*) filter (rating = 5)
    from mentions m join mention_brands b on b.mention_id = m.mention_id group by all
"""
_READ = """
    insert into text_topics
    select mention_id, '1', content_hash, $topics[1 + least(11, (12 * power(random(), 2))::int)], 0.7, 0, 20
    from mentions where random() < 0.55;
    insert into topic_reads select mention_id, '1', content_hash from mentions;
    insert into scores
    select mention_id, 'default', '1', content_hash, label, polarity, 0.9, 'en', null, first_seen_at from mentions;
    insert into text_traits
    select
        mention_id, '1', content_hash,
        ['anger', 'joy', 'sadness', 'none', 'none', 'none'][1 + (row_hash % 6)::int], 0.6,
        [['complains'], ['recommends'], ['warns_against'], []][1 + (row_hash % 4)::int]
    from mentions;
    insert into text_touchpoints
    select mention_id, $journey, content_hash, $steps[1 + (row_hash % len($steps))::int]
    from mentions where random() < 0.3
"""
_BESIDE = """
    insert into survey_responses (
        response_id, brand, survey, respondent_key, answered_at, nps, csat, csat_max, ces, ces_max, ces_direction,
        comment, content_hash, row_hash, customer_key, segment, weight, first_seen_at, changed_at, day
    )
    select
        hash(-i) >> 1, 'Acme', ['Relationship', 'After delivery'][1 + i % 2], 'r' || i, moment,
        least(10, (11 * sqrt(random()))::int), 1 + (random() * 4.99)::int % 5, 5, 1 + (random() * 6.99)::int % 7, 7,
        'high_is_easy', '', hash(-i) >> 2, i, 'c' || (i % 9000), ['Private', 'Office'][1 + i % 2], 1,
        moment, moment, moment::date
    from (select i, $start::timestamp + to_seconds(i * 86400.0 * $days / 20000) as moment from range(1, 20000) t(i));
    insert into tickets (
        ticket_id, brand, external_id, created_at, first_response_at, resolved_at, author_kind, channel, subject,
        text, content_hash, row_hash, first_seen_at, changed_at, day
    )
    select
        hash(-i) >> 3, 'Acme', i::varchar, moment, moment + to_minutes((200 * random())::int),
        moment + to_hours((90 * random())::int), 'human', 'mail', '', '', hash(-i) >> 2, i, moment, moment, moment::date
    from (select i, $start::timestamp + to_seconds(i * 86400.0 * $days / 6000) as moment from range(1, 6000) t(i));
    insert into customers (
        customer_id, brand, customer_key, churned, churned_at, started_at, monthly_revenue, margin, segment
    )
    select
        hash(i) >> 1, 'Acme', 'c' || i, i % 16 = 0, case when i % 16 = 0 then $start::timestamp + to_days((i % 360)::int) end,
        $start::timestamp - to_days((i % 700)::int), 20 + i % 40, 0.5, ['Private', 'Office'][1 + i % 2]
    from range(9000) t(i);
    insert into runs (run_id, source, kind, started_at, finished_at, outcome, fetched, new)
    select hash(s, h) >> 1, s, $kinds[list_position($sources, s)], moment, moment, 'ok', 50, 5
    from (
        select unnest($sources) as s, h, $start::timestamp + to_hours(h::int) as moment from range(0, 24 * $days, 12) t(h)
    )
"""


def build(folder: Path, rows: int, today: date) -> Database:
    """A published database of `rows` mentions in the year that ends today; one million takes about a minute."""
    database = Database(folder / "earshot.duckdb", memory_limit="4GB")
    journey = load_journey("d2c")
    topics = [Topic(topic_id=stable_id("topic", name), name=name) for name in TOPICS]
    with database.write() as store:
        sources = [Source(name=n, kind=k, brands=tuple(b.name for b in BRANDS), every=43200) for n, k in KINDS.items()]
        store.sources.sync(BRANDS, sources)
        store.topics.sync(topics)
        store.scores.use("default", "1")
        store.journey.choose("d2c", person="benchmark")
        store.journey.use(journey.version, journey.touchpoints)
    values = {
        "rows": rows,
        "days": DAYS,
        "start": today - timedelta(days=DAYS - 1),
        "sources": list(KINDS),
        "kinds": list(KINDS.values()),
        "words": WORDS.split(),
        "topics": [topic.topic_id for topic in topics],
        "journey": journey.version,
        "steps": [step.name for step in journey.touchpoints],
    }
    with engine.writer(database.path, memory_limit="4GB") as con:
        con.execute("select setseed(0.5)")
        for sql in (_MENTIONS, _BRANDS, _DAILY, *_READ.split(";"), *_BESIDE.split(";")):
            con.execute(sql, {key: value for key, value in values.items() if f"${key}" in sql})
        counted.begin(con)
        counted.derive_all(con)
        con.execute("delete from work_queue")
    database.publish()
    return database


def config_text(database: Path) -> str:
    """An earshot.toml for it."""
    brands = "".join(f'[[brand]]\nname = "{b.name}"\nrole = "{b.role}"\n' for b in BRANDS)
    return f'database = "{database}"\n{brands}'
