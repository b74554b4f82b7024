"""What the service promises: waits beside their target, tickets that one contact settled, owners' replies."""

from domain.measures import Cohort, Durations, Scope, Target
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.business import durations
from storage.queries.small_groups import kept_back

# Minutes, where the configuration has never been heard.
_USUAL = {"first_response": 60.0, "resolution": 1440.0}


def target(ask: Ask, scope: Scope, what: str) -> Target:
    """The waits of "first_response" or "resolution" by the calendar, and how long they may last."""
    said = ask.setting(f"{what}_target")
    waits = Durations() if kept_back(ask, scope, what) else durations(ask, scope, what)
    return Target(waits=waits, minutes=float(said) if said else _USUAL[what])


def contacts(ask: Ask, scope: Scope) -> Cohort:
    """`start`: tickets that were ever resolved, not before they began; `lost`: those that were opened again."""
    if kept_back(ask, scope, "first_contact"):
        return Cohort()
    found = where.tickets(scope)
    start, lost = ask.row(
        f"""
        select count(*), count(*) filter (k.reopened_at is not null)
        from tickets k
        where (k.resolved_at is not null or k.reopened_at is not null)
            and not coalesce(k.resolved_at < k.created_at, false) and {found.sql}
        """,  # noqa: S608 - conditions of our own, values as parameters
        found.values,
    )
    return Cohort(start=int(str(start)), lost=int(str(lost)))


def replies(ask: Ask, scope: Scope) -> Durations:
    """Minutes from a review to its owner's reply, ascending; `open`: no reply, or none whose time is known."""
    found = where.mentions(scope)
    rows = ask.rows(
        f"""
        select epoch_us(m.reply_at - m.published_at) / 60e6
        from mentions m
        join mention_brands b on b.mention_id = m.mention_id
        where m.rating is not null and m.published_at is not null and {found.sql}
        """,  # noqa: S608 - conditions of our own, values as parameters
        found.values,
    )
    minutes = sorted(float(str(wait)) for (wait,) in rows if wait is not None)
    return Durations(
        minutes=tuple(wait for wait in minutes if wait >= 0),
        open=len(rows) - len(minutes),
        invalid=sum(wait < 0 for wait in minutes),
    )
