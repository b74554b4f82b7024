"""Signing in at a real (mock) provider: who is listed comes in, nobody else does, and a viewer changes nothing."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.conftest import Visit, _wait, expect
from tests.house import ROOT
from tests.views import world

if find_spec("oidc_provider_mock") is None:
    pytest.skip("oidc-provider-mock is not installed", allow_module_level=True)
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PEOPLE = {"ada@example.com": "admin", "vera@example.com": "viewer", "eve@example.com": None}
SECRETS = {
    "EARSHOT_SECRET": world.SECRET.decode(),
    "EARSHOT_CLIENT_SECRET": "s",
    "EARSHOT_COOKIE_SECRET": "only for tests " * 3,
}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], health: str) -> Iterator[None]:
    """A child process for as long as the block lasts."""
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **SECRETS}, stdout=quiet, stderr=quiet)
    try:
        _wait(health, child)
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(120)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The app of a small brand, behind a sign-in; gives its address."""
    provider, port = free_port(), free_port()
    world.build(tmp_path, world.now()).close()
    listed = "".join(f'[[person]]\nemail = "{who}"\nrole = "{role}"\n' for who, role in PEOPLE.items() if role)
    config = tmp_path / "earshot.toml"
    config.write_text(
        f'app_url = "http://127.0.0.1:{port}"\n[auth]\nclient_id = "earshot"\n'
        f'server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"\n{listed}'
        '[[brand]]\nname = "Acme Espresso"\n[[brand]]\nname = "Bolt Coffee"\nrole = "competitor"\n',
        "utf-8",
    )
    users = [word for who in PEOPLE for word in ("--user-claims", json.dumps({"sub": who, "email": who}))]
    mock = [sys.executable, "-m", "oidc_provider_mock", "--host", "localhost", "--port", str(provider), *users]
    door = [sys.executable, "-m", "earshot", "--config", str(config), "serve", "--no-schedule", "--port", str(port)]
    with (
        running(mock, f"http://localhost:{provider}/.well-known/openid-configuration"),
        running(door, f"http://127.0.0.1:{port}/_stcore/health"),
    ):
        yield f"http://127.0.0.1:{port}"


def sign_in(browser: object, address: str, who: str) -> Visit:
    visit = Visit(browser, address).open("mentions")
    visit.page.get_by_role("button", name="Sign in").click()
    visit.page.get_by_role("button", name=who).click()
    visit.page.wait_for_url(re.compile(re.escape(address)))
    return visit.settle()


def test_listed_people_come_in_others_do_not_and_a_viewer_only_looks(served: str, browser: object) -> None:
    stranger = Visit(browser, served).open("mentions")
    assert "Acme" not in stranger.page.inner_text("body") and stranger.page.locator(".es-quote").count() == 0
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{served}/_stcore/metrics")
    stranger.context.close()

    eve = sign_in(browser, served, "eve@example.com")
    expect(eve.page.locator("body")).to_contain_text("eve@example.com is not on the list")
    assert "Acme" not in eve.page.inner_text("body")
    eve.page.get_by_role("button", name="Sign out").click()
    eve.page.wait_for_url(re.compile("end_session"))
    expect(eve.open().page.get_by_role("button", name="Sign in")).to_have_count(1)
    eve.context.close()

    vera = sign_in(browser, served, "vera@example.com").open("pain-points")
    signed = re.compile(r"Signed in as\s+vera@example.com,\s+viewer")
    expect(vera.page.locator("body")).to_contain_text(signed, use_inner_text=True)
    expect(vera.page.get_by_role("button", name="Resolve")).to_have_count(0)
    expect(vera.open("settings").page.locator("body")).to_contain_text("an admin may change it")
    vera.context.close()

    ada = sign_in(browser, served, "ada@example.com").open("pain-points")
    ada.page.get_by_role("button", name="Show Leaks water").click()
    ada.page.get_by_role("button", name=re.compile("^Resolve")).click()
    ada.page.wait_for_selector("text=resolved.", timeout=120_000)
    expect(ada.open("settings").page.locator(".stMain")).to_contain_text("ada@example.com")
    assert ada.errors == []
    ada.context.close()
