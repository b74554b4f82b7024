"""Case 28: muting an author or a site hides, counts and can be undone, deletes nothing, and holds for what comes."""

from pathlib import Path
from typing import Any

import pytest

from config import Config
from domain.errors import ConfigError
from domain.measures import Scope
from pipeline.collect import collect, utc_now
from pipeline.mutes import Whom, mute, unmute
from tests.house import bench, configure, earshot, earshot_json, feed
from tests.wire import Wire

ACME = Scope(brand="Acme")


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Config:
    wire.otherwise(_authored("1", "2", at=utc_now()))
    return configure(tmp_path, {"news": f"{wire.url}/feed"})


def _authored(*keys: str, at: Any) -> bytes:
    """Items by ann (odd keys, on spam.example) and bob (even keys, on good.example)."""
    document = feed([(key, f"Text number {key} of the feed") for key in keys], at=at).decode()
    for key in keys:
        author, host = ("ann", "spam") if int(key) % 2 else ("bob", "good")
        more = f"<author>{author}@x.example ({author})</author><link>https://www.{host}.example/{key}</link>"
        document = document.replace(f"<guid>{key}</guid>", f"<guid>{key}</guid>{more}")
    return document.encode()


def counts(config: Config) -> tuple[int, int, int]:
    """Shown on the page, counted by day, hidden."""
    database = bench(config).database
    database.publish()
    assert database.verify()["problems"] == []
    with database.read() as q:
        found = q.mentions.count(ACME), q.counts.mention_count(ACME), q.mutes.hidden(ACME)
    database.close()
    return found


def test_a_mute_hides_counts_holds_for_new_mentions_and_can_be_undone(config: Config, wire: Wire) -> None:
    tools = bench(config)
    collect(tools)
    assert counts(config) == (2, 2, 0)
    assert mute(tools, Whom(site="spam.example")).rows == 1
    assert counts(config) == (1, 1, 1)
    wire.otherwise(_authored("1", "2", "3", "4", at=utc_now()))
    collect(tools, ["news"])
    assert counts(config) == (2, 2, 2)
    assert unmute(tools, Whom(site="https://www.spam.example/1")).rows == 2
    assert counts(config) == (4, 4, 0)


def test_an_author_is_muted_by_name_or_key_and_nobody_is_refused(config: Config) -> None:
    tools = bench(config)
    collect(tools)
    tools.database.publish()
    with tools.database.read() as q:
        author, key = q.sql("select author_key, author_name from mention where external_id = '1'")[1][0]
    assert (bool(author), key) == (True, None)
    assert mute(tools, Whom(author_key=str(author))).rows == 1
    assert counts(config) == (1, 1, 1)
    hostile = (
        "no site",
        "\x1b[31m.example",
        "a" * 300 + ".example",
        "'; drop table mutes; --",
        "r/",
        "r/a b",
        ".",
        "[",
    )
    for nobody in (
        *(Whom(), Whom(author=" "), Whom(author="a", site="b.example"), Whom(author="a", brand=" ")),
        *(Whom(site=site) for site in hostile),
        *(Whom(author_key=key) for key in ("ann", "%", "' or true --", "f" * 65)),
    ):
        with pytest.raises(ConfigError, match=r"--author|names no site|--brand is empty"):
            mute(tools, nobody)
    assert mute(tools, Whom(site="example")).rows == 0, "a bare label takes no subdomains along"
    assert mute(tools, Whom(author="'; drop table mutes; --\x1b[2J")).rows == 0
    with pytest.raises(ConfigError, match="not muted for every brand"):
        unmute(tools, Whom(author="nobody"))
    assert counts(config) == (1, 1, 1)


def test_mutes_through_the_door(config: Config) -> None:
    assert config.path
    collect(bench(config))
    muted = earshot_json(config.path, "mute", "--site", "good.example", "--brand", "Acme")
    assert (muted["kind"], muted["value"], muted["brand"], muted["rows"]) == ("site", "good.example", "Acme", 1)
    listed = earshot_json(config.path, "mutes")["mutes"]
    assert [(one["value"], one["brand"], one["hidden"]) for one in listed] == [("good.example", "Acme", 1)]
    assert "1 seen again" in earshot(config.path, "unmute", "--site", "good.example", "--brand", "Acme")


def test_a_mute_of_a_brand_that_left_the_configuration_can_be_taken_back(config: Config, tmp_path: Path) -> None:
    assert config.path
    collect(bench(config))
    earshot(config.path, "mute", "--site", "good.example", "--brand", "Acme")
    config.path.write_text(config.path.read_text("utf-8").replace('name = "Acme"', 'name = "Other"'), "utf-8")
    earshot(config.path, "mute", "--site", "good.example", "--brand", "Acme", code=2)
    assert "seen again" in earshot(config.path, "unmute", "--site", "good.example", "--brand", "Acme")
