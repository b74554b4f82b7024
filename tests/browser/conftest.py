"""The real app in the real browser: one server on a small brand, one Chromium, visitors that note what is fetched."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.browser import strangers
from tests.views import world

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
# A busy machine is slow and not wrong.
expect.set_options(timeout=120_000)

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# Ends when nothing was redrawn for 400 ms of the page's own time while no script ran and no widget was a grey box
# (its code still on the way). The page's own clock: on a slow machine it is as slow as what is waited for.
QUIET = """() => new Promise(resolve => {
    const started = Date.now();
    let since = Date.now();
    const watch = new MutationObserver(() => { since = Date.now() });
    watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    const look = setInterval(() => {
        const busy = !document.querySelector('[data-test-script-state=notRunning]')
            || document.querySelector('[data-testid=stSkeleton]');
        if (busy) since = Date.now();
        const quiet = Date.now() - since > 400;
        if (!quiet && Date.now() - started < 120000) return;
        clearInterval(look); watch.disconnect(); resolve(quiet);
    }, 50);
})"""


def chromium() -> str | None:
    """Where Chromium is: Debian's package, or whatever the path holds."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


def config_text(database: Path) -> str:
    """An earshot.toml for the small brand."""
    brands = "".join(f'[[brand]]\nname = "{b.name}"\nrole = "{b.role}"\n' for b in world.BRANDS)
    return f'database = "{database}"\n{brands}'


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The app on the brand in `folder`; gives its address, ends the server."""
    config = folder / "earshot.toml"
    if not config.exists():
        config.write_text(config_text(folder / "earshot.duckdb"), "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"EARSHOT_CONFIG": str(config)}, stdout=log, stderr=log
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(120)
        log.close()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server did not start within five minutes")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running app's database and configuration lie."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    """The running app: the small brand, beside it one of strangers, cases, alerts, goals and reports of both."""
    now = world.now()
    database = world.build(home, now)
    strangers.add(database, now)
    database.close()
    text = config_text(home / "earshot.duckdb") + strangers.config_table()
    (home / "earshot.toml").write_text(text, "utf-8")
    with served(home) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium, or a skip that says what is missing."""
    path = chromium()
    if path is None:
        pytest.skip("chromium is not on this machine; Debian's package is called chromium")
    with playwright.sync_playwright() as play:
        found = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield found
        found.close()


class Visit:
    """One visitor: opens pages, waits until they are done, remembers foreign requests and script errors."""

    def __init__(self, browser: object, address: str, *, width: int = 1440, dark: bool = False) -> None:
        scheme = "dark" if dark else "light"
        size = {"width": width, "height": 900}
        self.context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[attr-defined]
        self.page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.address = address
        self.foreign: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", self._requested)
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str = "") -> "Visit":
        self.page.goto(f"{self.address}/{path}")
        return self.settle()

    def settle(self) -> "Visit":
        """Wait until the script has ended and the page has not been redrawn for a while."""
        self.page.wait_for_selector("[data-test-script-state=notRunning] .es-h1", timeout=120_000)
        assert self.page.evaluate(QUIET), "the page was redrawn for two minutes without an end"
        return self

    def shown(self) -> list[str]:
        """The addresses of the mentions on the page, in order: what they say holds how long ago, which moves on."""
        links = self.page.locator(".es-quote a[href*='mention=']")
        return [str(link.get_attribute("href")) for link in links.all()]

    def _requested(self, request: object) -> None:
        address = request.url  # type: ignore[attr-defined]
        if not address.startswith(("data:", "blob:")) and urlsplit(address).netloc != urlsplit(self.address).netloc:
            self.foreign.append(address)


@pytest.fixture
def visit(browser: object, address: str) -> Iterator[Visit]:
    """A visitor at a desk."""
    found = Visit(browser, address)
    yield found
    found.context.close()


@pytest.fixture
def phone(browser: object, address: str) -> Iterator[Visit]:
    """A visitor with 390 pixels."""
    found = Visit(browser, address, width=390)
    yield found
    found.context.close()


@pytest.fixture
def night_phone(browser: object, address: str) -> Iterator[Visit]:
    """A visitor with 390 pixels who prefers the dark."""
    found = Visit(browser, address, width=390, dark=True)
    yield found
    found.context.close()
