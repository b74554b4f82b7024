"""The only place that knows concrete classes of more than one trade, and puts them together."""

import logging
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, astuple, dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from threading import Event
from typing import Any

import pandas as pd

import collectors
import matching
from collectors import World
from collectors._http import Fetcher
from config import Config, load
from domain import VERSION
from domain.errors import ConfigError, SourceError
from domain.ports import AspectExtractor, Scorer
from domain.records import Mention, Source, Topic
from metrics.business_hours import office_hours
from nlp import engines, frames
from nlp.encoder import Encoder
from nlp.gated import GatedAspects, GatedTopics
from nlp.language import LanguageGate
from nlp.stories import stories
from nlp.taxonomy import load_taxonomy
from nlp.topics import TaxonomyMatcher
from pipeline import preview as previewing
from pipeline.collect import utc_now
from pipeline.preview import Preview
from pipeline.rematch import KEPT_UNMATCHED
from pipeline.workbench import Progress, Workbench
from storage.connection import Database
from storage.locks import try_lock
from storage.queries import Queries
from storage.store import Store

log = logging.getLogger("earshot.wiring")


def database(config: Config) -> Database:
    """The configuration's database; nothing is opened yet."""
    if config.database.startswith("ducklake:"):
        raise ConfigError('database: DuckLake is not built yet; write a file such as "earshot.duckdb"')
    return Database(
        Path(config.database),
        timezone=str(config.timezone),
        office_minutes=_office_minutes,
    )


def _office_minutes(hours: str, zone: str, start: datetime, end: datetime) -> float:
    return _office(hours, zone).minutes(start, end)


_office = lru_cache(maxsize=8)(office_hours)


def workbench(config: Config, environment: Mapping[str, str] = os.environ, stop: Event | None = None) -> Workbench:
    """Everything that a writing command needs; models load when first used."""
    world = _world(config, environment)
    store = database(config)
    return Workbench(
        config=config,
        database=store,
        secret=author_secret(config.data_dir, environment),
        environment=environment,
        clock=utc_now,
        lock=locks(config),
        build=partial(collectors.build, world=world),
        match=partial(_match, config),
        scorer=lambda: scorer(config.engine),
        aspects=lambda: GatedAspects(aspect_extractor(config.engine), LanguageGate()),
        topics=lambda: topics_of(config.taxonomies),
        matcher=lambda topics: GatedTopics(topic_matcher(topics), LanguageGate()),
        stories=stories,
        size=store.size,
        heartbeat=partial(_heartbeat, config, world),
        stop=stop or Event(),
    )


def locks(config: Config) -> Callable[[str], AbstractContextManager[bool]]:
    """Locks by name, between all processes of this configuration."""
    return partial(try_lock, config.data_dir / "locks")


def _world(config: Config, environment: Mapping[str, str]) -> World:
    fetcher = Fetcher(allow_private_addresses=config.allow_private_addresses)
    return World(fetcher=fetcher, environment=environment, folder=config.data_dir / "budgets")


def _match(config: Config, mention: Mention, source: Source) -> tuple[str, ...]:
    return matching.match_brands(config.brands, mention, source.brands)


def scorer(name: str) -> Scorer:
    """The engine of that name behind its language gate; ConfigError where it cannot be loaded."""
    return engines.load(name)


def aspect_extractor(engine: str = "default") -> AspectExtractor:
    """Aspects by spaCy, each sentence judged by the engine of that name; loads both models.

    Without the language gate: a sentence alone is too short to tell its language by, and its text has passed it.
    """
    from nlp.aspects import SpacyAspects

    return SpacyAspects(engines.ungated(engine))


def topics_of(taxonomies: Sequence[Path | str]) -> tuple[Topic, ...]:
    """The topics of several taxonomies, each id once; ConfigError names file, topic and key."""
    return tuple({t.topic_id: t for source in taxonomies for t in load_taxonomy(source)}.values())


def topic_matcher(topics: Sequence[Topic]) -> TaxonomyMatcher:
    """Matches by meaning, with the bundled encoder."""
    return TaxonomyMatcher(topics, Encoder())


def score_cells(scorer: Scorer, texts: Sequence[str]) -> list[list[object]]:
    """What `score` adds to each row: label, polarity, confidence, engine, language, reason."""
    return [list(astuple(row)) for row in frames.score(texts, scorer)]


def topic_cells(
    texts: Sequence[str], names: Sequence[Topic], most: int, all_scores: bool, progress: Progress
) -> list[list[object]]:
    """What `topics` adds to each row: topic, topic_score, and every topic's score where asked for."""
    told = 0

    def tick(done: int, _: int) -> None:
        nonlocal told
        progress(done - told)
        told = done

    rows = frames.topics(texts, names, Encoder(), found=most, all_scores=all_scores, progress=tick)
    return [[row.topic, row.topic_score, *row.scores] for row in rows]


def aspect_cells(extractor: AspectExtractor, texts: Sequence[str]) -> Iterator[tuple[int, *tuple[object, ...]]]:
    """What `aspects` writes: row in `texts`, aspect, start, end, polarity, label."""
    return (
        (found.row, found.aspect, found.start, found.end, found.polarity, found.label)
        for found in frames.aspects(texts, extractor)
    )


