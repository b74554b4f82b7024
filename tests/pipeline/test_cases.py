"""Rules open cases within one run, once; owners hear of theirs once; what is overdue is escalated once."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from config import Config
from domain.cases import CaseChange, CaseStatus
from domain.errors import ConfigError, StorageError
from domain.records import Batch, Label, SurveyResponse, Ticket
from pipeline import alerts
from pipeline.cases import Acted, act
from pipeline.workbench import Workbench
from storage.connection import Database
from tests.alerting import NOW, SOURCE, configured, mention, messages, store, tools
from tests.wire import Wire

OWNER = "EARSHOT_NOTIFY_MIA"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file without rows; making one takes longer than a test."""
    database = Database(tmp_path_factory.mktemp("empty") / "earshot.duckdb")
    with database.write():
        pass
    database.close()
    return database.path


@pytest.fixture(autouse=True)
def ready(migrated: Path, tmp_path: Path) -> None:
    """What every workbench of these tests finds in its folder."""
    copyfile(migrated, tmp_path / "earshot.duckdb")


def _bench(folder: Path, wire: Wire | None = None, extra: str = "", **environment: str) -> Workbench:
    return tools(configured(folder, extra=extra), wire, NOW, **environment)


def _said(bench: Workbench, *, rating: float | None, text: str = "bad pump", key: str = "1", days: int = 1) -> None:
    from dataclasses import replace

    store(bench.database, [replace(mention(key, text, NOW - timedelta(days=days)), rating=rating)], NOW)


def _cases(database: Database) -> list[list[Any]]:
    database.publish()
    with database.read() as queries:
        return queries.sql("select kind, rule, status, priority, owner, due from care_case order by all")[1]


def test_one_or_two_stars_open_a_case_once_and_three_do_not(tmp_path: Path) -> None:
    bench = _bench(tmp_path)
    _said(bench, rating=2, key="2")
    _said(bench, rating=3, key="3")
    assert act(bench) == Acted(opened=1)
    assert act(bench) == Acted()
    assert _cases(bench.database) == [["mention", "one or two stars", "open", "normal", None, None]]
    bench.database.close()


def test_an_unhappy_answer_opens_a_case_and_an_old_one_does_not(tmp_path: Path) -> None:
    bench = _bench(tmp_path)
    answers = [
        SurveyResponse(
            brand="Acme", survey="s", respondent=f"r{n}", identity=f"{n}", nps=nps,
            answered_at=NOW - timedelta(days=days)
        )
        for n, (nps, days) in enumerate([(0, 1), (6, 2), (7, 1), (3, 60)])
    ]  # fmt: skip
    with bench.database.write() as writer:
        writer.surveys.upsert(answers, secret=b"only for tests", now=NOW)
    assert act(bench).opened == 2
    assert {row[0] for row in _cases(bench.database)} == {"survey"}
    bench.database.close()


def test_an_intent_to_leave_opens_a_case_on_a_ticket_too(tmp_path: Path) -> None:
    from domain.traits import Emotion, Intent, Traits

    bench = _bench(tmp_path)
    _said(bench, rating=None, text="bad")
    with bench.database.write() as writer:
        ticket = Ticket(brand="Acme", external_id="7", created_at=NOW - timedelta(hours=3), text="I am leaving you")
        writer.tickets.upsert([ticket], secret=b"only for tests", now=NOW)
        leaving = Traits(emotion=Emotion.ANGER, intents=(Intent.CHURN_RISK,))
        pending = writer.traits.pending("1", 100)
        writer.traits.add("1", [(row, leaving) for row, _ in pending if row.kind == "ticket"])
    assert act(bench).opened == 1
    assert _cases(bench.database) == [["ticket", "churn intent", "open", "high", None, None]]
    bench.database.close()


SURE = """
[[case_rule]]
name = "sure"
when = "negative"
confidence = {}
owner = "Mia"
priority = "urgent"
due_days = 2
"""


@pytest.mark.parametrize(("confidence", "opened"), [(0.85, 1), (0.95, 0)])
def test_a_negative_label_opens_a_case_where_the_engine_is_sure(tmp_path: Path, confidence: float, opened: int) -> None:
    bench = _bench(tmp_path, extra=SURE.format(confidence))
    _said(bench, rating=1)
    assert act(bench).opened == opened
    expected = [["mention", "sure", "open", "urgent", "Mia", "2026-05-08"]]
    assert _cases(bench.database) == expected[:opened]
    bench.database.close()


def test_a_persons_label_is_sure_enough(tmp_path: Path) -> None:
    bench = _bench(tmp_path, extra=SURE.format(0.95))
    _said(bench, rating=None, text="good pump")
    with bench.database.write(publish=True) as writer:
        writer.overrides.set(_text(bench), Label.NEGATIVE, "ann")
    assert act(bench).opened == 1
    bench.database.close()


def _text(bench: Workbench) -> int:
    with bench.database.read() as queries:
        return int(queries.sql("select mention_id from mention")[1][0][0])


def test_a_closed_case_stays_closed_until_the_words_change(tmp_path: Path) -> None:
    bench = _bench(tmp_path)
    _said(bench, rating=1, text="bad pump")
    act(bench)
    done = CaseChange(status=CaseStatus.CLOSED, root_cause="a bad batch", action="sent another")
    case = _only(bench)
    with bench.database.write() as writer:
        writer.cases.change([case], done, "ann")
    assert act(bench) == Acted()
    _said(bench, rating=1, text="bad pump, and the new one too")
    assert act(bench) == Acted(opened=1)
    assert _cases(bench.database)[0][2] == "open"
    assert bench.database.verify()["problems"] == []
    bench.database.close()


