"""Invented customers, their survey answers and their support cases, as rows of tables."""

import random
from datetime import date, datetime, timedelta

from sample.complaints import DAMAGED, LEAK, PAIRING, REFUND, SUPPORT
from sample.grammar import Theme, dice, fill, hurried, said, settled
from sample.praise import APP, COFFEE, SHIPPING, VALUE
from sample.praise import SUPPORT as HELPFUL
from sample.stories import CRASH, LATE, LOGIN
from sample.talk import FACTS, QUESTIONS
from sample.timeline import Timeline, moment
from sample.words import ACME

CUSTOMERS, ANSWERS, TICKETS = 800, 1200, 500
SEGMENTS = (("subscriber", 0.52), ("one-off", 0.36), ("office", 0.12))
COUNTRIES = (("us", 0.38), ("gb", 0.27), ("de", 0.27), ("es", 0.08))
TOUCHPOINTS = (("relationship", 0.4), ("delivery", 0.22), ("app", 0.2), ("support", 0.18))
PRAISE = {"relationship": (COFFEE, VALUE), "delivery": (SHIPPING,), "app": (APP,), "support": (HELPFUL,)}
BLAME = {
    "relationship": (LEAK, REFUND),
    "delivery": (DAMAGED,),
    "app": (PAIRING,),
    "support": (SUPPORT, REFUND),
}
Row = dict[str, str]
DESK_OPENS, DESK_CLOSES, FRIDAY = 9, 17, 4


def customers(timeline: Timeline, seed: int) -> list[Row]:
    """One row per customer, as of the last day; about one in fifteen has left."""
    rng = dice(seed, "customers")
    return [_customer(rng, timeline, place) for place in range(CUSTOMERS)]


def _customer(rng: random.Random, timeline: Timeline, place: int) -> Row:
    segment, country = _of(rng, SEGMENTS), _of(rng, COUNTRIES)
    tenure = min(60, int(rng.expovariate(1 / 17)) + 5)
    revenue = rng.lognormvariate({"office": 4.7, "subscriber": 3.5}.get(segment, 2.9), 0.45)
    started = timeline.until - timedelta(days=round(tenure * 30.44) + rng.randint(0, 29))
    left = rng.random() < {"subscriber": 0.05, "office": 0.03}.get(segment, 0.1)
    # Half of those who left did so after the release that locked them out.
    since = timeline.release if rng.random() < 0.5 else timeline.days[0]
    gone = since + timedelta(days=rng.randint(0, (timeline.until - since).days))
    return {
        "customer": f"C-{1001 + place}",
        "segment": segment,
        "country": country,
        "started_at": started.isoformat(),
        "churned": "yes" if left else "no",
        "churned_at": gone.isoformat() if left else "",
        "tenure_months": str(tenure),
        "monthly_revenue": f"{revenue:.2f}",
        "margin": f"{min(0.75, max(0.2, rng.gauss(0.52, 0.09))):.3f}",
    }


def answers(timeline: Timeline, seed: int, buyers: list[Row]) -> list[Row]:
    """One row per survey answer, the oldest first: NPS 0-10, CSAT 1-5, CES 1-7 (high is easy), some comments."""
    rng = dice(seed, "answers")
    return [
        _answer(rng, timeline, at, place, rng.choice(buyers)) for place, at in enumerate(timeline.moments(rng, ANSWERS))
    ]


def _answer(rng: random.Random, timeline: Timeline, at: datetime, place: int, buyer: Row) -> Row:
    touchpoint = _of(rng, TOUCHPOINTS)
    trouble = _trouble(rng, timeline, at.date(), touchpoint, buyer["country"])
    content = rng.random() < (0.22 if trouble else 0.72)
    return {
        "response_id": f"A-{20001 + place}",
        "answered_at": at.isoformat(),
        "customer": buyer["customer"],
        "segment": buyer["segment"],
        "country": buyer["country"],
        "touchpoint": touchpoint,
        "nps": _nps(rng, content) if touchpoint == "relationship" or rng.random() < 0.45 else "",
        "csat": _csat(rng, content) if touchpoint != "relationship" else "",
        "ces": _ces(rng, content) if touchpoint in {"app", "support"} else "",
        "comment": _comment(rng, trouble, touchpoint, content=content),
    }


def _trouble(rng: random.Random, timeline: Timeline, day: date, touchpoint: str, country: str) -> tuple[Theme, ...]:
    """What spoils this answer, if one of the two stories does; the release is resented for a week after its fix."""
    if timeline.release <= day < timeline.fix + timedelta(days=7):
        share = {"app": 0.9, "relationship": 0.55, "support": 0.4}.get(touchpoint, 0.05)
        if rng.random() < share * (1 if timeline.broken(day) else 0.4):
            return (CRASH, LOGIN)
    if country == "de" and timeline.stuck(day):
        share = {"delivery": 0.9, "relationship": 0.5, "support": 0.5}.get(touchpoint, 0.0)
        if rng.random() < share:
            return (LATE,)
    return ()


