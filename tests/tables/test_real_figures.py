"""Real exports, from the file through the reader and the database to the figure and the page that shows it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.measures import Scope
from domain.records import Brand
from metrics import METRICS
from storage.connection import Database
from storage.queries import Queries
from tables.column_map import ColumnMap
from tables.customers import load_customers
from tables.surveys import load_surveys
from tables.tickets import load_tickets
from tests.views.page import opened, text
from tests.views.world import BRANDS

pytestmark = pytest.mark.shared
EXAMPLES = Path(__file__).parents[2] / "examples" / "maps"
NOW = datetime(2024, 6, 15, tzinfo=UTC)
SECRET = b"only for tests"
AIRPORT = BRANDS[0].name
CSAT = {2010: "Q6N", 2011: "Q8N", 2012: "Q8N_WHOLE", 2014: "Q7ALL"}
ASKED = {2017: 39.84}
"""The years in which the airport asked for a recommendation."""


def column_map(year: int) -> ColumnMap:
    if year not in CSAT:
        return ColumnMap.load(EXAMPLES / f"sfo_{year}.toml", "surveys")
    document = {
        "columns": {"csat": CSAT[year], "respondent": "RESPNUM"},
        "codes": {"csat": {"missing": [0, 6]}},
        "options": {"survey": f"SFO {year}", "answered_at": f"{year}-05-15"},
    }
    return ColumnMap.read(document, what="surveys")


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Six years of an airport's survey, a telephone company's customers, and a shop's tickets."""
    shared = Path(__file__).resolve().parents[3] / "shared" / "data" / "surveys"
    if not shared.is_dir():
        pytest.skip("real input in ../shared/data is not on this machine")
    database = Database(tmp_path_factory.mktemp("real") / "real.duckdb", publish_every=0.0)
    with database.write(publish=True) as store:
        store.sources.sync([Brand(name=name) for name in (AIRPORT, "Telco", "Shop")], [])
        for year in (*CSAT, 2016, 2017):
            path = shared / "sfo" / f"{year}_SFO_Customer_Survey.csv.gz"
            found = load_surveys(path, column_map(year), brand=AIRPORT).rows
            store.surveys.upsert(found, secret=SECRET, now=NOW)
        customers = load_customers(shared / "telco_customer_churn.csv.gz", None, brand="Telco").rows
        store.customers.upsert(customers, secret=SECRET, now=NOW)
        tickets = load_tickets(shared / "customer_support_tickets.csv.gz", None, brand="Shop").rows
        store.tickets.upsert(tickets, secret=SECRET, now=NOW)
    return database


def value(queries: Queries, name: str, brand: str, year: int | None = None) -> float | None:
    days = {"since": date(year, 1, 1), "until": date(year, 12, 31)} if year else {}
    found = METRICS[name].estimate(getattr(queries.counts, METRICS[name].needs)(Scope(brand=brand, **days)))
    return None if found is None else round(found.value, 2)


def test_six_years_of_an_airport_have_satisfaction_and_a_recommendation_only_where_it_was_asked(
    airport: Database,
) -> None:
    years = (*CSAT, 2016, 2017)
    with airport.read() as queries:
        assert {year: v for year in years if (v := value(queries, "nps", AIRPORT, year)) is not None} == ASKED
        means = {year: value(queries, "csat_mean", AIRPORT, year) for year in years}
        assert value(queries, "csat_survey", AIRPORT, 2017) == 82.07
        series = queries.surveys.series(Scope(brand=AIRPORT), "nps", by="month")
    assert means[2016] == 4.04 and means[2017] == 4.06 and all(m and 3.9 < m < 4.1 for m in means.values())
    assert [str(period)[:4] for period in series["period"]] == ["2017"]


@pytest.mark.parametrize("year", [2014, 2017])
def test_the_page_shows_the_recommendation_only_in_the_year_in_which_it_was_asked(airport: Database, year: int) -> None:
    days = {"brand": AIRPORT, "period": "custom", "from": f"{year}-01-01", "to": f"{year}-12-31"}
    page = text(opened("surveys", airport, date(2024, 6, 15), days))
    assert ("39.8" in page) == (year in ASKED)
    assert page.count("Not asked") == (0 if year in ASKED else 2)
    assert f"SFO {year}" in page


def test_churn_and_lifetime_value_of_a_telephone_company(airport: Database) -> None:
    with airport.read() as queries:
        assert value(queries, "churn", "Telco") == round(100 * 917 / 3521, 2) == 26.04
        assert value(queries, "retention", "Telco") == 73.96
        revenue = queries.counts.customer_value(Scope(brand="Telco"))
        lifetime = value(queries, "cltv_revenue", "Telco")
    assert revenue.months == 1.0 and lifetime is not None
    assert lifetime == pytest.approx(sum(revenue.revenue) / 3521 / (917 / 3521), abs=0.01)


def test_tickets_without_a_start_have_no_wait_and_no_negative_one_is_averaged(airport: Database) -> None:
    with airport.read() as queries:
        waits = queries.counts.resolution(Scope(brand="Shop"))
    assert (waits.minutes, waits.invalid) == ((), 0) or min(waits.minutes) >= 0
