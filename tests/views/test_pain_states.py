"""The states of a pain point: each can be reached and left, closing needs words, ignoring ends when it gets worse."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from shutil import copyfile
from types import SimpleNamespace

import pytest

from domain.measures import Scope
from metrics.change import compare_counts
from storage.connection import Database
from tests.views.page import opened, text
from views._severity import STATUS, Mended, _shown, _status


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, brand: Database, moment: datetime) -> Iterator[Database]:
    """A copy of the brand, which these tests may change."""
    database = Database(copyfile(brand.path, tmp_path_factory.mktemp("states") / "own.duckdb"), clock=lambda: moment)
    database.publish()
    yield database
    database.close()


def _row(database: Database, name: str) -> tuple[str, str]:
    with database.read() as queries:
        return queries.sql(f"select topic_id::varchar, status from pain_point where name = '{name}'")[1][0]


def test_a_pain_point_is_closed_only_with_a_cause_and_an_action_and_undone(own: Database, moment: datetime) -> None:
    topic, before = _row(own, "Late delivery")
    app = opened("pain-points", own, moment.date(), {"topic": topic})
    app.button(key=f"to-closed-{topic}").click().run()
    assert "cannot be closed without a root cause and an action" in text(app)
    next(box for box in app.text_input if box.label == "Root cause").input("one carrier")
    next(box for box in app.text_input if box.label == "Action").input("another carrier")
    app.button(key=f"to-closed-{topic}").click().run()
    assert not app.exception
    assert _row(own, "Late delivery")[1] == "closed"
    app.button(key="undo-button").click().run()
    assert _row(own, "Late delivery")[1] == before == "new"


def test_the_day_from_which_it_is_mended_is_put_right_on_the_page(own: Database, moment: datetime) -> None:
    topic, _ = _row(own, "Late delivery")
    with own.write(publish=True) as store:
        before = store.triage.before("Acme Espresso", int(topic))
        store.triage.set("Acme Espresso", int(topic), status="closed", root_cause="a carrier", action="another")
    app = opened("pain-points", own, moment.date(), {"topic": topic, "state": "all"})
    day = moment.date() - timedelta(days=9)
    next(box for box in app.date_input if box.label == "Mended on").set_value(day)
    app.button(key=f"save-pain-{topic}").click().run()
    with own.read() as queries:
        (mend,) = queries.told.mended(Scope(brand="Acme Espresso"))
    assert (mend.at.date(), mend.action) == (day, "another")
    app.button(key=f"to-new-{topic}").click().run()
    with own.read() as queries:
        assert queries.told.mended(Scope(brand="Acme Espresso")) == []
    with own.write(publish=True) as store:
        store.triage.put_back("Acme Espresso", int(topic), before)


@pytest.mark.parametrize("status", ["waiting", "ignored"])
def test_every_state_is_shown_and_can_be_left_again(own: Database, moment: datetime, status: str) -> None:
    topic, _ = _row(own, "Leaks water")
    with own.write(publish=True) as store:
        store.triage.set("Acme Espresso", int(topic), status=status, due=moment.date() - timedelta(days=3))
    app = opened("pain-points", own, moment.date(), {"topic": topic, "state": "all"})
    assert not app.exception
    page = text(app)
    assert STATUS[status] in page
    assert ("overdue by 3 days" in page) == (status in {"in_progress", "waiting"})
    app.button(key=f"to-new-{topic}").click().run()
    assert _row(own, "Leaks water")[1] == "new"


def _mended(before: int, after: int) -> Mended:
    return Mended(days=28, before=before, after=after, change=compare_counts(before, after))


def test_an_ignored_one_wakes_up_when_it_is_worse_and_sleeps_on_when_it_is_not() -> None:
    assert _shown("ignored", None, _mended(10, 40)) == "escalating"
    assert _shown("ignored", _mended(10, 40).change, _mended(10, 12)) == "ignored"
    assert _shown("new", _mended(10, 40).change, None) == "escalating"
    assert _shown("in_progress", _mended(10, 40).change, None) == "in_progress"


def test_what_is_said_after_it_was_closed_is_a_regression() -> None:
    row = SimpleNamespace(status="closed", last_seen="2026-02-02", resolved_at="2026-01-01", closed_at="2026-02-01")
    assert _status(row) == "regressed"
    row.closed_at = "2026-02-03"
    assert _status(row) == "closed"


def test_complaints_around_the_day_it_was_ignored_are_counted_over_equal_spans(own: Database, moment: datetime) -> None:
    from domain.measures import Scope

    topic, _ = _row(own, "Grinder jams")
    ignored = moment.replace(tzinfo=None) - timedelta(days=14)
    with own.write(publish=True) as store:
        store.triage.set("Acme Espresso", int(topic), status="ignored")
        store.triage._con.execute("update triage set ignored_at = ? where topic_id = ?", [ignored, int(topic)])
    with own.read() as queries:
        table = queries.pain_points.table(Scope(brand="Acme Espresso", until=moment.date()))
    row = table[table["name"] == "Grinder jams"].iloc[0]
    assert int(row["ignored_days"]) == 15
    assert int(row["ignored_after"]) > 2 * int(row["ignored_before"]) > 0
    page = text(opened("pain-points", own, moment.date(), {"topic": topic}))
    assert "Escalating" in page and "Since ignored" in page
