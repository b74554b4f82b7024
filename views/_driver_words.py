"""What the page Drivers says of an association: "associated with", its interval, what it rests on, and no promise."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.measures import Scope
from metrics.drivers import Driver
from views import _feed, _links, _moments, _tables, _words
from views._filters import Filters

NAMES = {"nps": "NPS", "csat": "Satisfaction", "stars": "Stars"}
UNITS = {"nps": "points", "csat": "points", "stars": "stars"}
_WHOSE = {"nps": "answers", "csat": "answers", "stars": "reviews"}


def basis(answers: int, worded: int) -> str:
    """Who can name a topic at all."""
    return (
        f"{_words.count(worded)} of {_words.many(answers, 'answer')} have words; only those can name a topic, "
        "and people who write are often less content than people who do not."
    )


def subtitle(score: str, n: int, topics: int) -> str:
    """What was compared, and how many times."""
    head = f"{_words.count(n)} {_WHOSE[score]}, {_words.many(topics, 'topic')} compared"
    return f"{head}: the score of all minus the score without those that name the topic."


def reach(drivers: Sequence[Driver]) -> tuple[float, float]:
    """A scale that is as wide to the left as to the right, and holds every interval."""
    ends = [abs(end) for d in drivers for end in (d.effect.low, d.effect.high) if end is not None]
    widest = max([*ends, 0.1])
    return -widest, widest


def rows(key: tuple[int, str], driver: Driver, score: str, filters: Filters) -> str:
    """The way to the rows that name the topic."""
    if score == "stars":
        address = _links.href("mentions", filters.params(topic=str(key[0])))
        return f'<a href="{address}">mentions of it</a>'
    address = _links.href("drivers", filters.params(score=score, topic=str(key[0])))
    return f'<a href="{address}#rows">{_words.many(driver.named, "answer")}</a>'


def verdict(driver: Driver, unit: str) -> str:
    """The association in a sentence; the other convention of it beside, under its own name."""
    digits = 2 if unit == "stars" else 1
    share = f"share form {_words.signed(driver.share_form, digits)}"
    if not stands_out(driver):
        return f"cannot tell<small>{share}</small>"
    what = "lower" if driver.effect.value < 0 else "higher"
    return f"associated with {what} scores<small>{share}</small>"


def stands_out(driver: Driver) -> bool:
    """Whether the interval leaves zero out."""
    low, high = driver.effect.low, driver.effect.high
    return low is not None and high is not None and (low > 0 or high < 0)


def tone(driver: Driver) -> str:
    """The colour of the dot; what cannot be told has none."""
    if not stands_out(driver):
        return ""
    return "worse" if driver.effect.value < 0 else "better"


def left_out(n: int) -> str:
    """Topics named too rarely to be ranked."""
    return f"{_words.many(n, 'more topic')} named by under five: too few to say."


def narrowed(filters: Filters, topic: str) -> Scope:
    """The answers of the period that name the topic."""
    return replace(filters.asked(), topic=topic)


def comment(row: Any) -> _feed.Quote:
    """An answer's words beside its scores."""
    get = _moments.maybe
    scores = [
        f"{n.upper()} {int(value)}" for n in ("nps", "csat", "ces") if (value := get(getattr(row, n))) is not None
    ]
    return _feed.Quote(
        text=get(row.comment) or "",
        source=get(row.survey) or "",
        label=get(row.sentiment),
        polarity=get(row.polarity),
        at=_moments.utc(row.answered_at),
        topics=scores,
    )


def method() -> str:
    """How the figures are made, folded away."""
    pairs = [
        ("Associated with", "Score of all minus score of those that do not name the topic; 95% bootstrap interval."),
        ("Share form", "Share that names it times (their score minus the score of all): the other convention."),
        (
            "What it does not say",
            "That mending the topic moves the score. Try it, leave a note, and look at the effect.",
        ),
        ("By chance alone", "About one topic in twenty stands out without any reason."),
    ]
    return _tables.folded("How these figures are defined", _tables.facts(pairs))
