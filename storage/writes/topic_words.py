"""Words of erased people in what discovery called a topic: what no text of the topic says any more goes."""

import re

import duckdb

_WORDS = """
    select mention_id as text_id, lower(concat_ws(' ', title, text)) as words from mentions
    union all select response_id, lower(comment) from survey_responses
    union all select ticket_id, lower(concat_ws(' ', subject, text)) from tickets
"""
_LOST = f"""
    with left_over as (
        select x.words from topic_finds f join ({_WORDS}) x on x.text_id = f.text_id where f.topic_id = $topic
    )
    select word from (select unnest($words::varchar[]) as word)
    where exists (select 1 from gone where contains(words, word))
        and not exists (select 1 from left_over where contains(words, word))
"""  # noqa: S608 - our own queries
# Where else a topic's name is written down, in words or in JSON.
_COPIES = (
    ("topic_changes", "before"),
    ("topic_changes", "after"),
    ("reports", "body"),
    ("alert_events", "subject"),
    ("alert_events", "title"),
    ("alert_events", "body"),
    ("audit_log", "detail"),
)


def remember_words(con: duckdb.DuckDBPyConnection, ids: str) -> None:
    """Note what the texts of the temporary table `ids` say, before they go."""
    con.execute(f"""
        create or replace temp table gone as
        select words from ({_WORDS}) where text_id in (select text_id from {ids})
    """)  # noqa: S608 - our own names


def drop_words(con: duckdb.DuckDBPyConnection) -> int:
    """Take what only they said out of the names and keywords of discovered topics; returns how many changed.

    A name that a person gave stays; what discovery had called that topic does not. The words themselves are forgotten.
    """
    rows = con.execute("""
        select topic_id, coalesce(seed_name, name), seed_name is not null, coalesce(description, '') from topics
        where origin = 'discovered' and exists (select 1 from gone)
    """).fetchall()
    changed = sum(_drop(con, *row) for row in rows)
    con.execute("drop table gone")
    return changed


def _drop(con: duckdb.DuckDBPyConnection, topic_id: int, name: str, renamed: bool, description: str) -> bool:
    head, colon, keywords = description.partition(": ")
    words = sorted({*re.findall(r"\w+", f"{name} {keywords}".lower())})
    lost = {row[0] for row in con.execute(_LOST, {"topic": topic_id, "words": words}).fetchall()}
    if not lost:
        return False
    shown = _without(lost, name.split(), " ") or f"Topic {topic_id % 10_000}"
    told = f"{head}{colon}{_without(lost, keywords.split(', '), ', ')}"
    column = "seed_name" if renamed else "name"
    con.execute(
        f"update topics set {column} = $name, description = $told where topic_id = $topic",  # noqa: S608 - our own names
        {"name": shown, "told": told, "topic": topic_id},
    )
    for table, column in _COPIES if shown != name else ():
        con.execute(
            f"update {table} set {column} = replace({column}, $old, $new) where contains({column}, $old)",  # noqa: S608
            {"old": name, "new": shown},
        )
    return True


def _without(lost: set[str], parts: list[str], between: str) -> str:
    return between.join(part for part in parts if not lost.intersection(re.findall(r"\w+", part.lower())))
