"""Hides an author or a site, and shows them again; nothing is deleted."""

import re
from dataclasses import dataclass

from domain.errors import ConfigError
from domain.identity import keyed_hash
from pipeline.workbench import Workbench
from storage.writes.mutes import AUTHOR, SITE, site_named

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """What a mute is about, and how many rows (pairs of mention and brand) it hid or gave back.

    `value` is an author's key or a site's host; `brand` None stands for every brand.
    """

    kind: str
    value: str
    brand: str | None
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is to be muted or heard again, as a person says it: exactly one of the three, of one brand or of all."""

    author: str | None = None
    author_key: str | None = None
    site: str | None = None
    brand: str | None = None


def mute(bench: Workbench, whom: Whom) -> Muted:
    """Hide an author's or a site's mentions, those to come included. Raises ConfigError for nobody."""
    kind, value = _named(bench, whom)
    with bench.database.write() as store:
        store.settings.check_secret(bench.secret)
        rows = store.mutes.add(kind, value, brand=whom.brand)
    return Muted(kind=kind, value=value, brand=whom.brand, rows=rows)


def unmute(bench: Workbench, whom: Whom) -> Muted:
    """Take a mute back. Raises ConfigError where there is no such mute, or for nobody."""
    kind, value = _named(bench, whom)
    with bench.database.write() as store:
        store.settings.check_secret(bench.secret)
        rows = store.mutes.remove(kind, value, brand=whom.brand)
    if rows is None:
        of = f"for brand {whom.brand!r}" if whom.brand else "for every brand"
        raise ConfigError(f"this {kind} is not muted {of}; earshot mutes lists what is")
    return Muted(kind=kind, value=value, brand=whom.brand, rows=rows)


def _named(bench: Workbench, whom: Whom) -> tuple[str, str]:
    given = [one for one in (whom.author, whom.author_key, whom.site) if one is not None]
    if len(given) != 1 or not given[0].strip():
        raise ConfigError("name one of --author A, --author-key K, --site S")
    if whom.brand is not None and not whom.brand.strip():
        raise ConfigError("--brand is empty; name a brand, or leave it out to mean every brand")
    if whom.site is not None:
        return SITE, site_named(whom.site)
    if whom.author_key is None:
        return AUTHOR, keyed_hash(bench.secret, given[0].strip())
    key = whom.author_key.strip().lower()
    if not _KEY.fullmatch(key):
        raise ConfigError("--author-key is 64 characters 0-9 and a-f, as `mutes` and the view mention show it")
    return AUTHOR, key
