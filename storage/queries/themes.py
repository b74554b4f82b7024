"""Scores of those who name a topic: what drivers are judged by."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pandas as pd

from domain.measures import Histogram, Scope
from storage.queries import scope as where
from storage.queries.ask import Ask

_ANSWERS = """
    select t.topic_id, t.name, r.{column} as answer, count(distinct r.response_id) as n
    from survey_responses r
    join text_topics x on x.text_id = r.response_id and x.content_hash = r.content_hash
    join topics t on t.topic_id = x.topic_id
    where r.{column} is not null and {scale} and {where}
    group by all
    order by t.name, t.topic_id, answer
"""

_STARS = """
    select
        t.topic_id, t.name, x.answer, count(*) as n
    from (
        select unnest(m.topics) as topic_id, least(5, greatest(1, floor(m.rating + 0.5)))::integer as answer
        from counted_mentions m
        where m.rating is not null and {where}
    ) x
    join topics t on t.topic_id = x.topic_id
    group by all
    order by t.name, t.topic_id, answer
"""

_COMPLAINED = """
    select t.name, count(*) filter (x.inside) as negative, count(*) filter (not x.inside) as before_negative
    from (
        select unnest(m.topics) as topic_id, m.day >= $turn as inside
        from counted_mentions m
        where m.label = 'negative' and {where}
    ) x
    join topics t on t.topic_id = x.topic_id
    group by t.topic_id, t.name
    order by negative desc, t.name
"""


class Themes:
    """Answers and stars by the topic that their words name; who names several counts for each."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def answers(self, scope: Scope, question: Literal["nps", "csat"], everyone: Histogram) -> pd.DataFrame:
        """Columns topic_id, name, answer, n: a part of `everyone`, on the scale that those answered on."""
        found = where.answers(scope)
        scale = "true" if question == "nps" else "r.csat_max = $top"
        values = found.values if question == "nps" else {**found.values, "top": everyone.scale_max}
        return self._ask.frame(_ANSWERS.format(column=question, scale=scale, where=found.sql), values)

    def stars(self, scope: Scope) -> pd.DataFrame:
        """The same of mentions with stars, answers being 1 to 5."""
        found = where.counted(scope)
        return self._ask.frame(_STARS.format(where=found.sql), found.values)

    def complained(self, scope: Scope, before: date) -> pd.DataFrame:
        """Columns name, negative, before_negative: negative mentions by topic, in scope and on the days from `before`
        up to its first one; most first.
        """
        found = where.counted(replace(scope, since=before))
        return self._ask.frame(_COMPLAINED.format(where=found.sql), {**found.values, "turn": scope.since})

    def worded(self, scope: Scope) -> tuple[int, int]:
        """(answers, those of them with words): only words can name a topic."""
        found = where.answers(scope)
        row = self._ask.row(
            f"select count(*), count(*) filter (r.comment <> '') from survey_responses r where {found.sql}",  # noqa: S608
            found.values,
        )
        return int(str(row[0])), int(str(row[1]))
