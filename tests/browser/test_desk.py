"""A day at the desk: a label is corrected, pain points are triaged by keys, one comes back, a report is taken along."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.records import Batch, Label, Mention, Sentiment, TopicMatch
from storage.connection import Database
from tests.browser.axe import faults
from tests.browser.conftest import Visit, expect
from tests.views import world

pytestmark = [pytest.mark.browser, pytest.mark.timeout(360)]

FILES = {
    "HTML": b"<!doctype html>",
    "PDF": b"%PDF-",
    "Markdown": b"# ",
    "Slide, editable": b"PK",
    "Slide, picture": b"\x89PNG",
}
LATE = list(world.TOPICS).index("Late delivery") + 1


def _overview(visit: Visit) -> tuple[float, int, bytes]:
    """Net sentiment, how many negative mentions wait behind it, and the chart as it is drawn."""
    page = visit.open("?period=7d").page
    value = page.locator(".es-value").first.inner_text().split()[0].replace("−", "-")
    waiting = page.get_by_text(re.compile("^Read the [0-9,]+ negative mention")).first.inner_text()
    chart = page.get_by_test_id("stVegaLiteChart").nth(1)
    chart.scroll_into_view_if_needed()
    chart.locator("canvas, svg").first.wait_for()
    visit.settle()
    drawn = "e => { const c = e.querySelector('canvas'); return c ? c.toDataURL() : e.querySelector('svg').outerHTML }"
    return float(value), int(re.sub(r"\D", "", waiting)), chart.evaluate(drawn)


def test_a_correction_moves_the_figure_and_the_chart_and_can_be_taken_back(visit: Visit) -> None:
    net, negative, drawn = _overview(visit)
    page = visit.open("mentions?period=7d&label=negative").page
    page.locator(".es-quote a[href*='mention=']").first.click()
    page.wait_for_url(re.compile("mention="))
    visit.settle().page.get_by_role("button", name="Positive").click()
    page.wait_for_selector("text=this mention now counts as", timeout=120_000)
    corrected = page.url.removeprefix(f"{visit.address}/")
    after = _overview(visit)
    assert after[0] > net and after[1] == negative - 1 and after[2] != drawn
    visit.open(corrected).page.get_by_role("button", name="Take the correction back").click()
    page.wait_for_selector("text=as the engine says", timeout=120_000)


def test_keys_start_ignore_and_resolve_undo_takes_it_back_and_a_new_complaint_brings_it_back(
    visit: Visit, home: Path
) -> None:
    address = f"pain-points?state=all&topic={LATE}"
    page = visit.open(address).page
    page.wait_for_selector(".st-key-detail h2 >> text=Late delivery")
    for key, said in (("s", "in progress"), ("i", "ignored until worse"), ("e", "resolved")):
        page.locator("body").press(key)
        page.locator(".st-key-undo", has_text=f"{said}.").wait_for()
        visit.settle()
        if key != "e":
            page.locator("body").press("z")
            page.wait_for_selector(".st-key-undo", state="detached", timeout=120_000)
            visit.settle()
    row = page.locator(".es-row.on")
    expect(row).to_have_count(1)
    expect(row).not_to_contain_text("Regressed")
    _complain(home)
    expect(visit.open(address).page.locator(".es-row.on")).to_contain_text("Regressed")
    assert visit.errors == [] and visit.foreign == []


def _complain(home: Path) -> None:
    """One more late parcel arrives and is read, as a run would do it."""
    source, said = world.SOURCES[0], world.BAD["Late delivery"][0]
    one = Mention(
        source=source.name, kind=source.kind, external_id="late again", text=said, published_at=datetime.now(UTC)
    )
    database = Database(home / "earshot.duckdb")
    with database.write(publish=True) as store:
        batch = Batch(mentions=(one,), cursor="2")
        store.mentions.commit(source, batch, [(world.BRANDS[0].name,)], secret=world.SECRET, now=datetime.now(UTC))
        bad = Sentiment(polarity=-0.6, label=Label.NEGATIVE, confidence=0.9, language="en")
        store.scores.add("default", "1", [(row, bad) for row in store.scores.pending("default", "1", 10)])
        named = TopicMatch(topic_id=LATE, score=0.8, start=0, end=len(said))
        store.topics.add("1", [(row, [named]) for row in store.topics.pending("1", 10)])
    database.close()


def test_on_a_phone_a_first_report_is_made_read_and_taken_along_in_every_form(phone: Visit, tmp_path: Path) -> None:
    page = phone.open("reports?brand=Bolt+Coffee").page
    page.wait_for_selector("text=No report of this brand yet.")
    page.get_by_role("button", name="Make the report").click()
    page.wait_for_selector("text=/Report .* is made/", timeout=120_000)
    phone.settle()
    expect(page.locator(".es-lead")).to_contain_text("Net sentiment is")
    for name, begins in FILES.items():
        with page.expect_download(timeout=120_000) as waiting:
            page.get_by_role("button", name=name, exact=True).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.read_bytes().startswith(begins), name
    wide = "document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth"
    assert page.evaluate(wide) <= 1 and phone.errors == [] and phone.foreign == []
    page.goto(next(tmp_path.glob("*.html")).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults(phone) == [] and [asked for asked in phone.foreign if not asked.startswith("file:")] == []
