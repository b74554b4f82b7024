"""The inbox: new ones are assigned together, closing needs a cause and an action, and everything can be undone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from streamlit.testing.v1 import AppTest

from domain.cases import CaseRule, Trigger
from domain.people import Rank
from domain.records import Batch, Mention
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text
from tests.views.world import Desk

NOW = datetime.now(UTC).replace(microsecond=0)
STARS = CaseRule(name="one or two stars", trigger=Trigger.STARS, limit=2)
CRM = "https://crm.example/people/{author_key}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three unhappy reviews, one of them hostile, each a new case."""
    database = world.empty(tmp_path_factory.mktemp("inbox"))
    source = world.SOURCES[0]
    said = ("The pump broke", world.HOSTILE, "It leaks")
    mentions = tuple(
        Mention(
            source=source.name, kind=source.kind, external_id=str(n), text=words, rating=1, author=f"a{n}",
            url=f"https://www.example.com/{n}", published_at=NOW - timedelta(hours=n + 1),
        )
        for n, words in enumerate(said)
    )  # fmt: skip
    with database.write(publish=True) as store:
        brands = [("Acme Espresso",)] * len(mentions)
        store.mentions.commit(source, Batch(mentions=mentions, cursor="1"), brands, secret=world.SECRET, now=NOW)
        assert store.case_openings.apply(STARS, "Acme Espresso", NOW.date(), NOW) == 3
    database.close()
    return database.path


@pytest.fixture
def inbox(made: Path, tmp_path: Path) -> Iterator[Database]:
    """The same three for each test, which may change them."""
    database = Database(copyfile(made, tmp_path / "inbox.duckdb"))
    database.publish()
    yield database
    database.close()


def _cases(database: Database) -> list[list[str]]:
    with database.read() as queries:
        return queries.sql("select status, coalesce(owner, ''), due is not null from care_case order by all")[1]


def _page(database: Database, desk: Desk | None = None, **params: str) -> AppTest:
    app = opened("cases", database, NOW.date(), params, desk or Desk(database))
    assert not app.exception
    return app


def _first(database: Database, words: str) -> str:
    with database.read() as queries:
        sql = f"select case_id from care_case c join mention m on m.mention_id = c.text_id where m.text = '{words}'"
        return str(queries.sql(sql)[1][0][0])


def test_all_new_cases_are_ticked_assigned_and_given_back(inbox: Database) -> None:
    app = _page(inbox)
    assert "✦ New" in text(app)
    app.button(key="select-all").click().run()
    app.selectbox(key="es_bulk_owner").set_value("someone in the app").run()
    app.button(key="assign").click().run()
    assert _cases(inbox) == [["open", "someone in the app", True]] * 3
    assert "3 cases: now someone in the app" in text(app)
    app.button(key="undo-button").click().run()
    assert _cases(inbox) == [["open", "", False]] * 3


def test_assigning_nothing_says_what_is_missing(inbox: Database) -> None:
    app = _page(inbox)
    app.button(key="assign").click().run()
    assert "tick a case and choose an owner" in text(app)


def test_a_case_is_closed_only_with_a_cause_and_an_action(inbox: Database) -> None:
    case = _first(inbox, "It leaks")
    app = _page(inbox, case=case, tab="all")
    app.button(key=f"to-closed-{case}").click().run()
    assert "cannot be closed without a root cause and an action" in text(app)
    next(box for box in app.text_input if box.label == "Root cause").input("a bad seal")
    next(box for box in app.text_input if box.label == "Action").input("a new seal was sent")
    app.button(key=f"to-closed-{case}").click().run()
    assert ["closed", "", False] in _cases(inbox)
    assert "root cause a bad seal" in text(app)
    app.button(key="undo-button").click().run()
    assert _cases(inbox) == [["open", "", False]] * 3


def test_a_case_leads_to_the_original_and_to_the_customer_and_runs_nothing(inbox: Database) -> None:
    page = text(_page(inbox, Desk(inbox, crm_url=CRM), case=_first(inbox, "The pump broke")))
    assert 'href="https://www.example.com/0"' in page
    assert 'href="https://crm.example/people/' in page and "{author_key}" not in page
    assert "<script>" not in page and "<img" not in page and "\u202e" not in page


def test_a_last_visit_ends_with_a_click_and_what_was_seen_is_new_no_more(inbox: Database) -> None:
    app = _page(inbox)
    app.button(key="all-seen").click().run()
    assert "✦ New" not in text(app)
    assert "✦ New" not in text(_page(inbox))


def test_a_viewer_reads_and_changes_nothing(inbox: Database) -> None:
    app = _page(inbox, Desk(inbox, rank=Rank.VIEWER))
    assert "The pump broke" in text(app)
    assert not app.checkbox and "assign" not in [b.key for b in app.button]


def test_an_empty_inbox_says_what_opens_a_case(nothing: Database) -> None:
    assert "No case yet." in text(_page(nothing))


def test_work_is_counted_by_owner_and_too_few_is_said(inbox: Database) -> None:
    case = int(_first(inbox, "It leaks"))
    with inbox.write(publish=True) as store:
        row = store.cases._con.execute("select brand, text_id from care_cases where case_id = ?", [case]).fetchone()
        store.cases.set(row[0], row[1], "mention", owner="<b>Mia</b>", due=NOW.date() - timedelta(days=2))
        store.cases.set(row[0], row[1], "mention", status="in_progress")
    page = text(_page(inbox, tab="overdue"))
    assert "▲ overdue by 2 days" in page
    assert "&lt;b&gt;Mia&lt;/b&gt;" in page and "<b>Mia" not in page
    assert "too few to say; n = 1" in page


def test_a_comment_is_said_escaped_taken_back_and_brought_back(inbox: Database) -> None:
    app = _page(inbox, case=_first(inbox, "It leaks"))
    app.text_area[0].input("call <b>them</b>")
    next(b for b in app.button if b.label == "Comment").click().run()
    assert "call &lt;b&gt;them&lt;/b&gt;" in text(app)
    next(b for b in app.button if b.label == "Remove my last").click().run()
    assert "call &lt;b&gt;" not in text(app)
    next(b for b in app.button if b.label == "Undo the removal").click().run()
    assert "call &lt;b&gt;" in text(app)
