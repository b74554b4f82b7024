"""The first use: from a brand's name to its first mention, from a feed on the wire and from a dropped file."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import load
from tests.browser.axe import faults
from tests.browser.conftest import Visit, _wait, expect
from tests.house import ROOT, feed
from tests.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_from_a_brands_name_to_its_first_mentions(tmp_path: Path, wire: Wire, browser: object) -> None:
    now = datetime.now(UTC) - timedelta(hours=1)
    wire.otherwise(
        feed([("1", "Acme is wonderful"), ("2", "The Acme app crashes, awful"), ("3", "Other news")], at=now)
    )
    config = tmp_path / "earshot.toml"
    config.write_text('engine = "vader"\nallow_private_addresses = true\n', "utf-8")
    with _serving(config) as address:
        visit = Visit(browser, address, width=390).open()
        page = visit.page
        page.get_by_label("Brand name").fill("Acme")
        page.keyboard.press("Enter")
        feeds = page.get_by_label("Addresses of feeds")
        feeds.wait_for()
        for name in ("news", "reddit"):
            page.get_by_role("checkbox", name=name).focus()
            page.keyboard.press("Space")
        feeds.fill(f"{wire.url}/feed")
        page.get_by_role("button", name="Try it").focus()
        page.keyboard.press("Enter")
        start = page.get_by_role("button", name="Start listening")
        start.wait_for(timeout=120_000)
        expect(page.locator("body")).to_contain_text("3 texts")
        expect(page.locator(".es-first")).to_contain_text("Acme is wonderful")
        wide = "document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth"
        assert page.evaluate(wide) <= 1
        assert load(config).brands == ()
        start.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("text=What changed", timeout=120_000)
        expect(visit.open("mentions").page.locator(".es-quote")).to_have_count(2)
        assert visit.errors == [] and visit.foreign == []
        visit.context.close()


def test_a_dropped_file_of_reviews_leads_from_a_brands_name_to_its_figures(tmp_path: Path, browser: object) -> None:
    day = datetime.now(UTC) - timedelta(days=90)
    reviews = tmp_path / "reviews.csv"
    reviews.write_text(
        # Stars alone: what is read of words is seen in the other test, and takes its time.
        "Stars,Date,<img src=http://evil.example/1.png>\n"
        + "".join(f"{4 + n % 2},{day:%Y-%m-%d},{n}\n" for n in range(40))
        + f"one,{day:%Y-%m-%d},<img src=http://evil.example/2.png>\n",
        "utf-8",
    )
    config = tmp_path / "earshot.toml"
    config.write_text('engine = "vader"\n', "utf-8")
    with _serving(config) as address:
        visit = Visit(browser, address).open()
        page = visit.page
        page.get_by_label("Brand name").fill("Acme")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Or begin with a file")
        page.set_input_files("input[type=file]", reviews)
        page.get_by_role("button", name="Begin with reviews").click(timeout=120_000)
        page.wait_for_selector("text=What its columns are", timeout=120_000)
        visit.settle()
        page.get_by_role("button", name="Try it").click()
        page.wait_for_selector("text=40 rows would be stored: 40 new", timeout=120_000)
        expect(page.locator("body")).to_contain_text("is not a number")
        assert visit.settle() and faults(visit) == []
        page.get_by_role("button", name="Store 40 rows").click()
        page.wait_for_selector("text=40 new, 0 corrected, 0 unchanged, 1 rejected.", timeout=120_000)
        with page.expect_download() as taken:
            page.get_by_role("button", name="Rejected rows as CSV").click()
        assert "one,is not a number" in Path(taken.value.path()).read_text("utf-8")
        page.get_by_role("button", name="See the figures").click()
        page.wait_for_selector(".st-key-card-review_stars", timeout=120_000)
        visit.settle()
        expect(page.locator(".st-key-card-review_stars")).to_contain_text("4.50")
        assert f"{day:%Y-%m-%d}" in page.url
        assert visit.errors == [] and visit.foreign == [] and not list((tmp_path / "uploads").rglob("*"))
        visit.context.close()


@contextmanager
def _serving(config: Path) -> Iterator[str]:
    """`earshot serve` on a configuration that has no brand yet; it must end cleanly."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "earshot", "--config", str(config), "serve", "--no-schedule", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(120) == 0
