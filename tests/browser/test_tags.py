"""A tag in the browser: put on a mention, found by its address, called something else, found by the old one."""

import pytest

from tests.browser.conftest import Visit, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

OLD, NEW = "late parcel", "slow delivery"


def test_a_shared_link_to_a_tag_outlives_its_name(visit: Visit) -> None:
    page = visit.open("mentions?label=negative").page
    first = page.locator(".es-quote a.why").first
    named = str(first.get_attribute("href"))
    visit.open(named)
    said = page.get_by_role("textbox", name="New tag")
    said.fill(OLD)
    said.press("Enter")
    visit.settle()
    page.get_by_role("button", name="Add the tag").click()
    expect(page.locator(".st-key-tag-undo")).to_contain_text(f"Tagged: {OLD}.")

    link = f"mentions?tag={OLD.replace(' ', '+')}"
    visit.open(link)
    expect(page.locator(".es-quote")).to_have_count(1)
    expect(page.locator(".es-quote .tag.own")).to_contain_text(OLD)
    found = visit.shown()

    _change(visit, "Rename", f"It is called {NEW} now.")
    visit.open(link)
    expect(page.locator(".es-quote")).to_have_count(1)
    expect(page.locator(".es-quote .tag.own")).to_contain_text(NEW)
    # It is the same mention, and its own link goes on by the name of today.
    assert visit.shown() == [address.replace(OLD.replace(" ", "+"), NEW.replace(" ", "+")) for address in found]

    _change(visit, "Delete the tag", f"{NEW} is deleted")
    expect(page.locator("#tags")).to_be_visible()
    assert visit.errors == [] and visit.foreign == []


def _change(visit: Visit, button: str, said: str) -> None:
    """Open the form of the settings, choose the only tag, and rename or delete it."""
    page = visit.open("settings").page
    page.get_by_role("link", name="Tags", exact=True).click()
    visit.settle().page.get_by_text("Rename or delete a tag").click()
    # A list that is drawn anew closes again.
    visit.settle().page.get_by_role("combobox", name="Tag", exact=False).first.click()
    page.get_by_role("option").first.click()
    visit.settle()
    if button == "Rename":
        name = page.get_by_role("textbox", name="New name")
        name.fill(NEW)
        name.press("Enter")
        visit.settle()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".st-key-tag-undo")).to_contain_text(said)
