"""Taxonomies: topics that people write and edit, as TOML files; starter sets per industry come along."""

from collections.abc import Mapping
from pathlib import Path

from domain.errors import ConfigError
from domain.identity import stable_id
from domain.records import Topic
from nlp.starters import Starters

_FILES = Starters(
    noun="taxonomy",
    table="topic",
    say="name and description",
    folder=Path(__file__).resolve().parent / "taxonomies",
    keys=frozenset({"name", "description", "examples"}),
    most=500,
    longest=2_000,
)


def starter_names() -> tuple[str, ...]:
    """Names of the bundled starter sets, such as "airline"."""
    return _FILES.names()


def load_taxonomy(source: str | Path) -> list[Topic]:
    """The topics of a file, or of the bundled set of that name, in the file's order.

    Raises ConfigError that names file, topic and key, and says what to write instead.
    """
    path, tables = _FILES.read(source)
    return _distinct(path, [_topic(where, table) for where, table in tables])


def _topic(where: str, table: Mapping[str, object]) -> Topic:
    name = str(table["name"])
    return Topic(
        topic_id=stable_id("topic", name),
        name=name,
        description=_FILES.line(where, "description", table.get("description", "")),
        examples=_FILES.lines(f"{where} ({name})", "examples", table.get("examples", [])),
    )


def _distinct(path: Path, topics: list[Topic]) -> list[Topic]:
    seen: set[str] = set()
    for topic in topics:
        if topic.name in seen:
            raise ConfigError(f"taxonomy {path}: two topics are called {topic.name!r}; rename or join them")
        seen.add(topic.name)
    return topics
