"""The whole house in one walk: bytes of a feed in, `run`, `serve`, and the pages say what `earshot sql` says."""

import re
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.conftest import Visit, _wait
from tests.house import ROOT, configure, earshot_json, feed, process
from tests.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

TEXTS = [
    "Acme is wonderful, I love the new grinder",
    "Acme support is great and friendly",
    "Acme app crashes on start, this is terrible and I hate it",
    "The Acme app crashes every morning, awful",
    "Acme opens a shop in town",
    "La molienda de Acme es muy lenta y nadie contesta en el servicio de clientes",
]
COUNTED = """
    select
        count(*) as mentions, count(sentiment) as scored,
        count(*) filter (sentiment = 'positive') as good, count(*) filter (sentiment = 'negative') as bad
    from mention where brand = 'Acme' and deleted_at is null
"""


def test_the_numbers_on_the_pages_are_those_of_the_rows(tmp_path: Path, wire: Wire, browser: object) -> None:
    now = datetime.now(UTC) - timedelta(hours=1)
    wire.otherwise(feed([(str(i), text) for i, text in enumerate(TEXTS * 3)], at=now))
    config = configure(tmp_path, {"news": f"{wire.url}/feed"}).path
    assert config
    process(config, "run")
    counted = {key: int(value) for key, value in earshot_json(config, "sql", COUNTED)[0].items()}
    assert counted["mentions"] == len(TEXTS) * 3 > counted["scored"] > counted["bad"] > 0
    net = 100 * (counted["good"] - counted["bad"]) / counted["scored"]
    complaints = earshot_json(config, "sql", "select name, mentions from pain_point where mentions > 0 order by name")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "earshot", "--config", str(config), "serve", "--no-schedule", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        visit = Visit(browser, f"http://127.0.0.1:{port}")
        overview = visit.open().page.inner_text("body").replace("−", "-").replace(",", "")
        assert f"{counted['scored']} of {counted['mentions']} mentions scored" in overview
        shown = re.search(r"Net sentiment\s*\??\s*([+-]?[\d.]+)", overview)
        assert shown and float(shown.group(1)) == round(net, 1)
        mentions = visit.open("mentions").page.inner_text("body")
        assert f"{counted['mentions']} mentions" in mentions and "not scored" in mentions
        points = visit.open("pain-points").page.inner_text("body")
        for row in complaints:
            assert re.search(rf"{re.escape(row['name'])}[\s\S]{{0,80}}?\b{row['mentions']}\b", points), row
        assert complaints and visit.errors == [] and visit.foreign == []
        visit.context.close()
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(120) == 0
