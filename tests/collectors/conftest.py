"""The wire, for every collector's test."""

from collections.abc import Iterator

import pytest

from tests.wire import Wire

pytest.register_assert_rewrite("tests.collectors.contract")


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as server:
        yield server
