"""What must be matched anew: brands whose query changed, and all that a source gave whose list of brands changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from config import Config
from domain.records import Mention, Source
from storage.kept import KeptMention
from storage.store import Store
from tables.reviews import KIND as IMPORTED

LISTS = "matched_lists"

Match = Callable[[Mention, Source], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """Brands to match anew everywhere, and sources whose mentions are matched anew for every brand.

    `unknowable` brands ask for authors, whom nothing stored can answer for: they keep what a source may still give.
    """

    brands: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    unknowable: frozenset[str] = frozenset()

    def standing(self, kept: KeptMention, source: Source | None, name: str, match: Match) -> set[str]:
        """The brands that the source called `name` stands for with this mention once it is matched anew.

        An import stays with its word: its rows are a brand's because a person said so. A source that has left the
        configuration, perhaps for another name, takes back what the changed query no longer holds for; it adds nothing.
        """
        had = {brand for brand, finders in kept.brands.items() if name in finders}
        if source is None and kept.mention.kind == IMPORTED:
            return had
        if source is None:
            left = Source(name=name, kind=kept.mention.kind, brands=tuple(sorted(had)))
            return had - self.brands | had.intersection(self.brands, match(kept.mention, left)) if had else had
        if name not in self.sources:
            return had - self.brands | self.brands.intersection(match(kept.mention, source))
        allowed = had.intersection(source.brands) if source.brands else had
        return set(match(kept.mention, source)) - self.unknowable | allowed & self.unknowable


def relisted(told: str | None, config: Config) -> tuple[str, ...]:
    """The sources whose brands are not those that `told`, what is remembered under LISTS, was matched with."""
    before: dict[str, list[str]] = json.loads(told or "{}")
    return tuple(s.name for s in config.sources if before.get(s.name, sorted(s.brands)) != sorted(s.brands))


def changed_lists(store: Store, config: Config) -> tuple[str, ...]:
    """The same from the database; a source that it has not heard of is none of them."""
    told = store.settings.get(LISTS)
    found = relisted(told, config)
    if not found:
        remember_lists(store, config)
    return found


def remember_lists(store: Store, config: Config) -> None:
    """The stored matches are those of the lists as they are now; a source that left may come back with another."""
    before: dict[str, list[str]] = json.loads(store.settings.get(LISTS) or "{}")
    now = before | {s.name: sorted(s.brands) for s in config.sources}
    if now != before:
        store.settings.set(LISTS, json.dumps(now, ensure_ascii=False))
