"""The door itself: navigation over all pages, words for what is missing, headers that let nothing in."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from storage.connection import Database
from tests.views.page import text
from views import VIEWS, _headers
from views._guard import refusal

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def config(brand: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "earshot.toml"
    path.write_text(f'database = "{brand.path}"\n[[brand]]\nname = "Acme Espresso"\n', "utf-8")
    monkeypatch.setenv("EARSHOT_CONFIG", str(path))
    return path


def test_the_app_opens_on_the_overview_of_the_configured_brand(config: Path) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    assert [e.value for e in app.exception] == []
    assert "Overview" in text(app) and "Net sentiment" in text(app)


def test_without_a_configuration_it_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_CONFIG", str(tmp_path / "none.toml"))
    page = text(AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run())
    assert "no such file" in page and "python -m earshot demo" in page


def test_before_anything_is_published_it_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "earshot.toml"
    path.write_text('[[brand]]\nname = "Acme"\n', "utf-8")
    monkeypatch.setenv("EARSHOT_CONFIG", str(path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    assert [e.value for e in app.exception] == []
    assert "nothing is published yet" in text(app) and "python -m earshot" in text(app)


def test_every_page_has_a_title_a_purpose_and_its_filters() -> None:
    for view in VIEWS.values():
        assert view.TITLE and view.SUBTITLE.endswith(".")
        assert set(view.FILTERS) <= {"brand", "period", "source", "segment", "tag"}


@pytest.mark.parametrize(
    ("address", "environment", "shown"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("localhost", {}, True),
        ("0.0.0.0", {}, False),
        ("10.0.0.4", {}, False),
        ("", {}, False),
        (None, {}, False),
        ("0.0.0.0", {"EARSHOT_ALLOW_NETWORK": "1"}, True),
    ],
)
def test_the_network_sees_nothing_unless_somebody_vouches(
    address: str | None, environment: dict[str, str], shown: bool
) -> None:
    assert (refusal(address, environment) is None) is shown


def _call(path: str, kind: str = "http") -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-a", b"1")]})
        await send({"type": "http.response.body", "body": b"figures"})

    async def keep(message: Any) -> None:
        sent.append(message)

    async def nothing() -> Any:
        return {}

    asyncio.run(_headers.SafeHeaders(inner)({"type": kind, "path": path}, nothing, keep))
    return sent


def test_every_answer_carries_a_policy_that_loads_nothing_from_elsewhere() -> None:
    start, _ = _call("/")
    headers = dict(start["headers"])
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert b"http" not in headers[b"content-security-policy"]
    assert headers[b"x-a"] == b"1" and headers[b"referrer-policy"] == b"no-referrer"


def test_the_servers_own_figures_are_closed() -> None:
    assert [m.get("status") for m in _call("/_stcore/metrics")] == [404, None]
    assert [m.get("status") for m in _call("/base/_stcore/metrics/")] == [404, None]
    assert _call("/_stcore/stream", "websocket")[0]["headers"] == [(b"x-a", b"1")]
