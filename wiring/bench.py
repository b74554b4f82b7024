"""The tools of a writing command."""

import logging
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from threading import Event

import collectors
import matching
from collectors import World
from collectors._http import Fetcher
from config import Config
from domain.errors import SourceError
from domain.records import Mention, Source
from nlp.gated import GatedAspects, GatedTopics
from nlp.language import LanguageGate
from nlp.stories import stories
from pipeline.collect import utc_now
from pipeline.workbench import Workbench
from storage.locks import try_lock
from wiring.opening import database
from wiring.reading import aspect_extractor, scorer, topic_matcher, topics_of
from wiring.secret import author_secret

log = logging.getLogger("earshot.wiring")


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
        match=partial(brands_of, config),
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


def brands_of(config: Config, mention: Mention, source: Source) -> tuple[str, ...]:
    """The brands that a mention of this source is about."""
    return matching.match_brands(config.brands, mention, source.brands)


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
