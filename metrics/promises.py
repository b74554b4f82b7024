"""What the service promises and keeps: answers in time, cases settled at the first contact, replies to reviews."""

from domain.measures import Cohort, Durations, Target
from domain.records import Estimate
from metrics.definition import Metric
from metrics.estimate import share
from metrics.service import median_minutes, within_target
from metrics.words import duration

WILSON = "Wilson score interval"


def in_time(target: Target) -> Estimate | None:
    """Waits no longer than the target in percent of those that ended; the note names the target."""
    found = within_target(target.waits, target.minutes)
    said = f"target {duration(target.minutes)}"
    if found is None:
        return None
    return share(
        sum(wait <= target.minutes for wait in target.waits.minutes),
        found.n,
        note=f"{said}; {found.note}" if found.note else said,
    )


def first_contact(tickets: Cohort) -> Estimate | None:
    """Resolved tickets that were never opened again, in percent of all that were ever resolved."""
    return share(tickets.start - tickets.lost, tickets.start)


def reply_time(replies: Durations) -> Estimate | None:
    """The middle wait of the reviews that were answered."""
    return median_minutes(replies)


PROMISES = (
    *(
        Metric(
            name=f"{stem}_within_target",
            title=f"{title} within target",
            unit="%",
            definition=f"{rows} that took no longer than {stem}_target of the configuration, in percent of those that "
            "ended; by the calendar",
            method=WILSON,
            needs=f"{stem}_target",
            estimate=in_time,
        )
        for stem, title, rows in (
            ("first_response", "First response", "first human answers"),
            ("resolution", "Resolution", "resolutions"),
        )
    ),
    Metric(
        name="first_contact_resolution",
        title="First-contact resolution",
        unit="%",
        definition="tickets that were resolved and never opened again, in percent of all that were ever resolved",
        method=WILSON,
        needs="first_contact",
        estimate=first_contact,
    ),
    Metric(
        name="review_response_median",
        title="Time to answer a review",
        unit="minutes",
        definition="minutes from a review to the owner's answer, median, of the reviews written in the period whose "
        "answer has a time",
        method="order-statistic interval",
        needs="review_waits",
        estimate=reply_time,
        higher_is_better=False,
    ),
)
