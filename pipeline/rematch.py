"""Makes a changed query or list of brands true for what is stored: the last 30 days, unmatched mentions included."""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from config import Config
from domain.records import Source
from pipeline.anew import Anew, Match, remember_lists
from pipeline.workbench import Workbench
from storage.kept import KeptMention
from storage.store import Store

log = logging.getLogger("earshot.rematch")

KEPT_UNMATCHED = timedelta(days=30)
"""How long a mention of no brand is kept, so that a changed query has something to be tried on."""

QUERIES = "matched_queries"
_AUTHOR = re.compile(r"\bauthor\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rematched:
    """What changed queries did: rows are pairs of mention and brand."""

    brands: tuple[str, ...] = ()
    added: int = 0
    dropped: int = 0


def changed_queries(store: Store, config: Config) -> tuple[str, ...]:
    """The brands whose query is not the one that the stored matches were made with; none in a new database."""
    told = store.settings.get(QUERIES)
    if told is None:
        remember_queries(store, config)
    return differing(told, config)


def differing(told: str | None, config: Config) -> tuple[str, ...]:
    """The same from what the database remembers under QUERIES, None where nothing."""
    if told is None:
        return ()
    before: dict[str, str | None] = json.loads(told)
    return tuple(b.name for b in config.brands if b.name not in before or before[b.name] != b.query)


def remember_queries(store: Store, config: Config) -> None:
    """The stored matches are those of the configuration as it is now."""
    store.settings.set(QUERIES, json.dumps({b.name: b.query for b in config.brands}, ensure_ascii=False))


def asks_for_author(query: str | None) -> bool:
    """Whether a query names authors, whom nothing stored can answer for: they are kept as keyed hashes."""
    return bool(_AUTHOR.search(query or ""))


def rematch(bench: Workbench, changed: Sequence[str], lists: Sequence[str] = ()) -> Rematched:
    """Match stored mentions anew: for the brands in `changed`, and all that the sources in `lists` gave.

    Says in the log what that did.

    Killed half-way it begins again with the next collect; where another process does it already, nothing is done.
    Raises StorageBusy.
    """
    with bench.lock("rematch") as mine:
        return _rematch(bench, changed, lists) if mine else Rematched()


def _rematch(bench: Workbench, changed: Sequence[str], lists: Sequence[str]) -> Rematched:
    queries = {b.name: b.query for b in bench.config.brands}
    unknowable = frozenset(name for name, query in queries.items() if asks_for_author(query))
    brands = tuple(name for name in changed if name not in unknowable)
    anew = Anew(brands=frozenset(brands), sources=frozenset(lists), unknowable=unknowable)
    for name in sorted(set(changed) - set(brands)):
        log.warning("brand %r: its new query asks for author: and holds for new mentions only", name)
    sources = {source.name: source for source in bench.config.sources}
    added = dropped = 0
    for kept in _slices(bench) if brands or lists else ():
        rows, plus, minus = _differences(kept, sources, bench.match, anew)
        added, dropped = added + plus, dropped + minus
        _apply(bench, kept, rows)
    if not bench.stop.is_set():
        with bench.database.write() as store:
            remember_queries(store, bench.config)
            remember_lists(store, bench.config)
    what = [f"query of {', '.join(changed)}"] * bool(changed) + [f"brands of source {', '.join(lists)}"] * bool(lists)
    log.warning("changed %s: %d rows added, %d dropped", " and ".join(what), added, dropped)
    return Rematched(brands=brands, added=added, dropped=dropped)


def standing(kept: KeptMention, sources: Mapping[str, Source], match: Match, anew: Anew) -> dict[str, set[str]]:
    """For each source that found a mention, the brands that it stands for once that is matched anew."""
    return {name: anew.standing(kept, sources.get(name), name, match) for name in kept.sources}


def _slices(bench: Workbench) -> Iterator[list[KeptMention]]:
    since, last = bench.clock() - KEPT_UNMATCHED, -1
    while not bench.stop.is_set():
        with bench.database.write() as store:
            kept = store.kept.page(since, after=last)
        if not kept:
            return
        yield kept
        last = kept[-1].mention_id


def _differences(
    kept: Sequence[KeptMention], sources: Mapping[str, Source], match: Match, anew: Anew
) -> tuple[dict[str, dict[int, tuple[str, ...]]], int, int]:
    """What to write, by source and mention; and how many rows that adds and drops."""
    rows: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    added = dropped = 0
    for one in kept:
        wanted = standing(one, sources, match, anew)
        for name, brands in wanted.items():
            if brands != {brand for brand, finders in one.brands.items() if name in finders}:
                rows[name][one.mention_id] = tuple(sorted(brands))
        after = set().union(*wanted.values())
        added += len(after - one.brands.keys())
        dropped += len(one.brands.keys() - after)
    return rows, added, dropped


def _apply(bench: Workbench, kept: Sequence[KeptMention], rows: Mapping[str, Mapping[int, tuple[str, ...]]]) -> None:
    """Write what still holds: a mention that was edited meanwhile has been matched as it is now."""
    if not rows:
        return
    read = {one.mention_id: one.content_hash for one in kept}
    with bench.database.write() as store:
        now = store.kept.hashes({key for brands in rows.values() for key in brands})
        for source, brands in rows.items():
            store.mentions.rematch(source, {key: names for key, names in brands.items() if now.get(key) == read[key]})
