"""What people changed about a journey, and the texts that a change may move; for readers and inside a write."""

import re
from collections.abc import Sequence

import duckdb

from domain.journey import JourneyEdit, Lead
from storage.frames import aware
from storage.shapes import PendingText

_WORD = re.compile(r"\w+")

# Texts that hold a word, or name a topic, with the columns of a queue's entry.
_HOLDING = """
    with found as (
        select mention_id as text_id, 'mention' as kind, content_hash, title, text from mentions
        where deleted_at is null and mention_id in (select mention_id from mention_brands) and {mentions}
        union all
        select response_id, 'survey', content_hash, '', comment from survey_responses where {answers}
        union all
        select ticket_id, 'ticket', content_hash, subject, text from tickets where {tickets}
    )
    select * from found order by text_id limit $limit
"""
_NAMES = """(
    ({key}, content_hash) in (
        select x.text_id, x.content_hash from text_topics x
        join topics t on t.topic_id = x.topic_id
        where lower(t.name) = $word
    )
)"""

_LED = """
    select x.text_id from text_topics x
    join touchpoint_topic k on k.topic_id = x.topic_id
    join topics t on t.topic_id = x.topic_id
    where k.touchpoint = $touchpoint and lower(t.name) <> lower($but)
        and x.text_id in (select unnest($ids::bigint[]))
"""


class JourneyEditRows:
    """Edits, oldest first, and where texts are."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def known(self, journey: str) -> list[JourneyEdit]:
        """What people changed about that template and did not take back."""
        rows = self._con.execute(
            """
            select touchpoint, kind, value, added, edit_id, coalesce(person, ''), made_at from journey_edits
            where journey = $journey and removed_at is null order by made_at, edit_id
            """,
            {"journey": journey},
        ).fetchall()
        return [
            JourneyEdit(
                touchpoint=touchpoint,
                lead=Lead(kind),
                value=value,
                added=added,
                edit_id=number,
                person=person,
                made_at=aware(at),
            )
            for touchpoint, kind, value, added, number, person, at in rows
        ]

    def holding(self, edit: JourneyEdit, limit: int) -> list[PendingText]:
        """At most `limit` texts, by id, that hold the phrase's longest word, or name the topic."""
        if edit.lead == Lead.TOPIC:
            word = edit.value.lower()
            parts = [_NAMES.format(key=key) for key in ("mention_id", "response_id", "ticket_id")]
        else:
            word = max(_WORD.findall(edit.value.lower()), key=len)
            spoken = ("concat_ws(' ', title, text)", "comment", "concat_ws(' ', subject, text)")
            parts = [f"contains(lower({words}), $word)" for words in spoken]
        sql = _HOLDING.format(mentions=parts[0], answers=parts[1], tickets=parts[2])
        rows = self._con.execute(sql, {"word": word, "limit": limit}).fetchall()
        return [
            PendingText(text_id=key, kind=kind, content_hash=content, title=title or "", text=text or "")
            for key, kind, content, title, text in rows
        ]

    def places(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The touchpoints of these texts, by id; those that are at none are left out."""
        rows = self._con.execute(
            """
            select text_id, list(distinct touchpoint) from text_touchpoint
            where text_id in (select unnest($ids::bigint[])) group by text_id
            """,
            {"ids": list(ids)},
        ).fetchall()
        return {key: frozenset(names) for key, names in rows}

    def led(self, touchpoint: str, ids: Sequence[int], but: str = "") -> frozenset[int]:
        """Which of these texts a topic, other than `but`, leads to the touchpoint."""
        rows = self._con.execute(_LED, {"touchpoint": touchpoint, "ids": list(ids), "but": but}).fetchall()
        return frozenset(row[0] for row in rows)
