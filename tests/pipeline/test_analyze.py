"""The stages of an analysis run beside each other, and end together when one fails."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.records import Aspect, Sentiment
from pipeline.analyze import analyze
from pipeline.workbench import Workbench
from tests import house
from tests.pipeline.test_traits import FEED, collected


class Parser:
    """Finds nothing, and counts how often it was asked; an endless queue where nothing is ever marked as read."""

    name, version = "counting", "1"

    def __init__(self) -> None:
        self.asked = 0

    def extract(self, texts: Sequence[str]) -> list[list[Aspect]]:
        self.asked += 1
        return [[] for _ in texts]


class Refusing:
    """An engine that can be loaded and reads nothing."""

    name, version = "refusing", "1"

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        raise ConfigError("engine 'refusing': it refuses")


@pytest.fixture
def told(tmp_path: Path) -> Workbench:
    return collected(house.configure(tmp_path, FEED), "The lid broke.", "I love the colour!", brand="Acme")


def test_aspects_are_read_beside_the_other_stages(told: Workbench) -> None:
    parser = Parser()
    done = analyze(replace(told, aspects=lambda: parser))
    assert (done.scored, parser.asked) == (2, 1)


def test_an_engine_that_fails_is_named_and_nothing_stays_running(told: Workbench) -> None:
    with pytest.raises(ConfigError, match="it refuses"):
        analyze(replace(told, scorer=Refusing, aspects=Parser))


def test_a_parser_that_cannot_be_loaded_is_named_after_the_rest_is_stored(told: Workbench) -> None:
    def missing() -> Parser:
        raise ConfigError("aspects need spaCy's English model")

    with pytest.raises(ConfigError, match="aspects need"):
        analyze(replace(told, aspects=missing))
    assert analyze(replace(told, aspects=Parser)).scored == 0
