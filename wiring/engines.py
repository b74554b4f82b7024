"""The sentiment engine that a configuration names, with what two of them need from elsewhere: a head, a service."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from collectors._http import Fetcher
from config import Config, load
from config.llm import llm_from_environment
from config.settings import Llm
from domain.errors import ConfigError
from domain.ports import Scorer
from nlp import engines
from nlp.calibrated import CalibratedScorer, OwnReader
from nlp.default import DefaultScorer
from nlp.engines import GatedScorer
from nlp.head import Head
from nlp.language import LanguageGate
from nlp.llm import LlmScorer, Service
from wiring.many import DaskScorer
from wiring.opening import database

_NO_SERVICE = (
    "engine 'llm': no service is named; write [llm] with base_url and model into earshot.toml, "
    "or set EARSHOT_LLM_URL and EARSHOT_LLM_MODEL"
)


def engine(config: Config, environment: Mapping[str, str] = os.environ) -> Scorer:
    """The configured engine behind its language gate; ConfigError with the remedy where it lacks something."""
    if config.scheduler:
        return _on_many(config)
    if config.engine == "calibrated":
        return _calibrated(config)
    if config.engine == "llm":
        return _llm(config.llm or llm_from_environment(environment), environment)
    return engines.load(config.engine)


def _on_many(config: Config) -> Scorer:
    if config.engine not in {"default", "vader"}:
        raise ConfigError(
            f"scale.scheduler: engine {config.engine!r} works on one machine only; remove [scale], or write"
            ' engine = "default"'
        )
    return DaskScorer(config.engine, config.scheduler)


def engine_for_files(name: str, path: Path, environment: Mapping[str, str], masked: Sequence[str] = ()) -> Scorer:
    """The engine of that name for commands without a database: `llm` asks whom the environment or the file names.

    masked: brands' names that no feeling is read into; `llm` knows a name when it sees one and is shown it.
    """
    if name == "calibrated":
        raise ConfigError(
            "engine 'calibrated' belongs to one database's own labels; use --engine default, "
            "or import the file and run: python -m earshot analyze"
        )
    if name == "llm":
        service = llm_from_environment(environment)
        return _llm(service or (load(path).llm if path.exists() else None), environment)
    return engines.load(name, masked=masked)


def own_reader() -> OwnReader:
    """What turns texts into what a head reads; loads the default engine."""
    engine_ = DefaultScorer()
    return OwnReader(engine_)


def _calibrated(config: Config) -> Scorer:
    store = database(config)
    found = None
    if store.snapshot_name:
        with store.read() as queries:
            found = queries.calibrations.promoted()
    if found is None:
        raise ConfigError(
            "engine 'calibrated': no head was promoted yet; write engine = \"default\", run, then: "
            "python -m earshot calibrate"
        )
    generic = DefaultScorer()
    if OwnReader(generic).version != found.generic_version:
        raise ConfigError(
            "engine 'calibrated': its head was fitted to other weights than are installed; "
            "run: python -m earshot calibrate"
        )
    return GatedScorer(CalibratedScorer(generic, Head.loads(found.head)), LanguageGate())


def _llm(found: Llm | None, environment: Mapping[str, str]) -> Scorer:
    if found is None:
        raise ConfigError(_NO_SERVICE)
    fetcher = Fetcher(allow_private_addresses=found.allow_private_addresses, request_seconds=found.timeout)

    def post(url: str, headers: Mapping[str, str], body: bytes) -> bytes:
        return fetcher.post(url, body, headers=headers).body

    service = Service(
        base_url=found.base_url, model=found.model, key=environment.get(found.key_env) or None, budget=found.budget
    )
    return GatedScorer(LlmScorer(service, post, DefaultScorer()), LanguageGate())
