"""Answers and customers by segment, with how many people stand behind each: what may be shown is judged elsewhere."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Literal

from domain.measures import Cohort, Histogram, Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.business import cohort
from storage.queries.small_groups import kept_back
from storage.queries.team import enps_kept_back

Question = Literal["nps", "csat", "ces"]
_SCALE = {"nps": "10, null", "csat": "r.csat_max, null", "ces": "r.ces_max, r.ces_direction"}
_NAME = "coalesce(trim({}.segment), '')"

# Who does not say who they are counts as one person per answer.
_PERSON = "coalesce(r.respondent_key, r.customer_key, r.response_id::varchar)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentAnswers:
    """One segment's answers and how many people gave them."""

    people: int
    answers: Histogram = field(default_factory=Histogram)


class Segments:
    """Every part of the whole is here: the name "" holds those of no segment."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def answers(self, scope: Scope, question: Question) -> dict[str, SegmentAnswers]:
        """Answers by segment, on the scale and in the direction that most answers in scope have."""
        scale, name = _SCALE[question], _NAME.format("r")
        rows = self._asked(question, scope, f"{scale}, {name}, r.{question}, count(*), sum(r.weight)")
        sizes: Counter[tuple[object, object]] = Counter()
        for top, direction, _, _, n, _ in rows:
            sizes[top, direction] += _int(n)
        if not sizes:
            return {}
        usual = max(sizes, key=lambda key: (sizes[key], str(key)))
        parts: dict[str, list[tuple[int, int, float]]] = {}
        for top, direction, segment, answer, n, weight in rows:
            if (top, direction) == usual:
                parts.setdefault(str(segment), []).append((_int(answer), _int(n), float(str(weight))))
        people = self._people(question, scope, usual)
        return {
            segment: SegmentAnswers(people=people[segment], answers=_histogram(cells, usual))
            for segment, cells in sorted(parts.items())
        }

    def customers(self, scope: Scope) -> dict[str, Cohort]:
        """Customers at the scope's start whose fate is known, and those who left in it, by segment."""
        found = where.customers(replace(scope, segment=None))
        names = self._ask.rows(
            f"select distinct c.segment from customers c where {found.sql} and trim(c.segment) <> '' order by 1",  # noqa: S608
            found.values,
        )
        parts = {str(name): cohort(self._ask, replace(scope, segment=str(name))) for (name,) in names}
        whole = cohort(self._ask, replace(scope, segment=None))
        start, lost = (sum(getattr(part, key) for part in parts.values()) for key in ("start", "lost"))
        parts[""] = Cohort(start=whole.start - start, lost=whole.lost - lost)
        return {name: part for name, part in sorted(parts.items()) if part.start}

    def kept_back(self, scope: Scope, needs: str) -> bool:
        """Whether a scope's segment is of too few people, by the name of what is counted; then nothing is."""
        return enps_kept_back(self._ask, scope) if needs == "enps_answers" else kept_back(self._ask, scope, needs)

    def _people(self, question: Question, scope: Scope, usual: tuple[object, object]) -> dict[str, int]:
        columns = f"{_SCALE[question]}, {_NAME.format('r')}, count(distinct {_PERSON})"
        rows = self._asked(question, scope, columns)
        return {str(segment): _int(n) for top, direction, segment, n in rows if (top, direction) == usual}

    def _asked(self, question: Question, scope: Scope, columns: str) -> list[tuple[object, ...]]:
        found = where.answers(replace(scope, segment=None))
        return self._ask.rows(
            f"select {columns} from survey_responses r where r.{question} is not null and {found.sql} group by all",  # noqa: S608
            found.values,
        )


def _histogram(cells: list[tuple[int, int, float]], usual: tuple[object, object]) -> Histogram:
    return Histogram(
        counts={answer: n for answer, n, _ in cells},
        weights={answer: weight for answer, _, weight in cells},
        scale_max=_int(usual[0]),
        direction=None if usual[1] is None else str(usual[1]),
    )


def _int(value: object) -> int:
    return int(str(value))
