"""The sample keeps its promises: how much, how varied, both stories, and labelled as what it is."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean

import pytest

import config
from domain.records import Mention
from sample import LABEL, OWN, RIVAL, SampleFolder, SampleServer, write
from sample.timeline import Timeline
from tables.column_map import ColumnMap
from tables.customers import load_customers
from tables.rejects import Imported
from tables.surveys import load_surveys
from tables.tickets import load_tickets
from tests.sample.conftest import UNTIL

TIMELINE = Timeline(UNTIL)
Collected = dict[str, list[Mention]]


def day(mention: Mention) -> date:
    assert mention.published_at is not None
    return mention.published_at.date()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_day_and_seed_give_the_same_bytes(folder: SampleFolder, server: SampleServer, tmp_path: Path) -> None:
    again = write(tmp_path, UNTIL, base_url=server.url)
    for name, (table, column_map) in folder.imports.items():
        assert again.imports[name][0].read_bytes() == table.read_bytes()
        assert again.imports[name][1].read_bytes() == column_map.read_bytes()
    assert again.reviews[0].read_bytes() == folder.reviews[0].read_bytes()
    with SampleServer(UNTIL) as other:
        for path in ("/feeds/news.xml", "/feeds/forum.xml"):
            assert other.document(path, {}) == server.document(path, {})


def test_another_seed_tells_it_in_other_words(folder: SampleFolder, tmp_path: Path) -> None:
    other = write(tmp_path, UNTIL, base_url="http://127.0.0.1:1", seed=8)
    assert other.reviews[0].read_bytes() != folder.reviews[0].read_bytes()


def test_there_are_about_three_thousand_mentions_over_120_days(collected: Collected) -> None:
    everything = [mention for mentions in collected.values() for mention in mentions]
    assert 2800 <= len(everything) <= 3200
    found = {day(mention) for mention in everything}
    assert (min(found), max(found), len(found)) == (UNTIL - timedelta(days=119), UNTIL, 120)


def test_every_source_gives_what_it_has(collected: Collected) -> None:
    assert {name: len(mentions) for name, mentions in collected.items()} == {
        "sample-app-store-acme": 900,
        "sample-app-store-bolt": 420,
        "sample-shop-reviews": 620,
        "sample-forum": 690,
        "sample-news": 138,
        "sample-reddit": 192,
    }


def test_every_mention_belongs_to_a_brand_and_some_to_both(collected: Collected, by_brand: Collected) -> None:
    everything = {(m.kind, m.external_id) for mentions in collected.values() for m in mentions}
    own, rival = ({(m.kind, m.external_id) for m in by_brand[name]} for name in (OWN, RIVAL))
    assert everything - (own | rival) == set()
    assert 60 <= len(own & rival) <= 300
    assert {m.source for m in by_brand[OWN]} > {"sample-app-store-acme", "sample-shop-reviews"}


def test_texts_vary(collected: Collected) -> None:
    texts = [m.text for mentions in collected.values() for m in mentions if m.text]
    assert len(set(texts)) / len(texts) > 0.93
    lengths = sorted(len(text.split()) for text in texts)
    assert lengths[len(lengths) // 20] <= 9 and lengths[-len(lengths) // 20] >= 33
    assert not [text for text in texts if any(mark in text for mark in "{}[]|")]


def test_a_few_texts_are_not_english(collected: Collected) -> None:
    german = [m for m in collected["sample-app-store-acme"] + collected["sample-shop-reviews"] if foreign(m)]
    share = len(german) / sum(map(len, collected.values()))
    assert 0.03 < share < 0.055


def foreign(mention: Mention) -> bool:
    words = {"die", "der", "und", "ich", "el", "la", "muy", "ist", "nicht", "seit", "gerne", "läuft", "zu", "para"}
    return len(words & set(mention.text.lower().replace(",", "").split())) >= 2


def test_people_write_less_at_weekends(collected: Collected) -> None:
    weekdays = Counter(day(m).weekday() for mentions in collected.values() for m in mentions)
    assert max(weekdays[5], weekdays[6]) < min(weekdays[place] for place in range(5))


def test_the_bad_release_shows_in_its_version_and_its_weeks(collected: Collected) -> None:
    reviews = collected["sample-app-store-acme"]
    stars = {
        version: fmean(m.rating or 0 for m in reviews if m.app_version == version)
        for version in {m.app_version for m in reviews}
    }
    assert stars["4.2.0"] < 2.3 < 3.5 < min(stars[v] for v in ("4.1.2", "4.1.3", "4.2.1"))
    broken = [m for m in reviews if TIMELINE.broken(day(m))]
    named = [m for m in broken if any(word in m.text.lower() for word in ("crash", "log in", "log-in", "login"))]
    assert len(broken) / 14 > 2 * (len(reviews) - len(broken)) / 106
    assert len(named) / len(broken) > 0.3
    assert {m.app_version for m in reviews if day(m) < TIMELINE.release} == {"4.1.2", "4.1.3"}


def test_late_parcels_show_in_one_country_and_its_weeks(collected: Collected) -> None:
    def late(country: str, *, stuck: bool) -> float:
        found = [
            m for m in collected["sample-shop-reviews"] if m.country == country and TIMELINE.stuck(day(m)) == stuck
        ]
        said = [
            m for m in found if any(w in m.text.lower() for w in ("late", "tracking", "parcel", "delivery", "waiting"))
        ]
        return len([m for m in said if (m.rating or 5) <= 3]) / len(found)

    assert late("de", stuck=True) > 0.4
    assert max(late("de", stuck=False), late("us", stuck=True), late("gb", stuck=True)) < 0.1


def test_the_competitor_has_neither_story(by_brand: Collected) -> None:
    apps = [m for m in by_brand[RIVAL] if m.kind == "app_store"]
    in_weeks = [m for m in apps if TIMELINE.broken(day(m))]
    assert abs(fmean(m.rating or 0 for m in in_weeks) - fmean(m.rating or 0 for m in apps)) < 0.5


def test_news_stories_are_copied_by_several_outlets(collected: Collected) -> None:
    copies = Counter(m.text for m in collected["sample-news"])
    assert sorted(count for count in copies.values() if count >= 5) == [5, 5, 7, 9]
    sites = {m.site for m in collected["sample-news"] if copies[m.text] == 9}
    assert len(sites) == 9


def test_the_shop_answers_some_reviews(collected: Collected) -> None:
    answered = [m for m in collected["sample-shop-reviews"] if m.reply_at and m.reply_text]
    assert 80 <= len(answered) <= 220
    assert all(m.published_at and m.reply_at and m.reply_at > m.published_at for m in answered)


def test_surveys_tickets_and_customers_have_the_promised_rows(folder: SampleFolder) -> None:
    assert {name: len(rows(table)) for name, (table, _) in folder.imports.items()} == {
        "surveys": 1200,
        "tickets": 500,
        "customers": 800,
        "touchpoints": 44,
    }


def test_nps_dips_after_the_release(folder: SampleFolder) -> None:
    said = [row for row in rows(folder.imports["surveys"][0]) if row["nps"]]

    def nps(found: list[dict[str, str]]) -> float:
        marks = [int(row["nps"]) for row in found]
        return 100 * (sum(m >= 9 for m in marks) - sum(m <= 6 for m in marks)) / len(marks)

    dip = [row for row in said if TIMELINE.broken(date.fromisoformat(row["answered_at"][:10]))]
    rest = [row for row in said if row["answered_at"][:10] < TIMELINE.parcels_stuck.isoformat()]
    assert nps(rest) - nps(dip) > 15
    assert len(said) > 600


def test_answers_stay_on_their_scales(folder: SampleFolder) -> None:
    for row in rows(folder.imports["surveys"][0]):
        assert row["nps"] in {"", *map(str, range(11))}
        assert row["csat"] in {"", *map(str, range(1, 6))}
        assert row["ces"] in {"", *map(str, range(1, 8))}
        assert row["nps"] or row["csat"] or row["ces"]


def test_tickets_run_forward_and_flag_bots(folder: SampleFolder) -> None:
    found = rows(folder.imports["tickets"][0])
    for row in found:
        times = [row[key] for key in ("created_at", "first_response_at", "resolved_at", "reopened_at") if row[key]]
        assert times == sorted(times)
    bots = [row for row in found if row["first_responder"] == "bot"]
    assert 60 < len(bots) < 150
    assert any(row["first_response_at"] == "" for row in found)


def test_some_customers_left(folder: SampleFolder) -> None:
    found = rows(folder.imports["customers"][0])
    left = [row for row in found if row["churned"] == "yes"]
    assert 0.03 < len(left) / len(found) < 0.1
    assert all(row["started_at"] < row["churned_at"] <= UNTIL.isoformat() for row in left)


@pytest.mark.parametrize(
    ("what", "load", "count"),
    [("surveys", load_surveys, 1200), ("tickets", load_tickets, 500), ("customers", load_customers, 800)],
)
def test_every_row_is_accepted_without_a_warning(
    folder: SampleFolder, what: str, load: Callable[..., Imported[object]], count: int
) -> None:
    table, column_map = folder.imports[what]
    found = load(table, ColumnMap.load(column_map, what), brand=OWN)
    assert (len(found.rows), found.rejects, found.warnings) == (count, (), ())


def test_it_is_labelled_as_sample_everywhere(
    folder: SampleFolder, written: config.Config, server: SampleServer
) -> None:
    assert written.sample
    assert all(source.name.startswith("sample-") for source in written.sources)
    assert {path.name for path in folder.folder.iterdir()} <= {
        "earshot.toml",
        "README.txt",
        *(path.name for path in folder.folder.iterdir() if path.name.startswith("sample-")),
    }
    for path in [p for p in folder.folder.iterdir() if p.suffix in {".toml", ".txt"}]:
        assert LABEL in path.read_text("utf-8")
    for path in ("/feeds/news.xml", "/feeds/forum.xml", "/reddit/r/espresso_sample/new/.rss"):
        assert LABEL.split(":")[0].encode() in (server.document(path, {}) or b"")


def test_links_lead_to_names_that_nobody_can_own(collected: Collected) -> None:
    addresses = [m.url or "" for mentions in collected.values() for m in mentions]
    assert all(address.split("/")[2].endswith(".example") for address in addresses)


def test_the_configuration_names_own_brand_and_competitor(written: config.Config, folder: SampleFolder) -> None:
    assert [(b.name, str(b.role)) for b in written.brands] == [(OWN, "own"), (RIVAL, "competitor")]
    assert (folder.brand, written.allow_private_addresses) == (OWN, True)
    assert Path(written.database).parent == folder.folder
    assert written.taxonomies == (folder.folder / "sample-taxonomy.toml",)


def test_a_folder_name_with_quotes_is_no_trouble(server: SampleServer, tmp_path: Path) -> None:
    odd = write(tmp_path / 'a "b" ü', UNTIL, base_url=server.url)
    shop = config.load(odd.config).source("sample-shop-reviews")
    assert Path(str(shop.options["path"])) == odd.reviews[0]
