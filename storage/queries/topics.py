"""Topics as people see them: which there are, how much names none, and what was changed."""

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.topics_of_text import TopicSaid, topics_of_text

_LIST = """
    select
        t.topic_id, t.name, t.description, t.origin,
        case
            when t.merged_into is not null then 'merged' else coalesce(t.state, 'in use')
        end as state,
        t.merged_into, r.name as merged_name, t.created_at, coalesce(n.texts, 0) as texts
    from topics t
    left join topics r on r.topic_id = t.merged_into
    left join (select topic_id, count(*) as texts from text_topics group by topic_id) n on n.topic_id = t.topic_id
    order by state, texts desc, t.name, t.topic_id
"""

_HISTORY = """
    select
        c.change_id, c.made_at, c.person, c.verb, c.topic_id, t.name, c.other_id, o.name as other_name,
        c.before, c.after, c.undone_at is not null as undone
    from topic_changes c
    left join topics t on t.topic_id = c.topic_id
    left join topics o on o.topic_id = c.other_id
    where $topic_id::bigint is null or c.topic_id = $topic_id or c.other_id = $topic_id
    order by c.change_id desc
    limit $limit
"""

_SAID = """
    select m.mention_id, concat_ws(' ', m.title, m.text) as text
    from text_topics x
    join mentions m on m.mention_id = x.text_id and m.content_hash = x.content_hash
    where x.topic_id = $topic_id and m.deleted_at is null
    order by m.first_seen_at desc, m.mention_id
    limit $limit
"""

_UNTAGGED = """
    select
        count(*) filter (m.complaint and len(m.topics) = 0), count(*) filter (m.complaint),
        count(*) filter (len(m.topics) = 0), count(*)
    from counted_mentions m
    where {where}
"""


class Topics:
    """Topics by id, with the ones that went into others."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def of_text(self, mention_id: int) -> list[TopicSaid]:
        """The topics that one mention names, and those of which a person says that it does not."""
        return topics_of_text(self._ask, mention_id)

    def meant(self, topic: str) -> int | None:
        """The id of the topic that a scope with this name or id speaks of; None where nothing ever had it."""
        found = self._ask.rows(f"select {where.THE_TOPIC}", {"topic": topic})[0][0]
        return None if found is None else int(str(found))

    def table(self) -> pd.DataFrame:
        """Every topic: topic_id, name, description, origin, state ("in use", "proposed", "dismissed", "merged"),
        merged_into, merged_name, created_at, texts (that name it now).
        """
        return self._ask.frame(_LIST)

    def history(self, topic_id: int | None = None, limit: int = 100) -> pd.DataFrame:
        """What people changed, the newest first: change_id, made_at, person, verb, topic_id, name, other_id,
        other_name, before, after, undone.
        """
        return self._ask.frame(_HISTORY, {"topic_id": topic_id, "limit": limit})

    def said(self, topic_id: int, limit: int = 5_000) -> pd.DataFrame:
        """Columns mention_id, text (title and text): what names a topic now, the newest first."""
        return self._ask.frame(_SAID, {"topic_id": topic_id, "limit": limit})

    def untagged(self, scope: Scope) -> tuple[tuple[int, int], tuple[int, int]]:
        """(those that name no topic, all) of the complaints in scope, then of all its mentions."""
        found = where.counted(scope)
        row = self._ask.row(_UNTAGGED.format(where=found.sql), found.values)
        counts = [int(str(n)) for n in row]
        return (counts[0], counts[1]), (counts[2], counts[3])
