"""The page Reports: says what to do where there is none, lists those that were issued, offers their files."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import wiring.reporting as reporting
from config import Config
from domain.document import Document
from domain.errors import EarshotError
from domain.people import Rank
from pipeline.digest import again
from pipeline.digest_page import compose
from storage.connection import Database
from tests.reporting import configured, issued
from tests.views import world
from tests.views.page import opened, text

DAY = date(2026, 5, 5)


@dataclass(frozen=True)
class Desk(world.Desk):
    """A desk that issues and draws for real."""

    config: Config | None = field(default=None)

    def issue_report(self, brand: str, until: date, days: int) -> str:
        asked = reporting.ask_report(self.config, brand, until, days)
        return reporting.issue_report(self.config, self.database, asked).report_id

    def read_report(self, report_id: str) -> Document:
        with self.database.read() as queries:
            return compose(again(queries, report_id), ".")

    def restated_report(self, report_id: str) -> list[str]:
        if report_id == "gone":
            raise EarshotError("no such report")
        return ["NPS: +3.0 in this report, +4.0 if asked now."]


def test_without_a_report_it_says_how_to_get_one(nothing: Database) -> None:
    page = text(opened("reports", nothing, DAY))
    assert "No report of this brand yet." in page and "earshot digest" in page


def test_an_issued_report_is_listed_with_its_files_and_restatement(nothing: Database, tmp_path: Path) -> None:
    config = configured(tmp_path)
    made = issued(nothing, config)
    app = opened("reports", nothing, DAY, {"report": made.report_id}, Desk(nothing, config=config))
    page = text(app)
    assert not app.exception and made.report_id in page and "28 Apr to 4 May 2026" in page
    assert f"report={made.report_id}" in page
    assert "Nothing was heard of Acme Espresso" in page and 'href="./overview?brand=Acme+Espresso' in page
    assert [b.label for b in app.get("download_button")] == [
        "HTML",
        "PDF",
        "Markdown",
        "Slide, editable",
        "Slide, picture",
    ]
    app.button(key="report-again").click().run()
    assert "+4.0 if asked now" in text(app)


def test_who_may_only_look_reads_and_is_not_asked_to_make_one(nothing: Database, tmp_path: Path) -> None:
    config = configured(tmp_path)
    made = issued(nothing, config)
    app = opened("reports", nothing, DAY, {"report": made.report_id}, Desk(nothing, config=config, rank=Rank.VIEWER))
    assert not app.exception and "Nothing was heard of Acme Espresso" in text(app)
    assert "Make the report" not in [button.label for button in app.button]


def test_one_is_made_by_a_button(nothing: Database, tmp_path: Path) -> None:
    desk = Desk(nothing, config=configured(tmp_path))
    app = opened("reports", nothing, DAY, desk=desk)
    next(b for b in app.button if b.label == "Make the report").click().run()
    assert not app.exception
    with nothing.read() as queries:
        assert len(queries.reports.table()) == 1
