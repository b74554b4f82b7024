"""The Sources page lists what was told about sources, as strangers' words."""

from datetime import datetime
from pathlib import Path
from shutil import copyfile

from domain.alerting import AlertEvent
from storage.connection import Database
from tests.views.page import opened, text


def test_the_sources_page_lists_what_was_told_about_sources(brand: Database, moment: datetime, tmp_path: Path) -> None:
    copyfile(brand.path, tmp_path / "earshot.duckdb")
    database = Database(tmp_path / "earshot.duckdb", clock=lambda: moment)
    database.publish()
    heading = "News about sources and runs"
    before = opened("sources", database, moment.date())
    failed = AlertEvent(
        key="failure|x", rule="health", subject="x", kind="failure", day=moment.date(), title="✕ Source <b>x fails",
        body="503 <i>", channels=("EARSHOT_NOTIFY_TEAM",),
    )  # fmt: skip
    with database.write(publish=True) as store:
        store.alert_events.add([failed], moment)
    app = opened("sources", database, moment.date())
    assert [e.value for e in app.exception] == []
    shown = text(app) + "".join(str(m.value) for m in app.markdown)
    assert heading in shown and heading not in text(before)
    assert all(part in shown for part in ("Source &lt;b&gt;x fails", "503 &lt;i&gt;", "0 of 1 channel"))
    database.close()
