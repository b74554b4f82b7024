"""Where collectors come from: a kind is the name of a file here, loaded when a source asks for it."""

import importlib
import os
import pkgutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel, ValidationError

from collectors._http import Fetcher
from domain.errors import ConfigError
from domain.ports import Collector
from domain.records import Batch, Source

KINDS: tuple[str, ...] = tuple(
    sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
)
SOURCE_SECONDS = 110.0
"""What one run on one source may spend on the network; a slow last answer still ends within 120 s."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a collector may touch outside itself. `clock` gives aware UTC, `sleep` takes seconds.

    `folder` is where sources of several processes keep what they share, such as a budget of requests.
    """

    fetcher: Fetcher = field(default_factory=Fetcher)
    clock: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path | None = None


def build(source: Source, world: World) -> Collector:
    """The collector of a configured source; ConfigError names source, key and remedy."""
    if source.kind not in KINDS:
        raise ConfigError(f"source '{source.name}': {_unknown('kind', source.kind, KINDS)}")
    module = importlib.import_module(f"collectors.{source.kind}")
    try:
        options = module.Options.model_validate(dict(source.options))
    except ValidationError as error:
        raise ConfigError(_explain(source, module.Options, error)) from error
    module.build(source, options, world)  # a kind that lacks a key or a login says so now, not in the night
    return _Bounded(source, module, options, world)


class _Bounded:
    """A kind's collector whose network time is counted anew on every run."""

    def __init__(self, source: Source, module: ModuleType, options: BaseModel, world: World) -> None:
        self._source, self._module, self._options, self._world = source, module, options, world

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        fetcher = self._world.fetcher.within(SOURCE_SECONDS)
        collector: Collector = self._module.build(self._source, self._options, replace(self._world, fetcher=fetcher))
        yield from collector.collect(cursor)


def _explain(source: Source, model: type[BaseModel], error: ValidationError) -> str:
    """All that is wrong with a source's options, each with its key and what to write instead."""
    wrongs = []
    for wrong in error.errors(include_url=False, include_input=False):
        key = ".".join(str(part) for part in wrong["loc"])
        if wrong["type"] == "extra_forbidden":
            wrongs.append(_unknown("option", key, tuple(model.model_fields)))
        elif wrong["type"] == "missing":
            wrongs.append(f"option '{key}' is missing: add it to options")
        else:
            message = wrong["msg"].removeprefix("Value error, ")
            wrongs.append(f"option '{key}': {message}" if key else message)
    return f"source '{source.name}' ({source.kind}): " + "; ".join(wrongs)


def _unknown(what: str, name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    remedy = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
    return f"{what} '{name}' is not known; {remedy}"
