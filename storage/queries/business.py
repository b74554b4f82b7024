"""Customers and support cases, as the metrics on them want to be asked."""

from datetime import date, datetime, timedelta

from domain.measures import Cohort, CustomerValue, Durations, Scope
from storage.queries import scope as where
from storage.queries.ask import Ask

# When a wait ends, and whether it still runs. A reply by a bot is no answer; what was opened again is not resolved.
_ENDS = {
    "first_response": ("k.first_response_at", "coalesce(k.author_kind, '') <> 'bot'"),
    "resolution": (
        "case when k.reopened_at is not null and k.reopened_at >= k.resolved_at then null else k.resolved_at end",
        "true",
    ),
}

# The moments in which a scope's first day begins and its last day ends, of its own zone: $zone, $since, $until.
BEGINS = "timezone('UTC', timezone($zone, $since::timestamp))"
ENDS = "timezone('UTC', timezone($zone, $until::timestamp + interval 1 day))"

# Who was a customer when the scope began, and left in it. A row without dates counts by its flag alone; one who is
# a customer again counts as one, whatever day an earlier leaving has.
_COHORT = f"""
    select
        count(*) filter (c.churned is not null and not coalesce(c.churned and c.churned_at < {BEGINS}, false)),
        count(*) filter (
            c.churned and not coalesce(c.churned_at < {BEGINS}, false) and not coalesce(c.churned_at >= {ENDS}, false)
        )
    from customers c
    where {{where}} and not coalesce(c.started_at >= {BEGINS}, false)
"""  # noqa: S608 - our own names

_LOSSES = f"""
    select
        timezone($zone, timezone('UTC', min(c.churned_at)))::date,
        timezone($zone, timezone('UTC', max(c.churned_at)))::date
    from customers c
    where {{where}} and c.churned and not coalesce(c.started_at >= {BEGINS}, false)
        and not coalesce(c.churned_at < {BEGINS}, false) and not coalesce(c.churned_at >= {ENDS}, false)
"""  # noqa: S608 - our own names
_LONGEST_MONTH, _MEAN_MONTH = 31, 365.25 / 12


def durations(ask: Ask, scope: Scope, what: str) -> Durations:
    """Calendar minutes of all waits in scope that ended, ascending; those that run, and those that make no sense."""
    end, counted = _ENDS[what]
    found = where.tickets(scope)
    rows = ask.rows(
        f"""
        select epoch_us({end} - k.created_at) / 60e6, {end} is null
        from tickets k
        where k.created_at is not null and {counted} and {found.sql}
        order by 1
        """,  # noqa: S608 - conditions of our own, values as parameters
        found.values,
    )
    minutes = [float(str(m)) for m, running in rows if not running]
    return Durations(
        minutes=tuple(m for m in minutes if m >= 0),
        open=sum(bool(running) for _, running in rows),
        invalid=sum(m < 0 for m in minutes),
    )


def ticket_waits(ask: Ask, scope: Scope, what: str) -> list[tuple[datetime, datetime]]:
    """Start and end, naive UTC, of every wait in scope that ended."""
    end, counted = _ENDS[what]
    found = where.tickets(scope)
    rows = ask.rows(
        f"""
        select k.created_at, {end} from tickets k
        where k.created_at is not null and {end} is not null and {counted} and {found.sql}
        """,  # noqa: S608 - conditions of our own, values as parameters
        found.values,
    )
    return [(a, b) for a, b in rows if isinstance(a, datetime) and isinstance(b, datetime)]


def cohort(ask: Ask, scope: Scope) -> Cohort:
    """Customers at the scope's start whose fate is known, and those of them who left in it."""
    found = where.customers(scope)
    start, lost = ask.row(_COHORT.format(where=found.sql), {**found.values, **_span(ask, scope)})
    return Cohort(start=int(str(start)), lost=int(str(lost)))


def customer_value(ask: Ask, scope: Scope) -> CustomerValue:
    """What lifetime value is made of, over the brand's (and segment's) customers."""
    found = where.customers(scope)
    lists = ", ".join(
        f"list(c.{name} order by c.customer_id) filter (c.{name} is not null)" for name in ("monthly_revenue", "margin")
    )
    revenue, margins = ask.row(f"select {lists} from customers c where {found.sql}", found.values)  # noqa: S608
    return CustomerValue(
        revenue=tuple(map(float, revenue or ())),  # type: ignore[call-overload]  # a list, or null
        margins=tuple(map(float, margins or ())),  # type: ignore[call-overload]
        cohort=cohort(ask, scope),
        months=_months(ask, scope),
    )


def _months(ask: Ask, scope: Scope) -> float:
    """How many months the losses in scope span: 1 where no loss has a date, for a flag tells of a month.

    A scope without an end goes from the first or to the last loss; 28 to 31 days are a month.
    """
    found = where.customers(scope)
    first, last = ask.row(_LOSSES.format(where=found.sql), {**found.values, **_span(ask, scope)})
    if not isinstance(first, date) or not isinstance(last, date):
        return 1.0
    since, end = scope.since or first, (scope.until or last) + timedelta(days=1)
    if since.day == end.day == 1:
        return float(max(1, 12 * (end.year - since.year) + end.month - since.month))
    days = (end - since).days
    return 1.0 if days <= _LONGEST_MONTH else days / _MEAN_MONTH


def _span(ask: Ask, scope: Scope) -> dict[str, object]:
    return {"since": scope.since, "until": scope.until, "zone": zone_of(ask)}


def zone_of(ask: Ask) -> str:
    """The zone that the days of a scope are in."""
    return ask.setting("timezone") or "UTC"
