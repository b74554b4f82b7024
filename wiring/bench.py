"""The tools of a writing command."""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from threading import Event

import collectors
import matching
from collectors import World
from collectors._http import Fetcher
from config import Config
from config.lake import LAKE
from domain.errors import ConfigError, EarshotError, SourceError
from domain.records import Mention, Source
from domain.reports import Enclosure
from nlp.gated import GatedAspects, GatedTopics
from nlp.language import LanguageGate
from nlp.stories import stories
from pipeline.alert_rules import seeds
from pipeline.collect import utc_now
from pipeline.uploads import FOLDER, sweep
from pipeline.workbench import Workbench
from storage.connection import Database
from storage.locks import try_lock
from wiring.engines import engine
from wiring.lakes import lake
from wiring.opening import database, raw_file
from wiring.reading import (
    aspect_extractor,
    brand_relevance,
    shared_encoder,
    topic_finder,
    topic_matcher,
    topics_of,
    trait_reader,
)
from wiring.reporting import enclosures
from wiring.secret import author_secret

log = logging.getLogger("earshot.wiring")


def workbench(config: Config, environment: Mapping[str, str] = os.environ, stop: Event | None = None) -> Workbench:
    """Everything that a writing command needs; models load when first used."""
    check_kinds(config)
    world = _world(config, environment)
    store = database(config)
    return Workbench(
        config=config,
        database=store,
        raw=raw_file(config),
        secret=author_secret(config.data_dir, environment),
        environment=environment,
        clock=utc_now,
        lock=locks(config),
        build=partial(collectors.build, world=world),
        match=partial(brands_of, config),
        scorer=lambda: engine(config, environment),
        aspects=lambda: GatedAspects(aspect_extractor(config.engine), LanguageGate()),
        topics=lambda: topics_of(config.taxonomies),
        matcher=lambda topics: GatedTopics(topic_matcher(topics, shared_encoder()), LanguageGate()),
        traits=lambda: trait_reader(shared_encoder()),
        relevance=lambda brand: brand_relevance(brand, shared_encoder()),
        finder=lambda: topic_finder(shared_encoder(), config.brands),
        stories=stories,
        size=store.size,
        heartbeat=partial(_heartbeat, config, world),
        send=send,
        enclosed=partial(_enclosed, config, store),
        post=post,
        stop=stop or Event(),
    )


def check_kinds(config: Config) -> None:
    """ConfigError where `keep_days` names what is no kind: nothing would go by it."""
    known = (*collectors.KINDS, "survey", "ticket")
    if unknown := sorted(set(config.keep_days) - set(known)):
        raise ConfigError(f"{config.path}: keep_days: {unknown[0]!r} is no kind; known: {', '.join(known)}")


def locks(config: Config) -> Callable[[str], AbstractContextManager[bool]]:
    """Locks by name, between all processes of this configuration, on whatever machine."""
    if config.database.startswith(LAKE):
        return lake(config).lock
    return partial(try_lock, config.data_dir / "locks")


def _world(config: Config, environment: Mapping[str, str]) -> World:
    fetcher = Fetcher(allow_private_addresses=config.allow_private_addresses)
    return World(fetcher=fetcher, environment=environment, folder=config.data_dir / "budgets")


def send(address: str, title: str, body: str) -> str | None:
    """Send one message; the library behind it takes a while to load, and most commands send none."""
    from notify import channels

    return channels.send(address, title, body)


def post(address: str, title: str, body: str, files: Sequence[Enclosure]) -> str | None:
    """The same with files, for the channels that take any."""
    from notify import channels

    return channels.send(address, title, body, files)


def _enclosed(config: Config, store: Database, event_id: int) -> Sequence[Enclosure]:
    try:
        with store.read() as queries:
            return enclosures(config, queries, event_id)
    except EarshotError as error:
        # The message leads to the report anyway, and must not wait for a picture.
        log.warning("files of a message: %s", error)
        return ()


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
    sweep(bench.config.data_dir / FOLDER, bench.clock().timestamp())
    with bench.database.write() as store:
        store.settings.check_secret(bench.secret)
        dropped = store.author_names.keep(bench.config.keep_author_names)
        store.ages.keep(bench.config.keep_days)
        store.settings.set("business_hours", bench.config.business_hours)
        store.settings.set("first_response_target", str(bench.config.first_response_target / 60))
        store.settings.set("resolution_target", str(bench.config.resolution_target / 60))
        store.journey.configure(bench.config.journey)
        store.sources.sync(bench.config.brands, bench.config.sources)
        store.alert_rules.seed(seeds(bench.config))
    if dropped:
        # Names that are no longer to be kept must not live on in the file, its snapshots and copies.
        bench.database.rewrite()
