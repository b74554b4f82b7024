"""The main job on real input: feeds, tweets and a passenger survey in, figures out; the commands of the README.

What is collected and imported is all of it. What is analysed is a part, for minutes count here; with
EARSHOT_MAIN_JOB_ALL=1 it is all of it too.
"""

import csv
import gzip
import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from tests.house import ROOT, configure, earshot_json, process
from tests.wire import Reply, Wire

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.timeout(900)]
FEEDS = 20
MAPS = ROOT / "examples/maps"
# Feeds and tweets that are analysed.
PART = (6, 300)


def configured(folder: Path, wire: Wire, shared: Path, files: Sequence[Path]) -> Path:
    """These feeds and a Reddit listing, served on the wire."""
    for file in files:
        body = gzip.decompress(file.read_bytes())
        wire.on(f"/{file.stem}", Reply(body=body, headers={"Content-Type": "application/xml"}))
    reddit = (shared / "feeds/rss_parser/reddit.rss").read_bytes()
    wire.otherwise(Reply(body=reddit, headers={"Content-Type": "application/atom+xml"}))
    found = configure(folder, {f.stem: f"{wire.url}/{f.stem}" for f in files})
    assert found.path
    with found.path.open("a", encoding="utf-8") as text:
        text.write(
            '[[source]]\nname = "reddit"\nkind = "reddit"\nevery = "1h"\n'
            f'options = {{ subreddits = ["all"], base_url = "{wire.url}" }}\n'
        )
    return found.path


def feeds(shared: Path) -> list[Path]:
    """Those that are read soonest."""
    return sorted(sorted((shared / "feeds/realworld").glob("*.gz"))[:25], key=lambda f: (f.stat().st_size, f.name))[
        :FEEDS
    ]


def tweets(shared: Path) -> Path:
    return shared / "reviews/twitter_us_airline.csv.gz"


def first(file: Path, rows: int, out: Path) -> Path:
    """The first rows of a packed CSV file."""
    with (
        gzip.open(file, "rt", encoding="utf-8", newline="") as whole,
        out.open("w", encoding="utf-8", newline="") as part,
    ):
        csv.writer(part).writerows(islice(csv.reader(whole), rows + 1))
    return out


def test_feeds_reddit_tweets_and_a_survey_are_collected_and_imported_once_and_answered(
    tmp_path: Path, wire: Wire, shared: Path
) -> None:
    config = configured(tmp_path, wire, shared, feeds(shared))
    runs = earshot_json(config, "collect")["runs"]
    assert {r["outcome"] for r in runs} <= {"ok", "partial"}, runs
    assert len(runs) == FEEDS + 1
    assert all(r["new"] for r in runs), [r["source"] for r in runs if not r["new"]]
    names = [r["source"] for r in runs if r["kind"] == "rss"]
    assert sum(r["new"] + r["changed"] for r in earshot_json(config, "collect", *names)["runs"]) == 0

    order = ("import", "reviews", str(tweets(shared)), "--brand", "Acme", "--map", str(MAPS / "airline_tweets.toml"))
    came, again = earshot_json(config, *order), earshot_json(config, *order)
    assert (came["accepted"], came["new"], came["rejected"]) == (7085, 7085, 0)
    assert (again["accepted"], again["new"], again["changed"]) == (7085, 0, 0)

    survey = shared / "surveys/sfo/2017_SFO_Customer_Survey.csv.gz"
    earshot_json(config, "import", "surveys", str(survey), "--brand", "Acme", "--map", str(MAPS / "sfo_2017.toml"))
    nps = earshot_json(config, "metric", "nps", "--brand", "Acme")
    assert (round(nps["value"], 2), nps["n"]) == (39.84, 2746)
    assert round(earshot_json(config, "metric", "nps_weighted", "--brand", "Acme")["value"], 2) == 40.40
    csat = earshot_json(config, "metric", "csat_survey", "--brand", "Acme")
    assert (round(csat["value"], 2), csat["n"]) == (82.07, 2688)
    assert earshot_json(config, "verify") == {"ok": True, "problems": []}


def test_what_was_collected_and_imported_is_analysed_and_answered(tmp_path: Path, wire: Wire, shared: Path) -> None:
    whole = os.environ.get("EARSHOT_MAIN_JOB_ALL") == "1"
    config = configured(tmp_path, wire, shared, feeds(shared) if whole else feeds(shared)[: PART[0]])
    table = tweets(shared) if whole else first(tweets(shared), PART[1], tmp_path / "tweets.csv")
    # As a person does, each in a process of its own.
    process(config, "collect")
    process(config, "import", "reviews", str(table), "--brand", "Acme", "--map", str(MAPS / "airline_tweets.toml"))
    score = earshot_json(config, "analyze")
    read = "(select count(*) from trait where kind = 'mention') as read"
    stored = earshot_json(config, "sql", f"select count(*) as n, {read} from mention")[0]
    assert stored["n"] > (7085 if whole else PART[1])
    assert score["scored"] + sum(score["skipped"].values()) == stored["n"] == stored["read"]
    share = earshot_json(config, "metric", "negative_share", "--brand", "Acme")
    counted = earshot_json(
        config,
        "sql",
        "select count(*) filter (sentiment = 'negative') as bad, count(sentiment) as n from mention",
    )[0]
    assert share["n"] == counted["n"]
    assert share["value"] == pytest.approx(100 * counted["bad"] / counted["n"])
    assert earshot_json(config, "verify") == {"ok": True, "problems": []}
