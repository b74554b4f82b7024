"""Keeps `counted_mentions` true: whatever touches a mention names it, and the end derives those rows again."""

import duckdb

COLUMNS = (
    "brand", "mention_id", "beside", "day", "happened_at", "source", "kind", "label", "polarity", "rating", "complaint",
    "story_id", "author", "country", "app_version", "letters", "topics", "emotion", "intents", "touchpoints",
)  # fmt: skip

# What a mention's own words, stars and author come to.
_AUTHOR = "(md5_number_lower(m.author_key) >> 1)::bigint as author"
_LETTERS = "length(m.text)::integer as letters"
_COMPLAINT = "coalesce(m.label = 'negative' or (m.label is null and m.rating <= 2), false) as complaint"

# The rows as they should be, of `mentions`; `which` and `heard` restrict their brands, `read` what was read in them: a
# large table is cut down to the touched texts before anything is joined.
DERIVED = f"""
    with named as (
        select text_id, content_hash, list(topic_id order by score desc nulls last, topic_id) as topics
        from text_topics {{read}}
        group by text_id, content_hash
    ),
    placed as (
        select text_id, content_hash, list(touchpoint order by touchpoint) as touchpoints
        from text_touchpoints {{read}}
        group by text_id, content_hash
    ),
    heard as (
        select mention_id, list(brand order by brand) as brands from mention_brands where not muted {{heard}}
        group by mention_id
    ),
    felt as (select text_id, content_hash, emotion, intents from text_traits {{read}}),
    derived as (
        select
            b.brand, m.mention_id, list_filter(h.brands, lambda x: x <> b.brand) as beside, m.day,
            coalesce(m.published_at, m.first_seen_at) as happened_at, m.source, m.kind, m.label, m.polarity, m.rating,
            {_COMPLAINT},
            m.story_id, {_AUTHOR}, m.country, m.app_version,
            {_LETTERS}, coalesce(n.topics, []) as topics, x.emotion,
            coalesce(x.intents, []) as intents, coalesce(p.touchpoints, []) as touchpoints
        from {{mentions}} m
        join mention_brands b on b.mention_id = m.mention_id
        join heard h on h.mention_id = m.mention_id
        left join named n on n.text_id = m.mention_id and n.content_hash = m.content_hash
        left join placed p on p.text_id = m.mention_id and p.content_hash = m.content_hash
        left join felt x on x.text_id = m.mention_id and x.content_hash = m.content_hash
        where m.deleted_at is null and not b.muted {{which}}
    )
    select {", ".join(COLUMNS)} from derived
"""  # noqa: S608 - our own names
# The same of mentions that have just arrived, with all their brands in a list: nothing has read them, and nobody hides
# them yet. What joins nothing costs a quarter.
UNREAD = "unread_mentions"
_UNREAD = f"""
    create or replace temp view {UNREAD} as
    with m as (select *, unnest(brands) as brand, null::varchar as label from {{mentions}})
    select
        m.brand, m.mention_id, list_filter(m.brands, lambda x: x <> m.brand) as beside, m.day,
        m.happened_at, m.source, m.kind, m.label, null::double as polarity, m.rating,
        {_COMPLAINT}, m.story_id, {_AUTHOR}, m.country, m.app_version, {_LETTERS}, []::bigint[] as topics,
        null::varchar as emotion, []::varchar[] as intents, []::varchar[] as touchpoints
    from m
"""  # noqa: S608 - our own names

_ALL = {"mentions": "mentions", "read": "", "heard": "", "which": ""}
_TOUCHED = "(select text_id from touched_texts)"
# By their place: looked up by key alone, the texts of all mentions would be unpacked.
_THOSE = {
    "mentions": f"""(
        select * from mentions
        where rowid in (select k.rowid from mentions k where k.mention_id in {_TOUCHED})
    )""",  # noqa: S608 - our own names
    "read": f"where text_id in {_TOUCHED}",
    "heard": f"and mention_id in {_TOUCHED}",
    "which": f"and b.mention_id in {_TOUCHED}",
}

# Runs of whole days, with about as many mentions in each.
_PORTIONS = """
    with sized as (
        select day, sum(count(*)) over (order by day) // $most as portion from mentions group by day
    )
    select min(day), max(day) from sized group by portion order by portion
"""
_OF_DAYS = """
    insert into touched_texts
    select mention_id from mentions where day between $first and $last
"""

# The rows that are there and should not be, and the other way round.
WRONG = f"""
    with derived as ({DERIVED.format(**_ALL)}),
    counted as (select {", ".join(COLUMNS)} from counted_mentions)
    (select * from derived except all select * from counted)
    union all
    (select * from counted except all select * from derived)
"""  # noqa: S608 - our own names


def begin(con: duckdb.DuckDBPyConnection) -> None:
    """Nothing is touched yet in this transaction."""
    con.execute("create or replace temp table touched_texts (text_id bigint)")


def touch(con: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Say that what is counted of the texts changes whose `text_id` the temporary table (or query) `ids` holds."""
    con.execute(f"insert into touched_texts select text_id from {ids}")  # noqa: S608 - our own names


def insert(con: duckdb.DuckDBPyConnection, mentions: str) -> None:
    """Add the rows of mentions that are new, from the temporary table or view in which they arrived.

    The view UNREAD gives the same rows until something else arrives.
    """
    columns = ", ".join(COLUMNS)
    con.execute(_UNREAD.format(mentions=mentions))
    con.execute(f"insert into counted_mentions ({columns}) select {columns} from {UNREAD}")  # noqa: S608 - our own names


def refresh(con: duckdb.DuckDBPyConnection) -> None:
    """Derive the rows of every touched text again."""
    if con.execute("select 1 from touched_texts limit 1").fetchone() is None:
        return
    con.execute(f"delete from counted_mentions where mention_id in {_TOUCHED}")  # noqa: S608 - our own names
    con.execute(_insert(DERIVED.format(**_THOSE)))
    con.execute("delete from touched_texts")


def derive_all(con: duckdb.DuckDBPyConnection, portion: int = 500_000) -> None:
    """Derive every row again: all labels or days are other ones.

    Some days at a time, with about `portion` mentions: ten million at once do not fit 2 GB of memory.
    """
    con.execute("delete from counted_mentions")
    for first, last in con.execute(_PORTIONS, {"most": portion}).fetchall():
        con.execute("delete from touched_texts")
        con.execute(_OF_DAYS, {"first": first, "last": last})
        con.execute(_insert(DERIVED.format(**_THOSE)))
    con.execute("delete from touched_texts")


def _insert(derived: str) -> str:
    # In the order of days: a reader of some days then skips the others.
    return f"insert into counted_mentions ({', '.join(COLUMNS)}) {derived} order by day, happened_at"
