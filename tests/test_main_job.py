"""The main job on real input: feeds, tweets and a passenger survey in, figures out; the commands of the README."""

import gzip
from pathlib import Path

import pytest

from tests.house import ROOT, configure, earshot_json
from tests.wire import Reply, Wire

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.timeout(900)]
FEEDS = 25


@pytest.fixture
def config(tmp_path: Path, wire: Wire, shared: Path) -> Path:
    files = sorted((shared / "feeds/realworld").glob("*.gz"))[:FEEDS]
    for file in files:
        body = gzip.decompress(file.read_bytes())
        wire.on(f"/{file.stem}", Reply(body=body, headers={"Content-Type": "application/xml"}))
    reddit = (shared / "feeds/rss_parser/reddit.rss").read_bytes()
    wire.otherwise(Reply(body=reddit, headers={"Content-Type": "application/atom+xml"}))
    found = configure(tmp_path, {f.stem: f"{wire.url}/{f.stem}" for f in files})
    assert found.path
    with found.path.open("a", encoding="utf-8") as text:
        text.write(
            '[[source]]\nname = "reddit"\nkind = "reddit"\nevery = "1h"\n'
            f'options = {{ subreddits = ["all"], base_url = "{wire.url}" }}\n'
        )
    return found.path


def test_feeds_reddit_tweets_and_a_survey_are_collected_imported_analysed_and_answered(
    config: Path, shared: Path
) -> None:
    runs = earshot_json(config, "collect")["runs"]
    assert {r["outcome"] for r in runs} <= {"ok", "partial"}, runs
    assert len(runs) == FEEDS + 1
    assert all(r["new"] for r in runs), [r["source"] for r in runs if not r["new"]]
    names = [r["source"] for r in runs if r["kind"] == "rss"]
    assert sum(r["new"] + r["changed"] for r in earshot_json(config, "collect", *names)["runs"]) == 0

    maps = ROOT / "examples/maps"
    tweets = shared / "reviews/twitter_us_airline.csv.gz"
    order = ("import", "reviews", str(tweets), "--brand", "Acme", "--map", str(maps / "airline_tweets.toml"))
    first, again = earshot_json(config, *order), earshot_json(config, *order)
    assert (first["accepted"], first["new"], first["rejected"]) == (7085, 7085, 0)
    assert (again["accepted"], again["new"], again["changed"]) == (7085, 0, 0)

    survey = shared / "surveys/sfo/2017_SFO_Customer_Survey.csv.gz"
    earshot_json(config, "import", "surveys", str(survey), "--brand", "Acme", "--map", str(maps / "sfo_2017.toml"))
    nps = earshot_json(config, "metric", "nps", "--brand", "Acme")
    assert (round(nps["value"], 2), nps["n"]) == (39.84, 2746)
    assert round(earshot_json(config, "metric", "nps_weighted", "--brand", "Acme")["value"], 2) == 40.40
    csat = earshot_json(config, "metric", "csat_survey", "--brand", "Acme")
    assert (round(csat["value"], 2), csat["n"]) == (82.07, 2688)

    score = earshot_json(config, "analyze")
    read = "(select count(*) from trait where kind = 'mention') as read"
    stored = earshot_json(config, "sql", f"select count(*) as n, {read} from mention")[0]
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
