"""Journeys: the touchpoints of an industry as TOML files that people edit, and the phrases that put a text there."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigError
from domain.identity import stable_id

STARTERS = Path(__file__).resolve().parent / "journeys"
_MOST, _LONGEST = 40, 300
_LISTS = ("topics", "phrases", "also")
_KEYS = frozenset({"name", "description", *_LISTS})
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
        parts = [f"{key}={value}" for t in self.touchpoints for key in sorted(_KEYS) for value in _said(t, key)]
        return f"{stable_id('journey', *parts):x}"


def journey_names() -> tuple[str, ...]:
    """Names of the templates that come along, such as "hotel"."""
    return tuple(sorted(path.stem for path in STARTERS.glob("*.toml")))


def load_journey(source: str | Path) -> Journey:
    """The template of a file, or the one of that name that comes along.

    Raises ConfigError that names file, touchpoint and key, and says what to write instead.
    """
    path = Path(source)
    if not path.suffix and str(source) in journey_names():
        path = STARTERS / f"{source}.toml"
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig")).get("touchpoint")
    except OSError as error:
        known = ", ".join(journey_names())
        raise ConfigError(f"journey {source}: cannot be read; give a TOML file, or one of {known}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"journey {path}: no TOML in UTF-8: {error}") from error
    if not isinstance(tables, list) or not tables:
        raise ConfigError(f"journey {path}: no touchpoint; write [[touchpoint]] tables with name and phrases")
    if len(tables) > _MOST:
        raise ConfigError(f"journey {path}: {len(tables)} touchpoints; at most {_MOST} fit a page")
    found = tuple(_touchpoint(path, number, table) for number, table in enumerate(tables, 1))
    _told_apart(path, found)
    return Journey(name=str(source), touchpoints=found)


def _touchpoint(path: Path, number: int, table: object) -> Touchpoint:
    where = f"journey {path}: touchpoint {number}"
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: write it as a [[touchpoint]] table")
    if unknown := sorted(set(table) - _KEYS):
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}; there are {', '.join(sorted(_KEYS))}")
    name = _line(where, "name", table.get("name", "")).strip()
    if not name:
        raise ConfigError(f"{where}: name is missing")
    lists = {key: _lines(f"{where} ({name})", key, table.get(key, [])) for key in _LISTS}
    for phrase in lists["phrases"]:
        if not _WORD.search(phrase):
            raise ConfigError(f'{where} ({name}): phrases: {phrase!r} holds no word; write words such as "late parcel"')
    return Touchpoint(name=name, description=_line(where, "description", table.get("description", "")), **lists)


def _lines(where: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ConfigError(f'{where}: {key} must be a list, such as ["delivery", "parcel*"]')
    return tuple(_line(where, key, line) for line in value)


def _line(where: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {key} must be text in quotes")
    if len(value) > _LONGEST:
        raise ConfigError(f"{where}: {key} has {len(value)} characters; at most {_LONGEST}")
    return value


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
