"""What only a browser can tell: nothing is fetched from elsewhere, clicks lead to rows, a phone can be read."""

import re
from itertools import pairwise

import pytest

from tests.browser import strangers
from tests.browser.axe import faults
from tests.browser.conftest import Visit, expect
from views import VIEWS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_figure_leads_to_its_rows_that_an_address_shares_and_back_takes_the_filters_along(
    visit: Visit, browser: object, address: str
) -> None:
    visit.open("?period=90d")
    link = visit.page.get_by_text(re.compile("^Read the [0-9,]+ negative mentions"))
    said = re.search("[0-9,]+", link.inner_text())
    link.click()
    visit.page.wait_for_url(re.compile("/mentions"))
    visit.settle()
    assert said
    expect(visit.page.get_by_text(f"{said.group()} mentions")).to_be_visible()
    assert "period=90d" in visit.page.url and "label=negative" in visit.page.url
    shared = Visit(browser, address).open(visit.page.url.removeprefix(f"{address}/"))
    assert shared.shown() == visit.shown() != []
    shared.context.close()
    visit.page.go_back()
    visit.page.wait_for_selector("text=What changed")


def test_the_overview_is_found_by_its_name_too(visit: Visit) -> None:
    visit.open("overview?period=7d")
    visit.page.wait_for_selector("text=the 7 days before")
    expect(visit.page.get_by_text("Page not found")).to_have_count(0)


def test_a_filter_is_written_into_the_address_and_goes_along(visit: Visit) -> None:
    visit.open()
    visit.page.get_by_text("7 days", exact=True).click()
    visit.page.wait_for_url(re.compile("period=7d"))
    visit.page.get_by_role("link", name="Pain points").first.click()
    visit.page.wait_for_url(re.compile("/pain-points.*period=7d"))


def test_a_click_on_the_bar_of_a_spike_opens_that_days_rows_and_back_leads_back(visit: Visit) -> None:
    visit.open()
    chart = visit.page.get_by_test_id("stVegaLiteChart").nth(1)
    chart.scroll_into_view_if_needed()
    chart.locator("canvas, svg").first.wait_for()
    box = visit.settle() and chart.bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + 36 + (box["width"] - 36) * 19.5 / 30, box["y"] + box["height"] * 0.7)
    visit.page.wait_for_url(re.compile("/mentions.*from="), timeout=120_000)
    day = re.search(r"from=([0-9-]+)&to=([0-9-]+)", visit.page.url)
    assert day and day.group(1) == day.group(2)
    visit.settle()
    assert visit.shown() != []
    visit.page.go_back()
    visit.page.wait_for_selector("text=What changed")


def test_a_pain_point_is_chosen_triaged_and_undone_from_the_keyboard(visit: Visit) -> None:
    visit.open("pain-points")
    visit.page.get_by_role("button", name="Show Leaks water").focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("topic="))
    visit.settle()
    visit.page.wait_for_selector(".st-key-detail h2 >> text=Leaks water")
    visit.page.locator("body").press("e")
    visit.page.wait_for_selector("text=resolved.", timeout=120_000)
    visit.page.get_by_role("button", name=re.compile("^Undo")).click()
    visit.page.wait_for_selector(".st-key-undo", state="detached", timeout=120_000)
    expect(visit.page.get_by_role("button", name="Show Leaks water")).to_have_count(1)


def test_on_a_phone_the_detail_stands_right_under_the_chosen_row(phone: Visit) -> None:
    phone.open("pain-points")
    button = phone.page.get_by_role("button", name="Show Leaks water")
    button.scroll_into_view_if_needed()
    button.click()
    phone.page.wait_for_selector(".st-key-detail")
    phone.settle()
    row, detail = phone.page.locator(".es-row.on").bounding_box(), phone.page.locator(".st-key-detail").bounding_box()
    assert row and detail
    assert 0 <= detail["y"] - (row["y"] + row["height"]) < 40


def test_a_phone_needs_no_sideways_scrolling_and_no_page_asks_another_host_for_anything(night_phone: Visit) -> None:
    # One visitor goes to all pages: a new one each time would load the app's scripts each time.
    phone = night_phone
    for slug in VIEWS:
        phone.open(slug)
        wide = phone.page.evaluate(
            "document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth"
        )
        assert (slug, wide <= 1, faults(phone)) == (slug, True, [])
    phone.page.wait_for_timeout(500)
    assert phone.foreign == [] and phone.dialogs == [] and phone.errors == []


def test_hostile_mentions_run_nothing_load_nothing_and_link_nowhere(visit: Visit) -> None:
    visit.open("mentions?q=onerror")
    assert visit.page.locator(".es-quote img, .es-quote script").count() == 0
    assert visit.page.locator(".es-quote a[target=_blank]").count() == 0
    assert "<img src=x onerror=alert(1)>" in visit.page.locator(".es-quote").first.inner_text()
    assert visit.foreign == [] and visit.dialogs == []


def test_on_a_brand_of_attacks_nothing_runs_controls_have_names_and_headings_go_down_one_by_one(visit: Visit) -> None:
    for slug in VIEWS:
        visit.open(f"{slug}?period=90d&{strangers.ADDRESS}")
        assert (slug, faults(visit)) == (slug, [])
        assert (slug, visit.page.evaluate(strangers.ALIVE)) == (slug, [])
        bare = visit.page.evaluate(
            """() => [...document.querySelectorAll('.stMain [role=img], .stMain button, .stMain input')]
                .filter(e => e.offsetParent && !e.closest('[aria-hidden=true]')
                    && !(e.ariaLabel || e.title || e.textContent.trim() || e.placeholder
                    || e.getAttribute('aria-labelledby') || e.labels?.length)).map(e => e.outerHTML.slice(0, 120))"""
        )
        levels = visit.page.evaluate(
            "() => [...document.querySelectorAll('.stMain h1,.stMain h2,.stMain h3')].map(e => +e.tagName[1])"
        )
        assert bare == []
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
    visit.page.wait_for_timeout(500)
    assert visit.foreign == [] and visit.dialogs == [] and visit.errors == []


def test_text_is_dark_on_light_and_light_on_dark_with_enough_contrast(browser: object, address: str) -> None:
    for dark in (False, True):
        visit = Visit(browser, address, dark=dark).open("mentions")
        poor = visit.page.evaluate(CONTRAST)
        visit.context.close()
        assert poor == [], f"dark={dark}"


CONTRAST = """() => {
    const lum = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b };
    const rgb = s => (s.match(/[\\d.]+/g) || []).map(Number);
    const back = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
        if (c.length && (c.length < 4 || c[3] > .5)) return c.slice(0, 3) } return [255, 255, 255] };
    return [...document.querySelectorAll('.stHtml p, .stHtml span, .stHtml b, .stHtml a, .stHtml h1, .stHtml h3')]
        .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
        .map(e => { const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(back(e));
            return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.className, e.innerText.slice(0, 30)] })
        .filter(([ratio]) => ratio < 4.5)
}"""
