"""Makes a changed brand query true for what is stored already: the last 30 days, unmatched mentions included."""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from config import Config
from domain.records import Mention, Source
from pipeline.workbench import Workbench
from storage.kept import KeptMention
from storage.store import Store

log = logging.getLogger("earshot.rematch")

KEPT_UNMATCHED = timedelta(days=30)
"""How long a mention of no brand is kept, so that a changed query has something to be tried on."""

_KEY = "matched_queries"
_AUTHOR = re.compile(r"\bauthor\s*:", re.IGNORECASE)

Match = Callable[[Mention, Source], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rematched:
    """What changed queries did: rows are pairs of mention and brand."""

    brands: tuple[str, ...] = ()
    added: int = 0
    dropped: int = 0


def changed_queries(store: Store, config: Config) -> tuple[str, ...]:
    """The brands whose query is not the one that the stored matches were made with; none in a new database."""
    told = store.settings.get(_KEY)
    if told is None:
        remember_queries(store, config)
        return ()
    before: dict[str, str | None] = json.loads(told)
    return tuple(b.name for b in config.brands if b.name not in before or before[b.name] != b.query)


def remember_queries(store: Store, config: Config) -> None:
    """The stored matches are those of the configuration as it is now."""
    store.settings.set(_KEY, json.dumps({b.name: b.query for b in config.brands}, ensure_ascii=False))


def asks_for_author(query: str | None) -> bool:
    """Whether a query names authors, whom nothing stored can answer for: they are kept as keyed hashes."""
    return bool(_AUTHOR.search(query or ""))


def rematch(bench: Workbench, changed: Sequence[str]) -> Rematched:
    """Match stored mentions anew with the queries of the brands in `changed`; says in the log what that did.

    Killed half-way it begins again with the next collect; where another process does it already, nothing is done.
    Raises StorageBusy.
    """
    with bench.lock("rematch") as mine:
        return _rematch(bench, changed) if mine else Rematched()


def _rematch(bench: Workbench, changed: Sequence[str]) -> Rematched:
    queries = {b.name: b.query for b in bench.config.brands}
    brands = tuple(name for name in changed if not asks_for_author(queries[name]))
    for name in sorted(set(changed) - set(brands)):
        log.warning("brand %r: its new query asks for author: and holds for new mentions only", name)
    sources = {source.name: source for source in bench.config.sources}
    added = dropped = 0
    for kept in _slices(bench) if brands else ():
        rows, plus, minus = _differences(kept, sources, bench.match, frozenset(brands))
        added, dropped = added + plus, dropped + minus
        _apply(bench, kept, rows)
    if not bench.stop.is_set():
        with bench.database.write() as store:
            remember_queries(store, bench.config)
    log.warning("changed query of %s: %d rows added, %d dropped", ", ".join(changed), added, dropped)
    return Rematched(brands=brands, added=added, dropped=dropped)


def standing(
    kept: KeptMention, sources: Mapping[str, Source], match: Match, changed: frozenset[str]
) -> dict[str, set[str]]:
    """For each source that found a mention, the brands that it stands for once those in `changed` are matched anew.

    A source that is not configured stays with its word: an import's rows are a brand's because a person said so.
    """
    wanted = {}
    for name in kept.sources:
        had = {brand for brand, finders in kept.brands.items() if name in finders}
        source = sources.get(name)
        wanted[name] = had if source is None else had - changed | changed.intersection(match(kept.mention, source))
    return wanted


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
    kept: Sequence[KeptMention], sources: Mapping[str, Source], match: Match, changed: frozenset[str]
) -> tuple[dict[str, dict[int, tuple[str, ...]]], int, int]:
    """What to write, by source and mention; and how many rows that adds and drops."""
    rows: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    added = dropped = 0
    for one in kept:
        wanted = standing(one, sources, match, changed)
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
