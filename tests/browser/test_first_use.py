"""The first use on a phone and by keyboard: from a brand's name to its first mention, from a feed on the wire."""

import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import load
from tests.browser.conftest import Visit, _wait
from tests.house import ROOT, feed
from tests.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(360)]


def test_from_a_brands_name_to_its_first_mentions(tmp_path: Path, wire: Wire, browser: object) -> None:
    now = datetime.now(UTC) - timedelta(hours=1)
    wire.otherwise(
        feed([("1", "Acme is wonderful"), ("2", "The Acme app crashes, awful"), ("3", "Other news")], at=now)
    )
    config = tmp_path / "earshot.toml"
    config.write_text('engine = "vader"\nallow_private_addresses = true\n', "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "earshot", "--config", str(config), "serve", "--no-schedule", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        visit = Visit(browser, f"http://127.0.0.1:{port}", width=390).open()
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
        start.wait_for(timeout=90_000)
        assert "3 texts" in page.inner_text("body") and "Acme is wonderful" in page.inner_text(".es-first")
        wide = "document.querySelector('.stMain').scrollWidth - document.querySelector('.stMain').clientWidth"
        assert page.evaluate(wide) <= 1
        assert load(config).brands == ()
        start.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("text=What changed", timeout=120_000)
        assert visit.open("mentions").page.locator(".es-quote").count() == 2
        assert visit.errors == [] and visit.foreign == []
        visit.context.close()
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
