"""What a file is by its headings: real files, the services' own, and the map that comes of it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables.column_map import ColumnMap, presets
from tables.customers import load_customers
from tables.fields import What
from tables.look import EXAMPLES, LONGEST, look, shown
from tables.map_text import toml
from tables.recognise import first_map, presets_of, recognise
from tables.rows import ReadOptions
from tables.surveys import load_surveys
from tables.tickets import load_tickets
from tests.tables.workbook import workbook

KINDS = {"surveys/customer_support_tickets.csv.gz": "tickets", "surveys/telco_customer_churn.csv.gz": "customers"}


def test_every_real_file_is_told_by_its_headings(shared: Path) -> None:
    files = [*(shared / "reviews").glob("*.*sv*"), *(shared / "surveys").glob("*.csv.gz")]
    files += [*(shared / "surveys" / "sfo").glob("*.gz"), shared / "surveys" / "qualtrics" / "sample.csv"]
    names = {str(path.relative_to(shared)): path for path in files}
    wanted = {n: KINDS.get(n, "reviews" if n.startswith("reviews/") else "surveys") for n in names}
    assert len(wanted) == 20
    assert {name: look(path).recognised.what for name, path in names.items()} == wanted


def test_qualtrics_is_read_below_its_three_headings(shared: Path) -> None:
    found = look(shared / "surveys" / "qualtrics" / "sample.csv")
    assert (found.recognised.preset, found.reading.header_rows) == ("qualtrics", 3)
    assert shown(found, "Q2") == ("Hello World!",) and shown(found, "nowhere") == ()


def test_surveymonkey_is_read_below_its_two_headings(tmp_path: Path) -> None:
    question = "How likely is it that you would recommend this company to a friend or colleague?"
    path = tmp_path / "a.csv"
    path.write_text(
        f"Respondent ID,Collector ID,Start Date,End Date,{question},What should we do better?,\n"
        ",,,,,Open-Ended Response,Other\n"
        "7,1,03/02/2026 10:00:00 AM,03/02/2026 10:05:00 AM,9,Nothing,x\n",
        "utf-8",
    )
    found = look(path)
    assert (found.recognised.preset, found.reading.header_rows, found.headers[-1]) == ("surveymonkey", 2, "Other")
    document = first_map(found.headers, "surveys", "surveymonkey")
    rows = load_surveys(path, ColumnMap.read(document, what="surveys"), brand="Acme").rows
    assert [(one.respondent, one.nps, str(one.answered_at)[:16]) for one in rows] == [("7", 9, "2026-03-02 10:05")]


def test_a_worksheet_is_looked_at_like_any_table(tmp_path: Path) -> None:
    found = look(workbook(tmp_path / "a.xlsx", [["customer", "churn", "MRR"], ["a", "yes", 9.5], ["b", "no", 7]]))
    assert (found.recognised.what, found.examples) == (What.CUSTOMERS, (("a", "b"), ("yes", "no"), ("9.5", "7")))


def test_the_guessed_map_reads_real_customers_and_tickets_whole(shared: Path) -> None:
    counted = {}
    for name, load in (("telco_customer_churn", load_customers), ("customer_support_tickets", load_tickets)):
        path = shared / "surveys" / f"{name}.csv.gz"
        found = look(path)
        document = first_map(found.headers, found.recognised.what, None)
        rows = load(path, ColumnMap.read(document, what=found.recognised.what), brand="Acme")
        counted[name] = (len(rows.rows), len(rows.rejects))
    assert counted == {"telco_customer_churn": (3521, 0), "customer_support_tickets": (4234, 0)}


@pytest.mark.parametrize(
    ("headings", "what", "preset"),
    [
        ("Respondent ID,Collector ID,Start Date,End Date,IP Address,Custom Data 1", "surveys", "surveymonkey"),
        ("#,How likely are you to recommend us?,Start Date (UTC),Submit Date (UTC),Network ID", "surveys", "typeform"),
        ("Timestamp,How satisfied are you?,Email Address", "surveys", "google_forms"),
        ("Zeitstempel,Wie zufrieden sind Sie?", "surveys", "google_forms"),
        ("Response ID,Person ID,Survey Type,Score,Comment,Created at", "surveys", "delighted"),
        ("Id,Requester,Requester id,Subject,Created at,Solved at,Assignee,Satisfaction Score", "tickets", "zendesk"),
        ("text,rating,date", "reviews", None),
        ("touchpoint,kind,value,period", "touchpoints", None),
        ("note,team,date", "notes", None),
        ("respondent,nps,comment,answered_at", "surveys", None),
        ("customer,churned,monthly_revenue", "customers", None),
    ],
)
def test_a_service_is_known_by_its_headings(headings: str, what: str, preset: str | None) -> None:
    found = recognise(headings.split(","))
    assert (found.what, found.preset) == (what, preset)


def test_every_preset_belongs_to_a_sort() -> None:
    assert sorted(name for what in What for name in presets_of(what)) == sorted(presets())


def test_the_first_map_names_every_column_and_takes_over_what_the_service_means() -> None:
    headers = ["Id", "Requester id", "Subject", "Created at", "Solved at", "Satisfaction Score"]
    document = first_map(headers, "tickets", "zendesk")
    assert document["columns"] == {
        "id": "Id",
        "created_at": "Created at",
        "resolved_at": "Solved at",
        "satisfaction": "Satisfaction Score",
        "subject": "Subject",
        "customer": "Requester id",
    }
    assert ColumnMap.read(document, what="tickets").codes["satisfaction"].values["good"] == 5


def test_examples_are_the_first_different_values_and_short(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "".join(f"{n % 7},{'x' * 500 if n else ''}\n" for n in range(50)), "utf-8")
    found = look(path)
    assert found.examples == (("0", "1", "2", "3", "4"), ("x" * LONGEST,)) and EXAMPLES == 5
    assert look(path, ReadOptions(delimiter=";")).headers == ("a,b",)


TEXTS = st.text(max_size=12).map(lambda text: text.encode("utf-8", "replace").decode())


@given(st.dictionaries(TEXTS, TEXTS, max_size=4), st.lists(TEXTS, max_size=4), st.dictionaries(TEXTS, st.integers()))
def test_a_written_map_reads_back_as_it_was(
    columns: dict[str, str], missing: list[str], values: dict[str, int]
) -> None:
    codes = {"nps": {"missing": missing, "values": values}}
    document = {"columns": columns, "options": {"survey": '"\\\n\x7f', "csat_max": 5}, "codes": codes}
    told = tomllib.loads(toml(document, "surveys"))
    assert {"columns": {}, **told} == document
