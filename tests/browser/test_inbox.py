"""Nine new cases are assigned in four clicks, and given back with one key."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from domain.cases import CaseRule, Trigger
from domain.records import Batch, Mention
from tests.browser.conftest import Visit, expect, served
from tests.views import world

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def _nine(folder: Path) -> None:
    database, now, source = world.empty(folder), world.now(), world.SOURCES[0]
    reviews = tuple(
        Mention(
            source=source.name,
            kind=source.kind,
            external_id=str(n),
            text=f"Pump number {n} broke",
            rating=1,
            published_at=now - timedelta(hours=n + 1),
        )
        for n in range(9)
    )
    with database.write(publish=True) as store:
        brands = [("Acme Espresso",)] * len(reviews)
        store.mentions.commit(source, Batch(mentions=reviews, cursor="1"), brands, secret=world.SECRET, now=now)
        store.case_openings.apply(
            CaseRule(name="stars", trigger=Trigger.STARS, limit=2), "Acme Espresso", now.date(), now
        )
    database.close()


def test_nine_new_cases_are_assigned_in_four_clicks_and_undone_with_a_key(tmp_path: Path, browser: object) -> None:
    _nine(tmp_path)
    with served(tmp_path) as address:
        visit = Visit(browser, address)
        page = visit.open("cases").page
        clicks = [
            page.get_by_role("button", name=re.compile(r"Select all new \(9\)")),
            page.locator(".st-key-es_bulk_owner input"),
            page.get_by_role("option", name="Me"),
            page.get_by_role("button", name="Assign"),
        ]
        for target in clicks:
            target.click()
            visit.settle()
        page.wait_for_selector("text=/9 cases: now/", timeout=120_000)
        expect(page.locator(".es-case .w b")).to_have_count(9)
        visit.settle().page.locator("body").press("z")
        page.wait_for_selector("text=Undone.", timeout=120_000)
        expect(page.locator(".es-case .w b")).to_have_count(0)
        assert visit.errors == [] and visit.foreign == []
        visit.context.close()
