"""Whether the figures of one segment must be kept back, because few people stand behind it or behind another one."""

from dataclasses import replace

from domain.measures import Scope
from domain.small_groups import withheld
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.business import BEGINS, zone_of

# Who does not say who they are counts as one person per answer or ticket.
_ANSWERS = """
    select coalesce(trim(r.segment), ''),
        count(distinct coalesce(r.respondent_key, r.customer_key, r.response_id::varchar))
    from survey_responses r where r.{question} is not null and {where} group by 1
"""
# Only these stand behind a figure by spending.
_SPENDERS = " and r.customer_key in (select customer_key from customers where brand = $brand and monthly_revenue > 0)"
_TICKETS = """
    select coalesce(trim(k.segment), ''), count(distinct coalesce(k.customer_key, k.ticket_id::varchar))
    from tickets k where {where} group by 1
"""
_CUSTOMERS = f"""
    select coalesce(trim(c.segment), ''), count(*)
    from customers c
    where {{where}} and c.churned is not null and not coalesce(c.churned and c.churned_at < {BEGINS}, false)
        and not coalesce(c.started_at >= {BEGINS}, false)
    group by 1
"""  # noqa: S608 - our own names
_QUESTIONS = {
    "nps_answers": "nps",
    "nps_spend": "nps",
    "csat_answers": "csat",
    "csat_spend": "csat",
    "perception": "csat",
    "ces_answers": "ces",
}
_OF_TICKETS = frozenset(
    {"first_response", "first_response_business", "first_response_target", "first_contact"}
    | {"resolution", "resolution_business", "resolution_target"}
)
_OF_CUSTOMERS = frozenset({"churn_cohort", "customer_value"})


def kept_back(ask: Ask, scope: Scope, needs: str) -> bool:
    """Whether counts by the name of their method are of too few people; never where no segment is asked for."""
    if scope.segment is None:
        return False
    people = _people(ask, replace(scope, segment=None), needs)
    return scope.segment.strip() in withheld(people)


def _people(ask: Ask, everybody: Scope, needs: str) -> dict[str, int]:
    """Who stands behind each segment's counts; empty for counts of no people."""
    if question := _QUESTIONS.get(needs):
        found = where.answers(everybody)
        asked = found.sql + (_SPENDERS if needs.endswith("_spend") else "")
        rows = ask.rows(_ANSWERS.format(question=question, where=asked), found.values)
    elif needs in _OF_TICKETS:
        found = where.tickets(everybody)
        rows = ask.rows(_TICKETS.format(where=found.sql), found.values)
    elif needs in _OF_CUSTOMERS:
        found = where.customers(everybody)
        values = {**found.values, "since": everybody.since, "zone": zone_of(ask)}
        rows = ask.rows(_CUSTOMERS.format(where=found.sql), values)
    else:
        return {}
    return {str(segment): int(str(n)) for segment, n in rows}