def _nps(rng: random.Random, content: bool) -> str:
    values, weights = (
        ((10, 9, 8, 7), (38, 34, 18, 10)) if content else ((8, 7, 6, 5, 4, 3, 2, 0), (16, 22, 18, 14, 8, 10, 6, 6))
    )
    return str(rng.choices(values, weights)[0])


def _csat(rng: random.Random, content: bool) -> str:
    values, weights = ((5, 4, 3), (55, 40, 5)) if content else ((4, 3, 2, 1), (14, 36, 28, 22))
    return str(rng.choices(values, weights)[0])


def _ces(rng: random.Random, content: bool) -> str:
    values, weights = ((7, 6, 5, 4), (34, 38, 20, 8)) if content else ((5, 4, 3, 2, 1), (18, 22, 26, 20, 14))
    return str(rng.choices(values, weights)[0])


def _comment(rng: random.Random, trouble: tuple[Theme, ...], touchpoint: str, *, content: bool) -> str:
    if rng.random() > (0.75 if trouble else 0.5):
        return ""
    words = settled(rng, ACME)
    if not content:
        return hurried(rng, said(rng, rng.choice(trouble or BLAME[touchpoint]), words))
    if rng.random() < 0.12:
        return hurried(rng, said(rng, FACTS, words, detail=0.2))
    return hurried(rng, said(rng, rng.choice(PRAISE[touchpoint]), words, detail=0.35))


def tickets(timeline: Timeline, seed: int, buyers: list[Row]) -> list[Row]:
    """One row per support case, the oldest first; a bot gives the first answer to about a fifth of them."""
    rng = dice(seed, "tickets")
    moments = timeline.moments(rng, TICKETS, lambda day: 2.2 if timeline.broken(day) else 1.0)
    return [_ticket(rng, timeline, at, place, rng.choice(buyers)) for place, at in enumerate(moments)]


def at_desk(at: datetime, minutes: float) -> datetime:
    """When people answer who sit there Mondays to Fridays from 9 to 17 and work that long on it, a day at most."""
    if at.hour >= DESK_CLOSES:
        at = (at + timedelta(days=1)).replace(hour=0, minute=0)
    while at.weekday() > FRIDAY:
        at = (at + timedelta(days=1)).replace(hour=0, minute=0)
    begins = max(at, at.replace(hour=DESK_OPENS, minute=0))
    closes = begins.replace(hour=DESK_CLOSES, minute=0)
    answered = begins + timedelta(minutes=min(minutes, 360))
    return answered if answered < closes else at_desk(closes, (answered - closes).total_seconds() / 60)


def _ticket(rng: random.Random, timeline: Timeline, at: datetime, place: int, buyer: Row) -> Row:
    day = at.date()
    theme = _subject(rng, timeline, day, buyer["country"])
    words = settled(rng, ACME)
    bot = rng.random() < 0.21
    busy = 2.6 if timeline.broken(day) else 1.0
    first = at + timedelta(minutes=rng.uniform(0.2, 2)) if bot else at_desk(at, rng.lognormvariate(4.2, 0.9) * busy)
    solved = first + timedelta(minutes=rng.lognormvariate(6.6, 1.1) * busy)
    ends = moment(rng, timeline.until + timedelta(days=1)).replace(hour=0)
    answered, resolved = first < ends and rng.random() < 0.97, solved < ends and rng.random() < 0.92
    reopened = resolved and rng.random() < 0.05 and solved + timedelta(hours=30) < ends
    return {
        "ticket_id": f"T-{30001 + place}",
        "created_at": _stamp(at),
        "first_response_at": _stamp(first) if answered else "",
        "resolved_at": _stamp(solved) if answered and resolved else "",
        "reopened_at": _stamp(solved + timedelta(hours=rng.uniform(2, 30))) if answered and reopened else "",
        "first_responder": ("bot" if bot else "human") if answered else "",
        "team": rng.choice(("first line", "first line", "workshop", "orders")),
        "channel": rng.choice(("email", "email", "chat", "app", "phone")),
        "priority": rng.choice(("low", "normal", "normal", "normal", "high")),
        "satisfaction": str(rng.choices((5, 4, 3, 2, 1), (38, 27, 14, 11, 10))[0])
        if answered and resolved and rng.random() < 0.45
        else "",
        "subject": fill(rng, rng.choice(theme.titles), words),
        "text": hurried(rng, said(rng, theme, words, detail=0.8)),
        "customer": buyer["customer"],
        "segment": buyer["segment"],
    }


def _subject(rng: random.Random, timeline: Timeline, day: date, country: str) -> Theme:
    if timeline.broken(day) and rng.random() < 0.6:
        return rng.choice((CRASH, LOGIN, LOGIN))
    if country == "de" and timeline.stuck(day) and rng.random() < 0.75:
        return LATE
    return rng.choice((QUESTIONS, QUESTIONS, LEAK, DAMAGED, REFUND, PAIRING))


def _stamp(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _of(rng: random.Random, shares: tuple[tuple[str, float], ...]) -> str:
    names, weights = zip(*shares, strict=True)
    return str(rng.choices(names, weights)[0])
