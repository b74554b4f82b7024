"""What can be said without writing: status, what is due, what a query would change, whether a configuration holds."""

from dataclasses import asdict, replace
from functools import partial
from typing import Any

import pandas as pd

import matching
from config import Config
from domain import VERSION
from metrics.business_hours import office_hours
from nlp.journey import load_journey
from pipeline import preview as previewing
from pipeline.alert_rules import seeds
from pipeline.anew import LISTS, relisted
from pipeline.brand_queries import check_queries
from pipeline.collect import utc_now
from pipeline.digest_schedule import DONE, is_due
from pipeline.goals import due as goals_due
from pipeline.preview import Preview
from pipeline.rematch import KEPT_UNMATCHED, QUERIES, differing
from pipeline.schedule import waits
from pipeline.space import Room, room
from pipeline.upkeep import MAINTAINED, maintained_at
from storage.shapes import Growth
from storage.writes.sources import fingerprint
from wiring.bench import brands_of, check_kinds
from wiring.opening import database
from wiring.reading import topics_of


def status(config: Config) -> dict[str, Any]:
    """How each source is, and the house as a whole; every configured source is named, also before its first run."""
    store = database(config)
    found: dict[str, Any] = {"version": VERSION, "database": config.database, "sources": _unrun(config)}
    if not store.snapshot_name:
        return found | {
            "engine": config.engine,
            "size": asdict(store.size()),
            "note": f"nothing {'published' if store.exists() else 'collected'} yet; run: python -m earshot run",
        }
    with store.read() as queries:
        known = {str(row["source"]): row for row in records(queries.health.sources())}
        totals = queries.health.totals()
        upkept = {"maintained_at": maintained_at(queries.setting(MAINTAINED))} if config.data_path else {}
    sources = [known.get(str(row["source"]), row) for row in _unrun(config)]
    left = [row for name, row in known.items() if name not in {s.name for s in config.sources}]
    return found | asdict(totals) | upkept | {"engine": totals.engine or config.engine, "sources": [*sources, *left]}


def disk(config: Config) -> Room:
    """How much room there is, and for how long at the present growth."""
    store = database(config)
    grown = Growth(mentions=0, new=0, days=0)
    if store.snapshot_name:
        with store.read() as queries:
            grown = queries.health.growth()
    return room(store.size(), grown)


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
    """Whether a run would find work, by the published snapshot; True where nothing is known yet.

    A source or a query that is no longer configured as at the last run is work, too.
    """
    store = database(config)
    if not store.snapshot_name:
        return True
    now = utc_now()
    with store.read() as queries:
        known = queries.health.asked_as()
        if queries.health.waiting() or differing(queries.setting(QUERIES), config):
            return True
        if relisted(queries.setting(LISTS), config):
            return True
        if goals_due(queries, config, now.astimezone(config.timezone).date()):
            return True
        if is_due(config.digest, queries.setting(DONE), now, config.timezone):
            return True
    for source in config.sources:
        asked_as, due = known.get(source.name, ("", None))
        if not source.paused and (asked_as != fingerprint(source) or not waits(due, source.every, now)):
            return True
    return False


def preview(config: Config, brand: str, query: str) -> Preview:
    """What `query` would change for a brand of the configuration; ConfigError, with the column, where it is none."""
    matching.compile_query(query)
    brands = tuple(replace(b, query=query) if b.name == brand else b for b in config.brands)
    tried = replace(config, brands=brands)
    with database(config).read() as queries:
        sources = {source.name: source for source in config.sources}
        return previewing.preview(queries, sources, partial(brands_of, tried), brand, utc_now() - KEPT_UNMATCHED)


def check(config: Config) -> None:
    """ConfigError for what is only used later: topics, opening hours, brand queries (with the column)."""
    check_kinds(config)
    topics_of(config.taxonomies)
    seeds(config)
    if config.journey:
        load_journey(config.journey)
    office_hours(config.business_hours, str(config.timezone))
    check_queries(config)
