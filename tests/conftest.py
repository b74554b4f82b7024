"""What every test gets: no network but loopback, and where the real input lies."""

import asyncio
import socket
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.wire import Wire

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Keep from each test what others leave behind in the process, whatever the order.

    streamlit's AppTest leaves its script as `__main__`, which processes started later would run; playwright leaves its
    event loop marked as running, which is hidden from tests that have no browser.
    """
    main, loop = sys.modules["__main__"], asyncio._get_running_loop()
    if "browser" not in item.path.parts:
        asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        sys.modules["__main__"] = main
        if "browser" not in item.path.parts:
            asyncio._set_running_loop(loop)


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse any address but this machine's own; a test that needs more is a wrong test."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address!r}")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture
def shared() -> Path:
    """The folder of real input, or a skip that says what is missing."""
    if not SHARED.is_dir():
        pytest.skip("real input in ../shared/data is not on this machine")
    return SHARED


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A server on 127.0.0.1 whose answers the test programs."""
    with Wire() as server:
        yield server
