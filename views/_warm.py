"""Draws the first page once for nobody, when the server starts: what it needs is read and known before anyone comes."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from domain.errors import EarshotError
from domain.records import Brand
from views import _filters, _page, overview
from views._ask import Opener, asked

logger = logging.getLogger(__name__)
# Streamlit warns, once for each element, that nobody sees it.
_UNSEEN = "streamlit.runtime.scriptrunner_utils.script_run_context"


def draw(opener: Opener, snapshot: str, brands: Sequence[Brand], today: date) -> None:
    """The Overview as an address without filters shows it; its answers stay in the cache, its modules are loaded."""
    queries = asked(opener, snapshot)
    overview.render(queries, _filters.parse({}, _page.choices(queries, brands, today)))


def before_opening(prepare: Callable[[], None]) -> Callable[[Any], Any]:
    """Streamlit's `lifespan`: the port opens once `prepare` is done; what it cannot do is left to the first visit."""

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        quiet = logging.getLogger(_UNSEEN)
        level = quiet.level
        quiet.setLevel(logging.ERROR)
        # Gathered, so that whatever goes wrong is said and the app opens all the same.
        (failed,) = await asyncio.gather(asyncio.to_thread(prepare), return_exceptions=True)
        quiet.setLevel(level)
        if isinstance(failed, EarshotError | OSError):
            logger.info("nothing is prepared: %s", failed)
        elif failed is not None:
            logger.warning("nothing is prepared", exc_info=failed)
        settle()
        yield

    return lifespan


def settle() -> None:
    """Set aside what stays loaded for good: Streamlit looks through all else for garbage after every click."""
    gc.collect()
    gc.freeze()