def _only(bench: Workbench) -> int:
    bench.database.publish()
    with bench.database.read() as queries:
        ((case_id,),) = queries.sql("select case_id from care_case")[1]
    return int(case_id)


def test_nobody_elses_customers_and_muted_authors_open_nothing(tmp_path: Path) -> None:
    from dataclasses import replace

    bench = _bench(tmp_path, extra='[[brand]]\nname = "Bolt"\nrole = "competitor"\n')
    hidden = replace(mention("1", "bad", NOW - timedelta(days=1)), rating=1, site="spam.example")
    rival = replace(mention("2", "bad too", NOW - timedelta(days=1)), rating=1)
    with bench.database.write() as writer:
        batch = Batch(mentions=(hidden, rival), cursor="1")
        writer.mentions.commit(SOURCE, batch, [("Acme",), ("Bolt",)], secret=b"only for tests", now=NOW)
        writer.mutes.add("site", "spam.example")
    assert act(bench) == Acted()
    bench.database.close()


def test_rules_can_be_off_and_a_wrong_one_names_the_remedy(tmp_path: Path) -> None:
    assert _config(tmp_path, 'case_rules = "off"\n').case_rules == ()
    with pytest.raises(ConfigError, match='at_most belongs to when = "stars"'):
        _config(tmp_path, '[[case_rule]]\nname = "x"\nwhen = "negative"\nat_most = 2\n')
    with pytest.raises(ConfigError, match="no brand 'Acne'; known: Acme"):
        _config(tmp_path, '[[case_rule]]\nname = "x"\nwhen = "stars"\nbrand = "Acne"\n')


def _config(folder: Path, more: str) -> Config:
    from config import load

    path = folder / "earshot.toml"
    path.write_text(f'{more}[[brand]]\nname = "Acme"\n', "utf-8")
    return load(path)


def test_an_owner_hears_of_a_case_once_and_a_new_owner_too(tmp_path: Path, wire: Wire) -> None:
    bench = _bench(tmp_path, wire, extra=f'[notify.owners]\nMia = "{OWNER}"\n', **{OWNER: _hook(wire)})
    _said(bench, rating=1)
    act(bench)
    _own(bench, "Mia")
    assert act(bench).told == 1
    alerts.tell(bench)
    assert [m["title"] for m in messages(wire)] == ["1 case is yours, Mia"]
    assert messages(wire)[0]["message"].endswith("http://127.0.0.1:8501/cases")
    assert act(bench).told == 0
    _own(bench, "Bob")
    assert act(bench) == Acted()
    bench.database.close()


def _hook(wire: Wire) -> str:
    return f"json://127.0.0.1:{wire.port}/hook"


def _own(bench: Workbench, owner: str, due: date | None = None) -> None:
    case = _only(bench)
    with bench.database.write() as writer:
        writer.cases.change([case], CaseChange(owner=owner, due=due), "ann")


def test_what_is_overdue_is_escalated_once_for_a_day(tmp_path: Path, wire: Wire) -> None:
    bench = _bench(tmp_path, wire)
    _said(bench, rating=1)
    act(bench)
    _own(bench, "Mia", NOW.date())
    assert act(bench).escalated == 0
    _own(bench, "Mia", NOW.date() - timedelta(days=1))
    assert act(bench).escalated == 1
    assert act(bench).escalated == 0
    assert _cases(bench.database)[0][3] == "urgent"
    alerts.tell(bench)
    assert [m["title"] for m in messages(wire)] == ["▲ Overdue: a case of Acme, owner Mia"]
    _own(bench, "Mia", NOW.date() - timedelta(days=2))
    assert act(bench).escalated == 1
    bench.database.close()


def test_a_case_is_closed_with_cause_and_action_only_and_undo_brings_every_column_back(tmp_path: Path) -> None:
    bench = _bench(tmp_path)
    _said(bench, rating=1)
    act(bench)
    case, before = _only(bench), _cases(bench.database)
    with (
        pytest.raises(StorageError, match="cannot be closed without a root cause and an action"),
        bench.database.write() as writer,
    ):
        writer.cases.change([case], CaseChange(status=CaseStatus.CLOSED), "ann")
    with bench.database.write() as writer:
        done = CaseChange(status=CaseStatus.CLOSED, root_cause="a", action="b", owner="Mia")
        kept = writer.cases.change([case], done, "ann")
    assert _cases(bench.database)[0][2] == "closed"
    with bench.database.write() as writer:
        writer.cases.put_back(kept, "ann")
    assert _cases(bench.database) == before
    bench.database.close()


def test_workload_and_times_are_counted_by_owner(tmp_path: Path) -> None:
    bench = _bench(tmp_path)
    for n in range(3):
        _said(bench, rating=1, key=str(n))
    act(bench)
    with bench.database.write(publish=True) as writer:
        ids = [row[1] for row in writer.cases._con.execute("select 1, case_id from care_cases").fetchall()]
        writer.cases.change(ids[:2], CaseChange(owner="Mia", due=NOW.date() - timedelta(days=1)), "ann")
        writer.cases.change(ids[:1], CaseChange(status=CaseStatus.CLOSED, root_cause="a", action="b"), "ann")
    with bench.database.read() as queries:
        found = {
            w.owner: (w.open, w.overdue, w.closed, len(w.resolution.minutes)) for w in queries.cases.owners("Acme")
        }
        counts = queries.cases.counts("Acme", seen=NOW - timedelta(days=1))
    assert found == {"": (1, 0, 0, 0), "Mia": (1, 1, 1, 1)}
    assert counts == {"new": 2, "open": 2, "overdue": 1, "waiting": 0, "closed": 1, "all": 3}
    bench.database.close()
