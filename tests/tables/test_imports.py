from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from domain.errors import ImportFileError
from domain.records import Customer, Mention, SurveyResponse, Ticket
from tables.column_map import ColumnMap
from tables.customers import load_customers
from tables.rejects import Imported
from tables.reviews import load_reviews
from tables.surveys import load_surveys
from tables.tickets import load_tickets
from tests.tables.workbook import workbook

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to(content: str) -> Path:
        path = tmp_path / "file.csv"
        path.write_text(content, "utf-8", newline="")
        return path

    return to


def reviews(path: Path, **document: object) -> Imported[Mention]:
    return load_reviews(path, ColumnMap.read(document), brand="Acme")


def surveys(path: Path, **document: object) -> Imported[SurveyResponse]:
    return load_surveys(path, ColumnMap.read(document), brand="Acme")


def tickets(path: Path, **document: object) -> Imported[Ticket]:
    return load_tickets(path, ColumnMap.read(document), brand="Acme")


def customers(path: Path, **document: object) -> Imported[Customer]:
    return load_customers(path, ColumnMap.read(document), brand="Acme")


# -- reviews


def test_a_review_becomes_a_mention(write: Write) -> None:
    found = reviews(
        write("id,title,text,rating,date,author,url\n7,Hm,It leaks,2,2024-05-01T10:00:00Z,Ann,https://example.com/7\n")
    )
    assert found == Imported(
        rows=(
            Mention(
                source="import",
                kind="file",
                namespace="4:Acme:import",
                external_id="7",
                title="Hm",
                text="It leaks",
                rating=2.0,
                author="Ann",
                url="https://example.com/7",
                published_at=datetime(2024, 5, 1, 10, tzinfo=UTC),
            ),
        )
    )


def test_the_same_file_gives_the_same_ids_whatever_its_name(write: Write, tmp_path: Path) -> None:
    path = write("text,rating\ngood,5\ngood,5\n,1\n")
    other = tmp_path / "copy.csv"
    other.write_bytes(path.read_bytes())
    assert reviews(path) == reviews(other)


def test_identical_texts_are_not_identical_reviews(write: Write) -> None:
    assert len({one.external_id for one in reviews(write("text\ngood\ngood\ngood\n")).rows}) == 3


def test_mending_the_date_format_keeps_the_ids(write: Write) -> None:
    path = write("text,date\ngood,05/11/2016\n")
    day, month = (reviews(path, options={"date_format": form}) for form in ("%d/%m/%Y", "%m/%d/%Y"))
    assert day.rows[0].published_at != month.rows[0].published_at
    assert day.rows[0].external_id == month.rows[0].external_id


def test_an_id_that_repeats_with_other_content_is_no_id(write: Write) -> None:
    found = reviews(write("id,text\n1,one\n2,two\n2,other\n3,three\n3,three\n"))
    ids = [one.external_id for one in found.rows]
    assert [one if len(one) == 1 else "content" for one in ids] == ["1", "content", "content", "3"]
    assert len(set(ids)) == 4
    assert any("repeat with different content" in warning for warning in found.warnings)
    assert any("1 rows repeat an earlier row" in warning for warning in found.warnings)


def test_rounded_ids_are_no_ids(write: Write, tmp_path: Path) -> None:
    found = reviews(write("id,text\n5.7E+17,one\n5.7E+17,two\n"))
    assert len({one.external_id for one in found.rows}) == 2
    assert "rounded" in found.warnings[0]
    sheet = workbook(tmp_path / "a.xlsx", [["id", "text"], [5.70306133677761e17, "one"], [12, "two"]])
    assert [one.external_id[:4] for one in reviews(sheet).rows] == ["row-", "12"]


def test_a_bad_row_is_rejected_with_line_column_value_and_reason_and_the_rest_is_kept(write: Write) -> None:
    found = reviews(write("text,rating,date\ngood,5,2024-01-01\nbad,9,2024-01-01\nworse,1,soon\n,,\n"))
    assert [(one.line, one.column, one.value) for one in found.rejects] == [(3, "rating", "9"), (4, "date", "soon")]
    assert "rating_max" in found.rejects[0].reason
    assert len(found.rows) == 1


