"""What the server does before it opens the port."""

import asyncio

import pytest

from domain.errors import StorageError
from views import _warm


def opened(prepare) -> list[str]:  # type: ignore[no-untyped-def]
    """What happened, in order, of a server that prepares and then opens."""
    happened: list[str] = []

    async def serve() -> None:
        async with _warm.before_opening(lambda: prepare(happened))(None):
            happened.append("open")

    asyncio.run(serve())
    return happened


def test_the_port_opens_once_the_first_page_is_prepared() -> None:
    assert opened(lambda happened: happened.append("prepared")) == ["prepared", "open"]


@pytest.mark.parametrize("error", [StorageError("nothing is published yet"), OSError("gone"), KeyError("a bug")])
def test_the_port_opens_whatever_goes_wrong_before(error: Exception) -> None:
    def prepare(_happened: list[str]) -> None:
        raise error

    assert opened(prepare) == ["open"]