def author_secret(data_dir: Path, environment: Mapping[str, str]) -> bytes:
    """The key behind author keys: EARSHOT_SECRET, else one made once beside the database, for its owner alone."""
    if given := environment.get("EARSHOT_SECRET"):
        return given.encode()
    path = data_dir / "secret"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _make_secret(path)
    return path.read_bytes()


def _make_secret(path: Path) -> None:
    """Write beside and link: another process that starts now sees no file or a whole one, and one of us wins."""
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        Path(written).unlink()


def _heartbeat(config: Config, world: World) -> None:
    """Tell whoever watches the schedule that a run has ended; that they are out of reach is no failure of ours."""
    if not config.heartbeat_url:
        return
    try:
        world.fetcher.get(config.heartbeat_url)
    except SourceError as error:
        log.warning("heartbeat_url: %s", error)


def prepare(bench: Workbench) -> None:
    """Tell the database what the configuration says and later reads go by.

    ConfigError where the database was written with another secret: every author would get a second key.
    """
    with bench.database.write() as store:
        store.settings.check_secret(bench.secret)
        store.settings.set("business_hours", bench.config.business_hours)
        store.sources.sync(bench.config.brands, bench.config.sources)


def status(config: Config) -> dict[str, Any]:
    """How each source is, and the house as a whole; every configured source is named, also before its first run."""
    store = database(config)
    found: dict[str, Any] = {"version": VERSION, "database": config.database, "sources": _unrun(config)}
    if not store.snapshot_name:
        return found | {
            "engine": config.engine,
            "size": asdict(store.size()),
            "note": "nothing collected yet; run: python -m earshot run",
        }
    with store.read() as queries:
        known = {str(row["source"]): row for row in records(queries.health.sources())}
        totals = queries.health.totals()
    sources = [known.get(str(row["source"]), row) for row in _unrun(config)]
    left = [row for name, row in known.items() if name not in {s.name for s in config.sources}]
    return found | asdict(totals) | {"engine": totals.engine or config.engine, "sources": [*sources, *left]}


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """A frame's rows with None where it has NaN or NaT."""
    whole = frame.astype(object)
    return [
        {str(key): value for key, value in row.items()} for row in whole.where(frame.notna(), None).to_dict("records")
    ]


def _unrun(config: Config) -> list[dict[str, object]]:
    nothing = {"last_ok_at": None, "coverage": None, "gap": None, "failures": 0, "retry_at": None, "missed": 0}
    return [{"source": s.name, "kind": s.kind, "paused": s.paused, **nothing} for s in config.sources]


def something_is_due(config: Config) -> bool:
    """Whether a run would find work, by the published snapshot; True where nothing is known yet."""
    store = database(config)
    if not store.snapshot_name:
        return True
    now = utc_now().replace(tzinfo=None)
    with store.read() as queries:
        known = {str(row["source"]): row["next_due"] for row in records(queries.health.sources())}
        if queries.health.waiting():
            return True
    due = [known.get(source.name) for source in config.sources if not source.paused]
    return any(not isinstance(moment, datetime) or moment <= now for moment in due)


def preview(config: Config, brand: str, query: str) -> Preview:
    """What `query` would change for a brand of the configuration; ConfigError, with the column, where it is none."""
    matching.compile_query(query)
    brands = tuple(replace(b, query=query) if b.name == brand else b for b in config.brands)
    tried = replace(config, brands=brands)
    with database(config).read() as queries:
        sources = {source.name: source for source in config.sources}
        return previewing.preview(queries, sources, partial(_match, tried), brand, utc_now() - KEPT_UNMATCHED)


def check(config: Config) -> None:
    """ConfigError for what is only used later: topics, opening hours, brand queries (with the column)."""
    topics_of(config.taxonomies)
    office_hours(config.business_hours, str(config.timezone))
    for brand in config.brands:
        if brand.query:
            matching.compile_query(brand.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What the pages get: the published snapshot to read, the database to write a person's action."""

    config: Config
    database: Database

    @property
    def snapshot_name(self) -> str:
        """Changes with every publication; part of every cache key."""
        return self.database.snapshot_name

    @property
    def engine(self) -> str:
        """The configured sentiment engine."""
        return self.config.engine

    @property
    def sample(self) -> bool:
        """Whether all that is shown was written for show."""
        return self.config.sample

    @contextmanager
    def queries(self) -> Iterator[Queries]:
        """Reads of the published snapshot."""
        with self.database.read() as queries:
            yield queries

    @contextmanager
    def store(self) -> Iterator[Store]:
        """One person's write; published before this returns."""
        with self.database.write() as store:
            yield store
        self.database.publish()


def open_app(path: Path | None = None) -> App:
    """The app on the configuration that EARSHOT_CONFIG names, else ./earshot.toml."""
    config = load(path or Path(os.environ.get("EARSHOT_CONFIG", "earshot.toml")))
    return App(config=config, database=database(config))
