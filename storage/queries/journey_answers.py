"""What customers answered at each touchpoint, and what was imported about it: every touchpoint in a few questions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.measures import Histogram, Perception, Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.counts import Counts
from storage.queries.scales import SCALES, Question, on_one_scale
from storage.queries.touchpoints import Row, completed, figure_rows, own_views, per_customer

# Every name that a survey or a file calls a touchpoint by, in lower case.
_NAMES = """
    select touchpoint, lower(touchpoint) as name from touchpoints
    union
    select t.touchpoint, p.name from touchpoint_names p join touchpoints t on lower(t.touchpoint) = lower(p.touchpoint)
"""

# An answer is at the touchpoint that it was asked about; only one that says nothing goes by its comment. The same as
# the condition of one touchpoint (scope.answers), turned round.
_PLACED = f"""
    with asked as materialized (
        select
            r.response_id, r.content_hash, lower(trim(r.touchpoint)) as called,
            coalesce(r.touchpoint, '') = '' as unsaid, r.csat, r.csat_max, r.ces, r.ces_max, r.ces_direction, r.weight
        from survey_responses r
        where (r.csat is not null or r.ces is not null) and {{where}}
    ),
    placed as materialized (
        select n.touchpoint, a.response_id from asked a join ({_NAMES}) n on n.name = a.called
        union
        select t.touchpoint, a.response_id
        from asked a
        join text_touchpoints x on x.text_id = a.response_id and x.content_hash = a.content_hash
        join touchpoints t on lower(t.touchpoint) = lower(x.touchpoint)
        where a.unsaid
        union
        select t.touchpoint, a.response_id
        from asked a
        join text_topics x on x.text_id = a.response_id and x.content_hash = a.content_hash
        join touchpoint_topic k on k.topic_id = x.topic_id
        join touchpoints t on lower(t.touchpoint) = lower(k.touchpoint)
        where a.unsaid
    )
"""  # noqa: S608 - our own names
_ANSWERED = """
    select p.touchpoint, '{question}', {scale}, r.{question}, count(*), sum(r.weight), sum(r.weight * r.weight)
    from placed p join asked r on r.response_id = p.response_id
    where r.{question} is not null
    group by all
"""
_QUESTIONS: tuple[Question, ...] = ("csat", "ces")


class JourneyAnswers:
    """The counts that the grid of the journey is made of, besides what is said in public."""

    def __init__(self, ask: Ask, counts: Counts) -> None:
        self._ask = ask
        self._counts = counts

    def at(self, scope: Scope) -> dict[str, Mapping[str, object]]:
        """By touchpoint, in no order, what `Counts` gives of it, by the name of the method that gives it.

        Those are csat_answers, ces_answers, perception, funnel, returns_rate and complaints_rate.
        """
        names = [str(row[0]) for row in self._ask.rows("select touchpoint from touchpoints")]
        if scope.segment is not None:
            # How many people stand behind a segment's cell is asked for each of them.
            return {name: self._one(replace(scope, touchpoint=name)) for name in names}
        answers, figures = self._answers(scope), self._figures(scope)
        return {
            name: _counts({q: answers.get((name, q), []) for q in _QUESTIONS}, figures.get(name, [])) for name in names
        }

    def _one(self, scope: Scope) -> Mapping[str, object]:
        needed = ("csat_answers", "ces_answers", "perception", "funnel", "returns_rate", "complaints_rate")
        return {needs: getattr(self._counts, needs)(scope) for needs in needed}

    def _answers(self, scope: Scope) -> dict[tuple[str, str], list[tuple[object, ...]]]:
        found = where.answers(replace(scope, touchpoint=None))
        parts = [_ANSWERED.format(question=q, scale=SCALES[q]) for q in _QUESTIONS]
        sql = _PLACED.format(where=found.sql) + " union all ".join(parts)
        held: dict[tuple[str, str], list[tuple[object, ...]]] = {}
        for touchpoint, question, *cells in self._ask.rows(sql, found.values):
            held.setdefault((str(touchpoint), str(question)), []).append(tuple(cells))
        return held

    def _figures(self, scope: Scope) -> dict[str, list[Row]]:
        known: dict[str, list[str]] = {}
        for touchpoint, name in self._ask.rows(_NAMES):
            known.setdefault(str(name), []).append(str(touchpoint))
        held: dict[str, list[Row]] = {}
        for row in figure_rows(self._ask, replace(scope, touchpoint=None)):
            for touchpoint in known.get(row[0], ()):
                held.setdefault(touchpoint, []).append(row)
        return held


def _counts(answers: Mapping[Question, Sequence[tuple[object, ...]]], figures: Sequence[Row]) -> Mapping[str, object]:
    found: dict[Question, Histogram] = {question: on_one_scale(question, rows) for question, rows in answers.items()}
    return {
        "csat_answers": found["csat"],
        "ces_answers": found["ces"],
        "perception": Perception(own=own_views(figures), answers=found["csat"]),
        "funnel": completed(figures),
        "returns_rate": per_customer(figures, "returns"),
        "complaints_rate": per_customer(figures, "complaints"),
    }
