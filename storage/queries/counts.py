"""What metrics are made of: rows counted by label, star, answer, wait and brand."""

from collections.abc import Callable
from datetime import datetime

from domain.measures import (
    Cohort,
    CustomerValue,
    Durations,
    Histogram,
    Perception,
    Scope,
    SentimentCounts,
    Target,
    VoiceCounts,
)
from domain.traits import AdvocacyCounts
from storage.frames import aware
from storage.queries import scope as where
from storage.queries import service
from storage.queries.ask import Ask
from storage.queries.business import cohort, customer_value, durations, ticket_waits
from storage.queries.scales import SCALES, Question, on_one_scale
from storage.queries.small_groups import kept_back
from storage.queries.team import enps_answers
from storage.queries.touchpoints import TouchpointCounts
from storage.queries.traits import TraitCounts
from storage.queries.voice import voice

# Open minutes between two aware moments: (opening hours as text, time zone, start, end).
OfficeMinutes = Callable[[str, str, datetime, datetime], float]

_BY_ROW = """
    select
        count(*) filter (m.label = 'negative'),
        count(*) filter (m.label = 'neutral'),
        count(*) filter (m.label = 'positive'),
        count(*) filter (m.label is null)
    from counted_mentions m
    where {where}
"""

_BY_DAY = """
    select sum(negative), sum(neutral), sum(positive), sum(unscored) from daily d where {where}
"""

# A story speaks once, with the label of its first copy that has one. Moment and label share one number (the label in
# the two lowest bits), because the least of a number is found several times faster than the first of a pair.
_BY_STORY = """
    with stories as (
        select min(epoch_us(m.happened_at) * 4 + l.code) as first
        from counted_mentions m
        left join (values ('negative', 0), ('neutral', 1), ('positive', 2)) l(label, code) on l.label = m.label
        where {where}
        group by m.story_id
    )
    select
        count(*) filter (first & 3 = 0),
        count(*) filter (first & 3 = 1),
        count(*) filter (first & 3 = 2),
        count(*) filter (first is null)
    from stories
"""

_STARS_BY_DAY = """
    select sum(stars_1), sum(stars_2), sum(stars_3), sum(stars_4), sum(stars_5) from daily d where {where}
"""

_STARS_BY_ROW = """
    select {columns}
    from counted_mentions m
    where m.rating is not null and {where}
"""


