"""What a person does not want to see: an author's or a site's mentions, hidden, counted, and shown again on demand."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import duckdb

from domain.errors import ConfigError
from storage.writes.audit import log
from storage.writes.days import Days

AUTHOR, SITE = "author", "site"

_PORT = re.compile(r":\d*$")

# The host of a mention's address; what its `site` says may be a community ("r/coffee") or the outlet of an article.
_HOST = r"regexp_extract(lower(m.url), '^https?://(?:[^/?#]*@)?([^/:?#]+)', 1)"
_COMMUNITY = re.compile(r"r/\w{1,50}")
_HOST_NAME, _LONGEST_HOST = re.compile(r"[\w.-]+"), 253

# Whether the mute u hides the mention m of the brand b; a site takes its subdomains along, a bare "com" does not.
HIDES = f"""
    (u.brand is null or u.brand = b.brand)
    and case u.kind
        when '{AUTHOR}' then u.value = m.author_key
        else u.value = lower(m.site) or (contains(u.value, '.') and ends_with(lower(m.site), '.' || u.value))
            or (contains(lower(m.url), u.value)
                and ({_HOST} = u.value or (contains(u.value, '.') and ends_with({_HOST}, '.' || u.value))))
    end
"""

# Rows whose flag is not what the mutes, and what strict brands leave out, say. A mention without author or address is
# hidden by no mute.
WRONG = f"""
    select b.mention_id as text_id, b.brand, not coalesce(b.muted, false) as muted
    from mention_brands b
    join mentions m on m.mention_id = b.mention_id
    where {{which}} and coalesce(b.muted, false) <> (
        exists (select 1 from mutes u where coalesce({HIDES}, false))
        or exists (select 1 from left_out l where l.text_id = b.mention_id and l.brand = b.brand)
    )
"""  # noqa: S608 - our own names

_HIDDEN_NOW = f"""
    select b.mention_id as text_id, b.brand, true as muted
    from mutes u
    join mentions m on true
    join mention_brands b on b.mention_id = m.mention_id
    where u.kind = $kind and u.value = $value and u.brand is not distinct from $brand
        and not coalesce(b.muted, false) and {HIDES}
"""  # noqa: S608 - our own names

_NOTHING: Mapping[str, object] = {}


class Mutes:
    """Who is muted. A mention is hidden for a brand while any mute says so; nothing is deleted."""

    def __init__(self, con: duckdb.DuckDBPyConnection, days: Days) -> None:
        self._con = con
        self._days = days

    def add(self, kind: str, value: str, *, brand: str | None = None, person: str = "") -> int:
        """Hide an author (by author_key) or a site, of one brand or of all; returns how many rows that hid.

        `kind` is "author" or "site". Rows are pairs of mention and brand. Muted twice is muted once.
        Raises ConfigError for a value that names nothing.
        """
        value = _named(kind, value)
        self._delete(kind, value, brand)
        now = log(self._con, person, "mute", value, {"kind": kind, "brand": brand})
        self._con.execute(
            "insert into mutes values ($kind, $value, $brand, $person, $now)",
            {"kind": kind, "value": value, "brand": brand, "person": person, "now": now},
        )
        return self._apply(_HIDDEN_NOW, {"kind": kind, "value": value, "brand": brand})

    def remove(self, kind: str, value: str, *, brand: str | None = None, person: str = "") -> int | None:
        """Take that mute back; returns how many rows are seen again, None where there was no such mute."""
        value = _named(kind, value)
        if not self._delete(kind, value, brand):
            return None
        log(self._con, person, "unmute", value, {"kind": kind, "brand": brand})
        return self._apply(WRONG.format(which="b.muted"))

    def apply(self, ids: str) -> None:
        """Make the flags true of all mentions whose `mention_id` the temporary table `ids` holds."""
        hidden = "select 1 from mutes union all select 1 from left_out limit 1"
        if self._con.execute(hidden).fetchone() is not None:
            self.settle(ids)

    def settle(self, ids: str) -> None:
        """The same, also where nothing is hidden any more."""
        self._apply(WRONG.format(which=f"b.mention_id in (select mention_id from {ids})"))  # noqa: S608 - our own

    def _apply(self, wrong: str, values: Mapping[str, object] = _NOTHING) -> int:
        self._con.execute(f"create or replace temp table muting as {wrong}", dict(values))
        self._con.execute("""
            update mention_brands as b set muted = w.muted from muting w
            where b.mention_id = w.text_id and b.brand = w.brand
        """)
        self._days.mark("muting")
        found = self._con.execute("select count(*) from muting").fetchone()
        return int(found[0]) if found else 0

    def _delete(self, kind: str, value: str, brand: str | None) -> bool:
        removed = self._con.execute(
            "delete from mutes where kind = $kind and value = $value and brand is not distinct from $brand",
            {"kind": kind, "value": value, "brand": brand},
        ).fetchone()
        return bool(removed and removed[0])


def site_named(written: str) -> str:
    """What a person wrote for a site as it is compared: a host without `www.` and port, or "r/name" as it is.

    An address stands for its host. Raises ConfigError where neither is named.
    """
    text = written.strip().lower()
    if _COMMUNITY.fullmatch(text.rstrip("/")):
        return text.rstrip("/")
    try:
        host = urlsplit(text).hostname if "://" in text else _PORT.sub("", text.split("/")[0])
    except ValueError:
        host = None
    host = (host or "").removeprefix("www.").strip(".")
    if host == "r" or len(host) > _LONGEST_HOST or not _HOST_NAME.fullmatch(host):
        raise ConfigError(f"{written[:100]!r} names no site; write one such as example.com or r/coffee")
    return host


def _named(kind: str, value: str) -> str:
    if kind == SITE:
        return site_named(value)
    if kind != AUTHOR or not value.strip():
        raise ConfigError(f"{kind} {value!r} cannot be muted; name an author or a site")
    return value.strip()
