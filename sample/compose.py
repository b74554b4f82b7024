"""One review or post: an opening, what it is about, a turn, an ending; and the stars that go with it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sample.foreign import LINES, MORE, TITLES
from sample.grammar import Theme, fill, hurried, joined, said, settled
from sample.talk import EVEN, GLAD, OPENERS, SORE, TURNS
from sample.words import Words

APP_OPENERS = (
    "Okay, so.",
    "Short version first.",
    "Honest review after {weeks}.",
    "Used it for {weeks}.",
    "I hardly ever write reviews.",
    "Daily user here.",
    "On {phone}.",
)


class Mood(StrEnum):
    """How a text feels about its subject."""

    GLAD = "glad"
    SORE = "sore"
    MIXED = "mixed"
    EVEN = "even"


ENDINGS = {Mood.GLAD: GLAD, Mood.SORE: SORE, Mood.MIXED: EVEN, Mood.EVEN: EVEN}
STARS = {
    Mood.GLAD: ((5, 72), (4, 25), (3, 3)),
    Mood.SORE: ((1, 62), (2, 30), (3, 5), (5, 3)),
    Mood.MIXED: ((3, 55), (2, 18), (4, 27)),
    Mood.EVEN: ((3, 45), (4, 35), (5, 15), (2, 5)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a kind of writer can praise, blame and state, with the words for it."""

    words: Words
    praise: Sequence[Theme]
    blame: Sequence[Theme]
    facts: Sequence[Theme]
    openers: Sequence[str] = OPENERS


def text(rng: random.Random, mood: Mood, subject: Subject) -> tuple[str, str]:
    """(title, text) in English; one to five sentences."""
    glad, sore = rng.choice(subject.praise), rng.choice(subject.blame)
    facts = rng.choice(subject.facts)
    words = settled(rng, subject.words)
    lead = {Mood.GLAD: glad, Mood.SORE: sore, Mood.MIXED: glad, Mood.EVEN: facts}[mood]
    title = fill(rng, rng.choice(lead.titles), words) if lead.titles else ""
    if rng.random() < 0.02:
        return title, fill(rng, rng.choice(ENDINGS[mood]), words)
    body = said(rng, lead, words)
    if mood is Mood.MIXED:
        body = joined(rng, body, said(rng, sore, words, detail=0.3), TURNS)
        title = fill(rng, rng.choice((*facts.titles, *sore.titles)), words)
    elif rng.random() < 0.4:
        again = rng.choice({Mood.GLAD: subject.praise, Mood.SORE: subject.blame}.get(mood, subject.facts))
        body = f"{body} {said(rng, again, words, detail=0.2)}" if again is not lead else body
    if rng.random() < 0.36:
        body = f"{fill(rng, rng.choice(subject.openers), words)} {body}"
    if rng.random() < 0.4:
        body = f"{body} {fill(rng, rng.choice(ENDINGS[mood]), words)}"
    return title, hurried(rng, body)


def foreign(rng: random.Random, language: str, place: str, *, glad: bool) -> tuple[str, str]:
    """(title, text) in German ("de") or Spanish ("es"), of what is said at that place."""
    known = LINES.get((language, place, glad)) or LINES[language, place.split()[0], glad]
    lines = [fill(rng, line, {}) for line in rng.sample(known, k=rng.choice((1, 1, 2)))]
    more = [rng.choice(MORE[language, glad])] if rng.random() < 0.5 else []
    return rng.choice(TITLES[language, glad]), " ".join([*lines, *more])


def stars(rng: random.Random, mood: Mood) -> int:
    """Stars that mostly agree with the mood; some people praise the machine and give one star for the parcel."""
    values, weights = zip(*STARS[mood], strict=True)
    return int(rng.choices(values, weights)[0])


def mood(rng: random.Random, glad: float, sore: float, mixed: float) -> Mood:
    """A mood by its shares; what is left of 1 is even."""
    even = max(0.0, 1 - glad - sore - mixed)
    return rng.choices((Mood.GLAD, Mood.SORE, Mood.MIXED, Mood.EVEN), (glad, sore, mixed, even))[0]
