"""Survey answers: waves, series and comments."""

from typing import Literal

import pandas as pd

from domain.measures import Scope
from storage.queries import scope as where
from storage.queries.ask import Ask


class SurveyRows:
    """Answers in a scope, by survey, period and comment."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def waves(self, scope: Scope) -> pd.DataFrame:
        """Columns survey, answers, first, last (local days), nps_n, csat_n, ces_n; oldest wave first."""
        found = where.answers(scope)
        return self._ask.frame(
            f"""
            select
                r.survey, count(*) as answers, min(r.day) as first, max(r.day) as last,
                count(r.nps) as nps_n, count(r.csat) as csat_n, count(r.ces) as ces_n
            from survey_responses r
            where {found.sql}
            group by r.survey
            order by min(r.day), r.survey
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )

    def series(
        self,
        scope: Scope,
        question: Literal["nps", "csat", "ces"],
        by: Literal["day", "week", "month"] = "day",
    ) -> pd.DataFrame:
        """Columns period (its first day), answers: list of (answer, n), ascending; one row per period with answers.

        Beside them scale_max and direction: a period with two scales has two rows.
        """
        column, start = (
            {"nps": "nps", "csat": "csat", "ces": "ces"}[question],
            {"day", "week", "month"} & {by},
        )
        scale = {"nps": "10", "csat": "r.csat_max", "ces": "r.ces_max"}[column]
        direction = "r.ces_direction" if column == "ces" else "null::varchar"
        found = where.answers(scope)
        rows = self._ask.rows(
            f"""
            with counted as (
                select
                    date_trunc('{start.pop()}', r.day)::date as period, {scale} as scale_max, {direction} as direction,
                    r.{column} as answer, count(*) as n
                from survey_responses r
                where r.{column} is not null and {found.sql}
                group by all
            )
            select period, list([answer, n] order by answer), scale_max, direction
            from counted
            group by period, scale_max, direction
            order by period, scale_max
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )
        periods = [row[0] for row in rows]
        answers = [[(int(a), int(n)) for a, n in row[1]] for row in rows]  # type: ignore[attr-defined]
        return pd.DataFrame(
            {
                "period": pd.Series(periods, dtype=object),
                "answers": pd.Series(answers, dtype=object),
                "scale_max": pd.Series([row[2] for row in rows], dtype=object),
                "direction": pd.Series([row[3] for row in rows], dtype=object),
            }
        )

    def segments(self) -> list[str]:
        """The segments that answers, tickets and customers name, by name; at most 200."""
        rows = self._ask.rows("""
            select distinct segment from (
                select segment from survey_responses
                union all select segment from tickets
                union all select segment from customers
            )
            where segment is not null and segment <> '' order by segment limit 200
        """)
        return [str(row[0]) for row in rows]

    def comments(self, scope: Scope, *, limit: int = 50) -> pd.DataFrame:
        """Columns response_id, survey, answered_at, nps, csat, ces, comment, sentiment, polarity, touchpoint, segment;
        newest first, empty comments left out.
        """
        found = where.answers(scope)
        return self._ask.frame(
            f"""
            select
                r.response_id, r.survey, coalesce(r.answered_at, r.first_seen_at) as answered_at, r.nps, r.csat, r.ces,
                r.comment, r.label as sentiment, r.polarity, r.touchpoint, r.segment
            from survey_responses r
            where r.comment <> '' and {found.sql}
            order by coalesce(r.answered_at, r.first_seen_at) desc, r.response_id desc
            limit $limit
            """,  # noqa: S608 - conditions of our own, values as parameters
            {**found.values, "limit": limit},
        )
