"""Taxonomies: topics that people write and edit, as TOML files; starter sets per industry come along."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from domain.errors import ConfigError
from domain.identity import stable_id
from domain.records import Topic

STARTERS = Path(__file__).resolve().parent / "taxonomies"
_MOST_TOPICS = 500
_LONGEST = 2_000
_KEYS = frozenset({"name", "description", "examples"})


def starter_names() -> tuple[str, ...]:
    """Names of the bundled starter sets, such as "airline"."""
    return tuple(sorted(path.stem for path in STARTERS.glob("*.toml")))


def load_taxonomy(source: str | Path) -> list[Topic]:
    """The topics of a file, or of the bundled set of that name, in the file's order.

    Raises ConfigError that names file, topic and key, and says what to write instead.
    """
    path = Path(source)
    if not path.suffix and str(source) in starter_names():
        path = STARTERS / f"{source}.toml"
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig")).get("topic")
    except OSError as error:
        known = ", ".join(starter_names())
        raise ConfigError(f"taxonomy {source}: cannot be read; give a TOML file, or one of {known}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"taxonomy {path}: no TOML in UTF-8: {error}") from error
    if not isinstance(tables, list) or not tables:
        raise ConfigError(f"taxonomy {path}: no topics; write [[topic]] tables with name and description")
    if len(tables) > _MOST_TOPICS:
        raise ConfigError(f"taxonomy {path}: {len(tables)} topics; at most {_MOST_TOPICS} make sense")
    return _distinct(path, [_topic(path, number, table) for number, table in enumerate(tables, 1)])


def _topic(path: Path, number: int, table: object) -> Topic:
    where = f"taxonomy {path}: topic {number}"
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: write it as a [[topic]] table")
    if unknown := sorted(set(table) - _KEYS):
        raise ConfigError(f"{where}: unknown key {unknown[0]!r}; there are {', '.join(sorted(_KEYS))}")
    name = _line(where, "name", table.get("name", ""))
    if not name.strip():
        raise ConfigError(f"{where}: name is missing")
    examples = table.get("examples", [])
    if not isinstance(examples, list):
        raise ConfigError(f'{where} ({name}): examples must be a list, such as ["Delayed again"]')
    return Topic(
        topic_id=stable_id("topic", name),
        name=name,
        description=_line(where, "description", table.get("description", "")),
        examples=tuple(_line(where, "examples", example) for example in examples),
    )


def _line(where: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {key} must be text in quotes")
    if len(value) > _LONGEST:
        raise ConfigError(f"{where}: {key} has {len(value)} characters; at most {_LONGEST}")
    return value


def _distinct(path: Path, topics: list[Topic]) -> list[Topic]:
    seen: set[str] = set()
    for topic in topics:
        if topic.name in seen:
            raise ConfigError(f"taxonomy {path}: two topics are called {topic.name!r}; rename or join them")
        seen.add(topic.name)
    return topics
