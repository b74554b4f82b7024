"""The names that people query, and what their SQL can reach: the snapshot, and nothing else."""

import json
from pathlib import Path

import pytest

from domain.errors import StorageError
from storage import migrate
from storage.connection import Database
from tests.storage.conftest import commit, mention

PROMISED = {
    "mention": "mention_id source kind brand external_id url author_key title text language rating country app_version "
    "published_at first_seen_at deleted_at story_id reply_at sentiment polarity",
    "mention_brand": "mention_id brand",
    "mention_tag": "mention_id tag put_by person made_at",
    "care_case": "case_id brand text_id kind status owner due",
    "sentiment": "text_id engine version label polarity confidence reason in_force",
    "aspect": "text_id phrase lemma span_start span_end polarity",
    "topic": "topic_id name description state",
    "topic_mention": "topic_id topic brand mention_id tone score day source",
    "pain_point": "brand topic_id name mentions authors negative scored first_seen last_seen status owner",
    "survey_response": "response_id brand survey answered_at nps csat ces comment touchpoint segment weight",
    "ticket": "ticket_id brand created_at first_response_at resolved_at author_kind owner satisfaction",
    "customer": "customer_id brand churned tenure_months monthly_revenue margin segment",
    "goal": "goal_id brand metric target by_day owner",
    "goal_checkin": "goal_id brand metric period value low",
    "team_note": "note_id topic_id",
    "trait": "text_id emotion",
    "relevance": "mention_id brand",
    "touchpoint": "figure_id brand touchpoint kind first_day last_day value customers segment",
    "touchpoint_topic": "touchpoint topic_id",
    "text_touchpoint": "text_id touchpoint",
    "run": "source kind started_at finished_at outcome fetched new changed deleted missed next_due error",
    "source_health": "source kind last_ok_at last_outcome failures retry_at next_due",
    "daily": "brand day source kind mentions negative neutral positive unscored",
    "metric_daily": "brand day metric value n",
}


def test_every_view_of_the_contract_exists_with_its_columns(db: Database) -> None:
    db.publish()
    with db.read() as q:
        for view, columns in PROMISED.items():
            have, rows = q.sql(f"select * from {view}")
            assert set(columns.split()) <= set(have), view
            assert rows == []


def test_every_view_file_is_created_and_says_what_a_row_is() -> None:
    files = {path.stem: path.read_text() for path in (migrate._SQL / "views").glob("*.sql")}
    assert set(files) == set(migrate.VIEWS) == set(PROMISED)
    assert all(text.startswith("-- one row per ") for text in files.values())


@pytest.mark.file_only
@pytest.mark.parametrize(
    "text",
    [
        "delete from mentions",
        "create temp table x as select 1",
        "insert into settings values ('a', 'b')",
        "attach 'other.duckdb'",
        "copy mentions to 'out.csv'",
        "set memory_limit = '100GB'",
        "set variable a = 1",
        "load icu",
        "install httpfs",
        "export database 'out'",
        "checkpoint",
        "select 1; select 2",
        "",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd.csv'",
        "select * from glob('/*')",
        "select * from text",
        "select nonsense(",
    ],
)
def test_sql_can_only_read_the_snapshot(db: Database, tmp_path: Path, text: str) -> None:
    commit(db, mention())
    before = db.path.read_bytes()
    with db.read() as q, pytest.raises(StorageError, match=r"^sql: "):
        q.sql(text)
    assert db.path.read_bytes() == before
    assert not list(tmp_path.glob("out*"))
    with db.read() as q:
        assert q.sql("select count(*) from mention")[1] == [[1]]


def test_answers_are_fit_for_json(db: Database) -> None:
    db.publish()
    with db.read() as q:
        columns, rows = q.sql("""
            select timestamp '2024-06-01 12:00' as moment, date '2024-06-01' as day, 9007199254740993 as big,
                1.5 as part, 12.0::decimal(9, 2) as whole, 'nan'::double as nothing, ['a'] as list, {a: 1} as pair,
                null as none,
                timestamptz '2024-06-01 12:00:00+02:00' as zoned, interval 90 second as wait,
                'x'::blob as bytes, true as yes
        """)
    assert json.loads(json.dumps(dict(zip(columns, rows[0], strict=True)))) == {
        "moment": "2024-06-01T12:00:00+00:00",
        "day": "2024-06-01",
        "big": "9007199254740993",
        "part": 1.5,
        "whole": 12,
        "nothing": None,
        "list": ["a"],
        "pair": {"a": 1},
        "none": None,
        "zoned": "2024-06-01T10:00:00+00:00",
        "wait": 90.0,
        "bytes": "78",
        "yes": True,
    }


def test_other_forms_of_asking_work(db: Database) -> None:
    db.publish()
    with db.read() as q:
        for text in (
            "from mention",
            "describe mention",
            "show tables",
            "with a as (select 1) select * from a",
            "explain select 1",
        ):
            assert q.sql(text)[0]
