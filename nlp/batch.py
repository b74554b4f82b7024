"""Scores a batch of texts wherever it is asked to: same name, version and texts, same answer on every machine."""

from collections.abc import Sequence
from functools import cache

from domain.errors import ConfigError
from domain.ports import Scorer
from domain.records import Sentiment
from nlp import engines


def version(engine: str) -> str:
    """The version of the engine as this machine has it; loads it."""
    return _loaded(engine).version


def score(engine: str, wanted: str, texts: Sequence[str]) -> list[Sentiment]:
    """As many results as texts, in order; ConfigError where this machine's engine has not the version `wanted`."""
    scorer = _loaded(engine)
    if scorer.version != wanted:
        raise ConfigError(f"engine {engine!r}: a worker has version {scorer.version}, wanted is {wanted}; update it")
    return scorer.score(texts)


@cache
def _loaded(engine: str) -> Scorer:
    return engines.load(engine)
