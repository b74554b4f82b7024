"""One brand in one database for all page tests; they only read it, or say that they make their own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import streamlit as st

from storage.connection import Database
from tests.views import world
from views import _ask


@pytest.fixture(scope="session")
def moment() -> datetime:
    return world.now()


@pytest.fixture(scope="session")
def brand(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    """A database with figures in it."""
    database = world.build(tmp_path_factory.mktemp("brand"), moment)
    yield database
    database.close()


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Database]:
    """A database with sources and no row."""
    database = world.empty(tmp_path)
    yield database
    database.close()


@pytest.fixture(autouse=True)
def no_cache() -> Iterator[None]:
    """Answers of one database must not be given for another."""
    yield
    _ask.forget()
    st.cache_resource.clear()