class Counts(TouchpointCounts):
    """Counts in a scope; every figure counts rows that are not deleted. A segment of too few people counts nothing."""

    def __init__(self, ask: Ask, office_minutes: OfficeMinutes | None) -> None:
        super().__init__(ask)
        self._office_minutes = office_minutes

    def sentiment_counts(self, scope: Scope) -> SentimentCounts:
        """Mentions by label in force."""
        return self._labels(_BY_DAY if where.fits_daily(scope) else _BY_ROW, scope)

    def story_sentiment_counts(self, scope: Scope) -> SentimentCounts:
        """Stories by label: copies of one text count once."""
        return self._labels(_BY_STORY, scope, daily=False)

    def mention_count(self, scope: Scope) -> int:
        """Mentions, scored or not."""
        found = self.sentiment_counts(scope)
        return found.scored + found.unscored

    def review_stars(self, scope: Scope) -> Histogram:
        """Mentions by stars 1..5; a fraction goes to the nearest whole star."""
        if where.fits_daily(scope):
            found = where.daily(scope)
            row = self._ask.row(_STARS_BY_DAY.format(where=found.sql), found.values)
        else:
            found = where.counted(scope)
            columns = ", ".join(
                f"count(*) filter (least(5, greatest(1, floor(m.rating + 0.5))) = {n})" for n in range(1, 6)
            )
            row = self._ask.row(_STARS_BY_ROW.format(columns=columns, where=found.sql), found.values)
        counts = {star: _int(n) for star, n in enumerate(row, start=1) if n}
        return Histogram(counts=counts, weights={k: float(v) for k, v in counts.items()}, scale_max=5)

    def nps_answers(self, scope: Scope) -> Histogram:
        """Answers 0..10 to the recommendation question."""
        return self._answers("nps", scope)

    def csat_answers(self, scope: Scope) -> Histogram:
        """Satisfaction answers on the scale that most answers in scope are on; scales are never mixed."""
        return self._answers("csat", scope)

    def ces_answers(self, scope: Scope) -> Histogram:
        """Effort answers on the scale and in the direction that most answers in scope have; never mixed."""
        return self._answers("ces", scope)

    def enps_answers(self, scope: Scope) -> Histogram:
        """Employees' answers 0..10 to the recommendation question; none under five."""
        return enps_answers(self._ask, scope)

    def perception(self, scope: Scope) -> Perception:
        """Own ratings beside the satisfaction answers about the same touchpoints."""
        return Perception(own=self.own_ratings(scope), answers=self.csat_answers(scope))

    def churn_cohort(self, scope: Scope) -> Cohort:
        """Customers at the scope's start and those lost in it; without dates, those whose fate is known."""
        return Cohort() if kept_back(self._ask, scope, "churn_cohort") else cohort(self._ask, scope)

    def customer_value(self, scope: Scope) -> CustomerValue:
        """Monthly revenue and margin shares of customers, with the churn cohort."""
        return CustomerValue() if kept_back(self._ask, scope, "customer_value") else customer_value(self._ask, scope)

    def first_response(self, scope: Scope) -> Durations:
        """Calendar minutes from a ticket's start to its first reply; replies by a bot are left out."""
        return (
            Durations()
            if kept_back(self._ask, scope, "first_response")
            else durations(self._ask, scope, "first_response")
        )

    def resolution(self, scope: Scope) -> Durations:
        """Calendar minutes from a ticket's start to its end; one that was opened again still runs."""
        return Durations() if kept_back(self._ask, scope, "resolution") else durations(self._ask, scope, "resolution")

    def first_response_business(self, scope: Scope) -> Durations:
        """The same in open minutes of the brand's hours (setting "business_hours" or "business_hours|BRAND")."""
        return self._business(scope, "first_response")

    def resolution_business(self, scope: Scope) -> Durations:
        """Resolution in open minutes."""
        return self._business(scope, "resolution")

    def first_response_target(self, scope: Scope) -> Target:
        """First responses by the calendar, beside how long they may take."""
        return service.target(self._ask, scope, "first_response")

    def resolution_target(self, scope: Scope) -> Target:
        """Resolutions by the calendar, beside how long they may take."""
        return service.target(self._ask, scope, "resolution")

    def first_contact(self, scope: Scope) -> Cohort:
        """`start`: tickets that were ever resolved; `lost`: those that were opened again."""
        return service.contacts(self._ask, scope)

    def review_waits(self, scope: Scope) -> Durations:
        """Minutes from a review to the owner's reply, by the day on which the review was written."""
        return service.replies(self._ask, scope)

    def voice(self, scope: Scope) -> VoiceCounts:
        """Mentions per brand on the same days and sources, own and competitors."""
        return voice(self._ask, scope)

    def advocacy(self, scope: Scope) -> AdvocacyCounts:
        """Mentions that recommend the brand, and those that warn against it."""
        return TraitCounts(self._ask).advocacy(scope)

    def review_replies(self, scope: Scope) -> Cohort:
        """`start`: mentions with stars, by the day they were written; `lost`: those the owner never answered."""
        found = where.mentions(scope)
        row = self._ask.row(
            f"""
            select count(*), count(*) filter (m.reply_at is null and coalesce(m.reply_text, '') = '')
            from mentions m
            join mention_brands b on b.mention_id = m.mention_id
            where m.rating is not null and {found.sql}
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )
        return Cohort(start=_int(row[0]), lost=_int(row[1]))

    def _labels(self, sql: str, scope: Scope, *, daily: bool = True) -> SentimentCounts:
        by_day = daily and where.fits_daily(scope)
        found = where.daily(scope) if by_day else where.counted(scope)
        row = self._ask.row(sql.format(where=found.sql), found.values)
        negative, neutral, positive, unscored = (_int(n) for n in row)
        return SentimentCounts(negative=negative, neutral=neutral, positive=positive, unscored=unscored)

    def _answers(self, question: Question, scope: Scope) -> Histogram:
        if kept_back(self._ask, scope, f"{question}_answers"):
            return on_one_scale(question, ())
        found = where.answers(scope)
        rows = self._ask.rows(
            f"""
            select {SCALES[question]}, r.{question}, count(*), sum(r.weight), sum(r.weight * r.weight)
            from survey_responses r
            where r.{question} is not null and {found.sql}
            group by all
            """,  # noqa: S608 - conditions of our own, values as parameters
            found.values,
        )
        return on_one_scale(question, rows)

    def _business(self, scope: Scope, what: str) -> Durations:
        hours = self._ask.setting(f"business_hours|{scope.brand}") or self._ask.setting("business_hours")
        if not hours or self._office_minutes is None or kept_back(self._ask, scope, what):
            return Durations()
        zone, minutes, calendar = (
            self._ask.setting(f"business_zone|{scope.brand}") or self._ask.setting("timezone") or "UTC",
            [],
            durations(self._ask, scope, what),
        )
        for start, end in ticket_waits(self._ask, scope, what):
            first, last = aware(start), aware(end)
            if first and last and last >= first:
                minutes.append(self._office_minutes(hours, zone, first, last))
        return Durations(minutes=tuple(sorted(minutes)), open=calendar.open, invalid=calendar.invalid)


def _int(value: object) -> int:
    return int(str(value)) if value is not None else 0