def test_stars_without_a_text_count_and_a_row_without_both_does_not(write: Write) -> None:
    found = reviews(write("id,text,rating\n1,,4\n2,,\n"))
    assert [one.rating for one in found.rows] == [4.0]
    assert [(one.line, one.reason) for one in found.rejects] == [(3, "holds neither text nor rating")]


def test_two_texts_are_joined_without_the_words_for_none(write: Write) -> None:
    found = reviews(
        write("plus,minus,score\nNice bed,No Negative,8\nNo positive,Noisy,3\nBig,Cold,6\n"),
        columns={"text": ["plus", "minus"], "rating": "score"},
        codes={"text": {"missing": ["No Negative", "No Positive"]}},
        options={"rating_max": 10},
    )
    assert [(one.text, one.rating) for one in found.rows] == [("Nice bed", 4.0), ("Noisy", 1.5), ("Big\nCold", 3.0)]


def test_an_unusable_address_empties_its_field_only(write: Write) -> None:
    found = reviews(write("text,url\na,javascript:alert(1)\nb,https://example.com/x\n"))
    assert [one.url for one in found.rows] == [None, "https://example.com/x"]
    assert "1 addresses" in found.warnings[0]


def test_a_column_that_is_not_there_is_refused_with_the_nearest(write: Write) -> None:
    with pytest.raises(ImportFileError, match='did you mean "Text  "'):
        reviews(write("Text  ,Stars\na,1\n"), columns={"text": "Text"})


def test_a_file_without_any_known_column_is_refused(write: Write) -> None:
    with pytest.raises(ImportFileError, match=r"\[columns\] text"):
        reviews(write("a,b\n1,2\n"))


def test_a_date_without_a_zone_is_read_in_the_stated_one(write: Write) -> None:
    path = write("text,date\na,2024-07-01 12:00\n")
    assert "name no zone, read as UTC" in reviews(path).warnings[0]
    found = reviews(path, options={"timezone": "Europe/London"})
    assert (found.rows[0].published_at, found.warnings) == (datetime(2024, 7, 1, 11, tzinfo=UTC), ())


def test_four_thousand_reviews_are_read_in_two_seconds_of_cpu(write: Write) -> None:
    words = "The machine leaks, and nobody answers the phone. " * 3
    rows = [f'{n},"{words}{n}",{n % 5 + 1},2024-0{n % 9 + 1}-11 10:{n % 60:02}:00,user{n}' for n in range(4000)]
    path = write("id,text,rating,date,author\n" + "\n".join(rows) + "\n")
    began = process_time()
    assert len(reviews(path).rows) == 4000
    assert process_time() - began < 2


# -- surveys


def test_an_answer_is_read_and_its_comment_redacted(write: Write) -> None:
    found = surveys(
        write(
            "respondent,answered_at,nps,csat,comment,segment\nr1,2024-05-01T00:00:00Z,0,4,mail me: a@example.com,Pro\n"
        ),
        options={"survey": "S"},
    )
    answer = found.rows[0]
    assert replace(answer, identity="") == SurveyResponse(
        brand="Acme",
        survey="S",
        respondent="r1",
        answered_at=datetime(2024, 5, 1, tzinfo=UTC),
        identity="",
        nps=0,
        csat=4,
        comment="mail me: [email]",
        segment="Pro",
    )
    assert found.warnings == ()


def test_nps_from_one_to_ten_is_refused_until_its_scale_is_stated(write: Write) -> None:
    path = write("respondent,nps\n" + "".join(f"r{n},{n}\n" for n in range(1, 11)))
    with pytest.raises(ImportFileError, match="nps_scale"):
        surveys(path)
    assert [one.nps for one in surveys(path, options={"nps_scale": "0-10"}).rows] == list(range(1, 11))
    assert "1-10" in surveys(path, options={"nps_scale": "1-10"}).warnings[0]


