"""From phrases to texts: slots are filled, sentences joined, and some people type in a hurry. Same dice, same text."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sample.words import FIRST, SECOND, Words

_SLOT = re.compile(r"\{([a-z]+)\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeioAEIO](?!ne\b))")
# Slots that mean the same thing all through a text.
ONE_EACH = "machine grinder product city percent sum colour phone drink who room late roast old app"
_SLIPS = (
    ("the ", "teh "),
    ("really", "realy"),
    ("because", "becuase"),
    ("definitely", "definately"),
    ("receive", "recieve"),
    ("their", "thier"),
    ("it's", "its"),
    ("don't", "dont"),
    ("can't", "cant"),
    ("espresso", "expresso"),
    ("again", "agian"),
    ("and ", "adn "),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One thing people say: `lines` name it, `details` may follow a line, `titles` head a review."""

    name: str
    lines: tuple[str, ...]
    details: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def dice(seed: int, part: str) -> random.Random:
    """Chance of its own for each part, so that one part's change leaves the others' texts alone."""
    return random.Random(f"earshot sample {seed} {part}")  # noqa: S311 - invented texts need no secrets


def fill(rng: random.Random, phrase: str, words: Words) -> str:
    """The phrase with one of each [this|that] and every {slot} filled; it begins with a capital."""
    while found := _CHOICE.search(phrase):
        phrase = phrase[: found.start()] + rng.choice(found[1].split("|")) + phrase[found.end() :]
    while found := _SLOT.search(phrase):
        phrase = phrase[: found.start()] + rng.choice(words[found[1]]) + phrase[found.end() :]
    phrase = _ARTICLE.sub(r"\1n ", phrase)
    return phrase[:1].upper() + phrase[1:]


def settled(rng: random.Random, words: Words) -> Words:
    """The words of one writer, who has one machine, lives in one city and drinks one kind of coffee."""
    one = ONE_EACH.split()
    return {slot: (rng.choice(choices),) if slot in one else choices for slot, choices in words.items()}


def said(rng: random.Random, theme: Theme, words: Words, *, detail: float = 0.5) -> str:
    """One or two sentences on a theme."""
    parts = [fill(rng, rng.choice(theme.lines), words)]
    if theme.details and rng.random() < detail:
        parts.append(fill(rng, rng.choice(theme.details), words))
    return " ".join(parts)


def joined(rng: random.Random, first: str, second: str, links: Sequence[str]) -> str:
    """Two thoughts with a turn between them: "... . That said, ..."."""
    link = rng.choice(links)
    kept = second.startswith(("I ", "Acme", "Bolt", "Bluetooth"))
    return f"{first} {link} {second if kept else second[:1].lower() + second[1:]}"


def hurried(rng: random.Random, text: str) -> str:
    """Now and then a slip of the finger, a text without capitals, a shout; most texts stay as they are."""
    roll = rng.random()
    if roll < 0.07:
        wrong = [slip for slip in _SLIPS if slip[0] in text]
        return text.replace(*rng.choice(wrong), 1) if wrong else text
    if roll < 0.13:
        return text.lower().removesuffix(".")
    if roll < 0.16:
        return text.removesuffix(".") + "!" * rng.randint(2, 3)
    if roll < 0.18:
        return text.replace(". ", "... ", 1)
    return text


def handle(rng: random.Random) -> str:
    """The nickname of nobody."""
    name = rng.choice(FIRST.split()) + rng.choice(("", "", "_", ".")) + rng.choice(SECOND.split())
    return name + (str(rng.randint(2, 99)) if rng.random() < 0.55 else "")
