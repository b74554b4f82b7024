"""The sample's own earshot.toml."""

from pathlib import Path

from sample.posts import SUBREDDITS
from sample.reviews import ACME_APP, APP_COUNTS, BOLT_APP
from sample.wire import LABEL

OWN, RIVAL = "Acme Coffee", "Bolt Coffee"


def settings(base_url: str, table: Path, column_map: Path) -> str:
    """earshot.toml for the sample: its brands, and sources that point at a running SampleServer."""
    own, rival = (sorted(APP_COUNTS[app], reverse=True) for app in (ACME_APP, BOLT_APP))
    return f"""# {LABEL}.
# Written by `earshot demo`; the sources below are a small server that runs with it, on this machine only.
sample = true
database = "sample.duckdb"
timezone = "UTC"
taxonomy = "sample-taxonomy.toml"
journey = "d2c"
allow_private_addresses = true

# Reviews of the own app and shop rarely name the brand; their address does.
[[brand]]
name = "{OWN}"
query = "acme OR site:acme.example"
aliases = ["Acme", "Acme Brew"]

[[brand]]
name = "{RIVAL}"
role = "competitor"
query = "bolt OR site:bolt.example"
aliases = ["Bolt", "Bolt Connect"]

[[source]]
name = "sample-app-store-acme"
kind = "app_store"
brand = "{OWN}"
every = "1h"
options = {{ app_id = {ACME_APP}, countries = {_list(own)}, base_url = "{base_url}/appstore" }}

[[source]]
name = "sample-app-store-bolt"
kind = "app_store"
brand = "{RIVAL}"
every = "1h"
options = {{ app_id = {BOLT_APP}, countries = {_list(rival)}, base_url = "{base_url}/appstore" }}

[[source]]
name = "sample-shop-reviews"
kind = "file"
brand = "{OWN}"
every = "1d"
options = {{ path = {_quoted(table)}, map = {_quoted(column_map)} }}

[[source]]
name = "sample-forum"
kind = "rss"
brands = ["{OWN}", "{RIVAL}"]
every = "30m"
options = {{ url = "{base_url}/feeds/forum.xml" }}

[[source]]
name = "sample-news"
kind = "rss"
brands = ["{OWN}", "{RIVAL}"]
every = "30m"
options = {{ url = "{base_url}/feeds/news.xml" }}

[[source]]
name = "sample-reddit"
kind = "reddit"
brands = ["{OWN}", "{RIVAL}"]
every = "30m"

[source.options]
subreddits = {_list(SUBREDDITS)}
comments = true
requests_per_minute = 60
base_url = "{base_url}/reddit"
"""


def _list(names: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _quoted(path: Path) -> str:
    """A TOML string; a path may hold backslashes and quotes."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
