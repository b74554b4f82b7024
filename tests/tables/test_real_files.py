"""The real exports in ../shared, each with the map that a person would write for it."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from statistics import mean

import pytest

from domain.errors import ImportFileError
from domain.records import Mention, SurveyResponse
from tables.column_map import ColumnMap
from tables.customers import load_customers
from tables.rejects import Imported
from tables.reviews import load_reviews
from tables.surveys import load_surveys
from tables.tickets import load_tickets

pytestmark = pytest.mark.shared
EXAMPLES = Path(__file__).parents[2] / "examples" / "maps"
TWEETS = {"id": "tweet_id", "text": "text", "author": "name", "published_at": "tweet_created"}
REVIEWS: dict[str, tuple[int, int, dict[str, object]]] = {
    "twitter_us_airline.csv.gz": (7085, 0, {"columns": TWEETS}),
    "twitter_us_airline_excel_mangled.csv": (504, 0, {"columns": TWEETS}),
    "mcdonalds_yelp_labelled_CR.csv.gz": (798, 0, {"columns": {"id": "_unit_id", "text": "review"}}),
    "amazon_alexa.tsv.gz": (1575, 0, {}),
    "amazon_in_earphones.csv.gz": (7400, 0, {}),
    "appstore_chatgpt.csv.gz": (1146, 0, {}),
    "booking_hotels.csv.gz": (
        516,
        0,
        {
            "columns": {
                "text": ["Positive_Review", "Negative_Review"],
                "rating": "Reviewer_Score",
                "published_at": "Review_Date",
            },
            "options": {"rating_max": 10},
            "codes": {"text": {"missing": ["No Negative", "No Positive"]}},
        },
    ),
    "trustpilot_travel.csv.gz": (1828, 0, {"columns": {"author": "name", "text": "text", "rating": "rating"}}),
    "google_play_korean_banks.csv.gz": (661, 0, {"options": {"timezone": "Asia/Seoul"}}),
    "app_store_korean_banks.csv.gz": (800, 0, {"options": {"timezone": "Asia/Seoul"}}),
    "consumeraffairs_starbucks_excel_mangled.csv": (
        416,
        9,
        {
            "columns": {"author": "name", "text": "Review", "rating": "Rating", "published_at": "Date"},
            "codes": {"text": {"missing": ["No Review Text"]}},
        },
    ),
    "appstore_rss/us_839285684_reviews.json": (200, 0, {}),
}


def reviews(shared: Path, name: str) -> Imported[Mention]:
    column_map = ColumnMap.read(REVIEWS[name][2], what="reviews")
    return load_reviews(shared / "reviews" / name, column_map, brand="Acme")


def sfo(shared: Path, year: int, column_map: ColumnMap) -> Imported[SurveyResponse]:
    path = shared / "surveys" / "sfo" / f"{year}_SFO_Customer_Survey.csv.gz"
    return load_surveys(path, column_map, brand="SFO")


@pytest.mark.parametrize("name", REVIEWS)
def test_every_review_file_is_read_whole_and_the_same_each_time(shared: Path, name: str) -> None:
    found = reviews(shared, name)
    accepted, rejected, _ = REVIEWS[name]
    assert (len(found.rows), len(found.rejects)) == (accepted, rejected)
    assert len({one.external_id for one in found.rows}) == accepted
    assert reviews(shared, name) == found


def test_the_nine_broken_lines_are_named(shared: Path) -> None:
    found = reviews(shared, "consumeraffairs_starbucks_excel_mangled.csv")
    assert [one.line for one in found.rejects] == [24, 110, 111, 181, 182, 271, 283, 318, 405]
    assert "No Review Text" not in {one.text for one in found.rows}


def test_stating_where_the_lines_were_cut_brings_the_nine_back(shared: Path) -> None:
    name = "consumeraffairs_starbucks_excel_mangled.csv"
    document = {**REVIEWS[name][2], "options": {"rejoin": ";"}}
    found = load_reviews(shared / "reviews" / name, ColumnMap.read(document), brand="Acme")
    assert (len(found.rows), len(found.rejects)) == (425, 0)


def test_blank_texts_with_stars_are_kept(shared: Path) -> None:
    found = reviews(shared, "amazon_alexa.tsv.gz")
    assert sum(not one.text for one in found.rows) >= 26
    assert all(one.rating for one in found.rows)


def test_the_airline_map_reads_the_zone(shared: Path) -> None:
    column_map = ColumnMap.load(EXAMPLES / "airline_tweets.toml", "reviews")
    found = load_reviews(shared / "reviews" / "twitter_us_airline.csv.gz", column_map, brand="United")
    assert found.rows[0].published_at and found.rows[0].published_at.isoformat() == "2015-02-24T19:35:52+00:00"
    assert (len(found.rows), "rounded" in found.warnings[0]) == (7085, True)


def test_sfo_2017(shared: Path) -> None:
    found = sfo(shared, 2017, ColumnMap.load(EXAMPLES / "sfo_2017.toml", "surveys"))
    nps = [one.nps for one in found.rows if one.nps is not None]
    csat = [one.csat for one in found.rows if one.csat is not None]
    weights = Counter[bool | None]()
    for one in found.rows:
        if one.nps is not None:
            weights[True if one.nps >= 9 else False if one.nps <= 6 else None] += one.weight  # type: ignore[assignment]
    assert (len(found.rows), len(found.rejects), len(nps), len(csat)) == (2831, 0, 2746, 2688)
    assert nps.count(0) == 17
    score = 100 * (sum(n >= 9 for n in nps) - sum(n <= 6 for n in nps)) / len(nps)
    assert score == pytest.approx(39.84, abs=0.005)
    assert 100 * (weights[True] - weights[False]) / sum(weights.values()) == pytest.approx(40.40, abs=0.005)
    assert 100 * sum(c >= 4 for c in csat) / len(csat) == pytest.approx(82.07, abs=0.005)
    assert mean(csat) == pytest.approx(4.064, abs=0.0005)
    assert len({one.identity for one in found.rows}) == 2831


def test_sfo_2016(shared: Path) -> None:
    found = sfo(shared, 2016, ColumnMap.load(EXAMPLES / "sfo_2016.toml", "surveys"))
    assert mean(one.csat for one in found.rows if one.csat is not None) == pytest.approx(4.038, abs=0.0005)
    assert len(found.rows) == 3087
    assert found.rows[0].answered_at and found.rows[0].answered_at.isoformat() == "2016-05-11T07:00:00+00:00"


@pytest.mark.parametrize(
    ("year", "column", "rows"),
    [(2010, "Q6N", 3234), (2011, "Q8N", 3872), (2012, "Q8N_WHOLE", 3521), (2014, "Q7ALL", 2818)],
)
def test_the_other_years_of_sfo(shared: Path, year: int, column: str, rows: int) -> None:
    document = {
        "columns": {"csat": column, "respondent": "RESPNUM"},
        "codes": {"csat": {"missing": [0, 6]}},
        "options": {"survey": f"SFO {year}"},
    }
    found = sfo(shared, year, ColumnMap.read(document, what="surveys"))
    assert (len(found.rows), len(found.rejects)) == (rows, 0)
    assert 3.9 < mean(one.csat for one in found.rows if one.csat is not None) < 4.05


def test_telco_customers_need_no_map(shared: Path) -> None:
    found = load_customers(shared / "surveys" / "telco_customer_churn.csv.gz", None, brand="Telco")
    assert (len(found.rows), len(found.rejects), sum(one.churned is True for one in found.rows)) == (3521, 0, 917)
    assert all(one.monthly_revenue is not None and one.tenure_months is not None for one in found.rows)


def test_support_tickets_keep_their_negative_times(shared: Path) -> None:
    found = load_tickets(shared / "surveys" / "customer_support_tickets.csv.gz", None, brand="Shop")
    closed = [one for one in found.rows if one.resolved_at and one.first_response_at]
    backwards = [one for one in closed if one.resolved_at < one.first_response_at]  # type: ignore[operator]
    assert (len(found.rows), len(found.rejects), len(closed), len(backwards)) == (4234, 0, 1381, 657)
    assert sum(one.satisfaction is not None for one in found.rows) == 1381
    assert not any("@example." in one.text for one in found.rows)


def test_qualtrics_by_its_preset(shared: Path) -> None:
    column_map = ColumnMap.read({"extends": "qualtrics", "columns": {"comment": "Q2"}}, what="surveys")
    found = load_surveys(shared / "surveys" / "qualtrics" / "sample.csv", column_map, brand="Acme")
    assert [(one.respondent, one.comment) for one in found.rows] == [("R_2YPOQ602ER1jkf1", "Hello World!")]


def test_surveymonkeys_recorded_api_is_read_with_its_questions_and_choices_in_words(
    shared: Path, tmp_path: Path
) -> None:
    recorded = shared / "surveys" / "surveymonkey"
    bulk = next(recorded.rglob("responses/bulk-*.json"))
    copyfile(bulk, tmp_path / "responses.json")
    map_ = {
        "columns": {
            "respondent": "respondent_id",
            "answered_at": "date_modified",
            "csat": "How many pets do you have?",
            "comment": "What are the names of your pets?",
        },
        "codes": {"csat": {"values": {"4 or more": 4}}},
        "options": {"survey": "Pets"},
    }
    with pytest.raises(ImportFileError, match="How many pets"):
        load_surveys(tmp_path / "responses.json", ColumnMap.read(map_, what="surveys"), brand="Acme")
    copyfile(next(recorded.rglob("details.json")), tmp_path / "details.json")
    found = load_surveys(tmp_path / "responses.json", ColumnMap.read(map_, what="surveys"), brand="Acme")
    assert [(one.respondent, one.csat, one.comment) for one in found.rows] == [
        ("13376313674", 3, "Donut, Mango, Phil"),
        (found.rows[1].respondent, 3, "Phil, Mango, Donut"),
    ]
    assert found.rejects == () and found.rows[0].answered_at == datetime(2022, 3, 5, 18, 5, 57, tzinfo=UTC)