def test_nps_with_a_zero_or_without_a_one_is_taken(write: Write) -> None:
    assert len(surveys(write("nps\n0\n1\n10\n")).rows) == 3
    assert len(surveys(write("nps\n10\n9\n8\n3\n")).rows) == 4


def test_effort_without_a_direction_is_refused(write: Write) -> None:
    path = write("respondent,ces\nr1,6\n")
    with pytest.raises(ImportFileError, match="ces_direction"):
        surveys(path)
    found = surveys(path, options={"ces_direction": "low_is_easy"})
    assert (found.rows[0].ces, found.rows[0].ces_direction) == (6, "low_is_easy")


def test_codes_mean_no_answer_whatever_their_case(write: Write) -> None:
    found = surveys(
        write("NETPRO  ,Q\n10,5\n11,BLANK\nblank,4.0\n"),
        columns={"nps": "NETPRO  ", "csat": "Q"},
        codes={"nps": {"missing": [11, "Blank"]}, "csat": {"missing": ["Blank"]}},
    )
    assert [(one.nps, one.csat) for one in found.rows] == [(10, 5), (None, None), (None, 4)]


def test_an_undeclared_code_is_a_reject_and_never_an_answer(write: Write) -> None:
    found = surveys(write("nps\n10\n11\n0\n"))
    assert [(one.line, one.value, "codes.nps" in one.reason) for one in found.rejects] == [(3, "11", True)]


def test_words_may_stand_for_answers(write: Write) -> None:
    found = surveys(write("csat\nVery happy\n"), codes={"csat": {"values": {"very HAPPY": 5}}})
    assert found.rows[0].csat == 5


def test_an_identity_is_brand_survey_and_respondent(write: Write) -> None:
    first = surveys(write("respondent,nps\nr1,3\nr2,9\n"))
    again = surveys(write("respondent,nps,comment\nr2,9,\nr1,4,now with words\n"))
    assert {one.identity for one in first.rows} == {one.identity for one in again.rows}
    other = surveys(write("respondent,nps\nr1,3\n"), options={"survey": "other"})
    assert other.rows[0].identity not in {one.identity for one in first.rows}


def test_who_may_answer_again_is_told_apart_by_the_date(write: Write) -> None:
    path = write("respondent,answered_at,nps\nr1,2024-01-01,3\nr1,2024-02-01,9\nr2,2024-01-01,8\n")
    zone = {"timezone": "UTC", "survey": "S"}
    stated = surveys(path, options={**zone, "repeat_answers": True})
    assert (len({one.identity for one in stated.rows}), stated.warnings) == (3, ())
    unstated = surveys(path, options=zone)
    assert len({one.identity for one in unstated.rows}) == 3
    assert "repeat_answers" in unstated.warnings[0]


def test_answers_of_nobody_in_particular_keep_their_number(write: Write) -> None:
    path = write("nps\n9\n9\n9\n0\n")
    assert len({one.identity for one in surveys(path).rows}) == 4
    assert surveys(path).rows == surveys(path).rows


def test_a_constant_date_and_a_weight(write: Write) -> None:
    found = surveys(write("nps,weight\n9,0.25\n8,\n"), options={"answered_at": "2017-05-15"})
    assert [(one.answered_at, one.weight) for one in found.rows] == [
        (datetime(2017, 5, 15, tzinfo=UTC), 0.25),
        (datetime(2017, 5, 15, tzinfo=UTC), 1.0),
    ]


