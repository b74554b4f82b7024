"""A first earshot.toml for a brand: what to listen to without keys, and the words around it."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import tomlkit

from config.edit import replace_file, rewrite
from config.read import load, parse
from config.settings import Config
from domain.errors import ConfigError

HEAD = """\
# Earshot's configuration for {brand}. Every key is explained in earshot.example.toml; secrets stay in the environment.
database = "earshot.duckdb"
timezone = "UTC"          # days begin at midnight here, such as "Europe/London"
engine = "default"        # or "vader": faster, finds fewer complaints

[[brand]]
name = {quoted}
query = {query}           # words that a mention must hold; AND, OR, NOT, "phrases", NEAR/5, wild*cards
role = "own"

# [[brand]]
# name = "Their name"
# query = '"their name"'
# role = "competitor"

"""
# All that a query takes for the end of a phrase.
_QUOTES = re.compile('["“”„‟«»]')
TAIL = """\
# [[source]]              # reviews of your app in the App Store: the number in its address
# name = "app-store"
# kind = "app_store"
# every = "6h"
# options = { app_id = 382617920, countries = ["us", "gb"] }

# [[source]]              # a file of reviews that somebody drops there
# name = "shop-reviews"
# kind = "file"
# options = { path = "reviews.csv" }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One source to begin with; `why` says in words what it gives."""

    name: str
    kind: str
    every: str
    why: str
    options: dict[str, object] = field(default_factory=dict)


def brand_name(written: str) -> str:
    """The name on one line; ConfigError where it is none."""
    name = " ".join(written.split())
    if not name or len(name) > 200:
        raise ConfigError("BRAND must be a name of 1 to 200 characters")
    return name


def query_for(brand: str) -> str:
    """The words to look for where nobody said: the name as a phrase."""
    return f'"{" ".join(_QUOTES.sub(" ", brand).split())}"'


def suggested(brand: str) -> tuple[Suggestion, ...]:
    """The public sources that need no key."""
    news: dict[str, object] = {"preset": "google_news", "query": brand}
    posts: dict[str, object] = {"queries": [brand], "comments": False}
    return (
        Suggestion(name="news", kind="rss", every="1h", why="news that name the brand", options=news),
        Suggestion(
            name="reddit",
            kind="reddit",
            every="30m",
            why="Reddit, without keys: the newest posts that a search finds",
            options=posts,
        ),
    )


def feed(address: str, number: int) -> Suggestion:
    """A feed that somebody named, read in full and narrowed down by the query."""
    return Suggestion(
        name=f"feed-{number}", kind="rss", every="1h", why="a feed of your own", options={"url": address.strip()}
    )


def text(brand: str, query: str, sources: tuple[Suggestion, ...]) -> str:
    """The whole file, with comments."""
    head = HEAD.format(brand=brand, quoted=_toml(brand), query=_toml(query))
    return head + "".join(_table(one) for one in sources) + TAIL


def begin(path: Path, brand: str, query: str, sources: tuple[Suggestion, ...]) -> Config:
    """Write a file that is not there, or add to one without a brand; ConfigError where there is a brand already."""
    if not path.exists():
        written = text(brand, query, sources)
        parse(tomlkit.parse(written).unwrap(), path)
        replace_file(path, written)
        return load(path)

    def change(document: tomlkit.TOMLDocument) -> None:
        if document.get("brand"):
            raise ConfigError(f"{path} has a brand already; add to it there")
        added = tomlkit.parse(f"[[brand]]\nname = {_toml(brand)}\nquery = {_toml(query)}\n")
        document["brand"] = added["brand"]
        known = document.setdefault("source", tomlkit.aot())
        for one in sources:
            known.append(tomlkit.parse(_table(one))["source"][0])

    return rewrite(path, change)


def _table(one: Suggestion) -> str:
    options = ", ".join(f"{key} = {_value(value)}" for key, value in one.options.items())
    return (
        f"[[source]]                # {one.why}\nname = {_toml(one.name)}\nkind = {_toml(one.kind)}\n"
        f'every = "{one.every}"\noptions = {{ {options} }}\n\n'
    )


def _value(value: object) -> str:
    if isinstance(value, str):
        return _toml(value)
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return json.dumps(value)


def _toml(text_: str) -> str:
    """The text as a TOML basic string."""
    escaped = text_.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