@pytest.mark.parametrize(
    ("preset", "content", "respondent", "nps", "moment"),
    [
        (
            "surveymonkey",
            "Respondent ID,Collector ID,Start Date,End Date,Email Address,"
            "How likely is it that you would recommend this company to a friend or colleague?\n"
            ",,,,,Response\n118,9,05/11/2016 01:00:00 PM,05/11/2016 01:05:00 PM,,9\n",
            "118",
            9,
            datetime(2016, 5, 11, 13, 5, tzinfo=UTC),
        ),
        (
            "typeform",
            "#,NPS,Start Date (UTC),Submit Date (UTC),Network ID\nab1,10,2024-10-05 02:39:31,2024-10-05 02:41:38,x\n",
            "ab1",
            10,
            datetime(2024, 10, 5, 2, 41, 38, tzinfo=UTC),
        ),
        (
            "google_forms",
            "Timestamp,Email Address,NPS\n2023/10/19 3:45:12 PM GMT+2,a@example.com,7\n",
            "a@example.com",
            7,
            datetime(2023, 10, 19, 13, 45, 12, tzinfo=UTC),
        ),
        (
            "delighted",
            "ID,Score,Comment,Created at,Email\n5,8,fine,2024-01-02 03:04:05 UTC,a@example.com\n",
            "5",
            8,
            datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
        ),
        (
            "qualtrics",
            "ResponseId,RecordedDate,NPS\nResponse ID,Recorded Date,How likely?\n"
            '"{""ImportId"":""_recordId""}","{""ImportId"":""recordedDate""}","{""ImportId"":""QID1""}"\n'
            "R_1,2024-01-02 03:04:05,6\n",
            "R_1",
            6,
            datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
        ),
    ],
)
def test_the_presets_read_what_the_services_export(
    write: Write, preset: str, content: str, respondent: str, nps: int, moment: datetime
) -> None:
    found = load_surveys(write(content), ColumnMap.load(preset, "surveys"), brand="Acme")
    assert found.rejects == ()
    assert [(one.respondent, one.nps, one.answered_at) for one in found.rows] == [(respondent, nps, moment)]


# -- tickets and customers


def test_a_ticket_keeps_a_reply_that_came_before_it_and_loses_the_phone_number(write: Write) -> None:
    found = tickets(
        write(
            "id,created_at,first_response_at,resolved_at,satisfaction,text,responder type\n"
            "1,2024-01-01T10:00Z,2024-01-01T11:00Z,2024-01-01T09:00Z,3.0,call 555-123-4567,Bot\n"
        )
    )
    ticket = found.rows[0]
    assert ticket.first_response_at and ticket.resolved_at and ticket.resolved_at < ticket.first_response_at
    assert (ticket.satisfaction, ticket.text, ticket.author_kind) == (3, "call [phone]", "bot")


def test_minutes_since_creation_become_points_in_time(write: Write) -> None:
    path = write(
        "Id,Created at,First reply time in minutes,Satisfaction Score\n1,2024-01-01 10:00,90,Good\n2,,5,Offered\n"
    )
    found = load_tickets(path, ColumnMap.load("zendesk", "tickets"), brand="Acme")
    assert [(one.first_response_at, one.satisfaction) for one in found.rows] == [
        (datetime(2024, 1, 1, 11, 30, tzinfo=UTC), 5),
        (None, None),
    ]


def test_a_customer_is_read(write: Write) -> None:
    found = customers(write('customer,churned,tenure_months,monthly_revenue,margin\nc1,Yes,12,"29,85",60%\nc2,no,,,\n'))
    assert found.rows == (
        Customer(brand="Acme", customer="c1", churned=True, tenure_months=12, monthly_revenue=29.85, margin=0.6),
        Customer(brand="Acme", customer="c2", churned=False),
    )


def test_a_customer_who_appears_twice_differently_is_a_reject(write: Write) -> None:
    found = customers(write("customer,churned\nc1,Yes\nc1,Yes\nc1,No\n,No\n"))
    assert len(found.rows) == 1
    assert [(one.line, "line 2" in one.reason) for one in found.rejects] == [(4, True), (5, False)]
    assert found.warnings == ("1 rows repeat an earlier row and are counted once",)


def test_a_margin_of_sixty_is_not_guessed(write: Write) -> None:
    assert "60%" in customers(write("customer,margin\nc1,60\n")).rejects[0].reason
