"""Runs one page as the app does, without a browser: real queries, real widgets, no server."""

from collections.abc import Mapping
from datetime import date

from streamlit.testing.v1 import AppTest

from storage.connection import Database
from tests.views.world import Desk


def _script(slug, database, desk, today):  # type: ignore[no-untyped-def]  # its source runs where no name is known
    from tests.views.world import BRANDS
    from views import VIEWS, _page
    from views._ask import asked

    queries = asked(database.read, database.snapshot_name)
    _page.show(VIEWS[slug], slug, queries, desk, _page.choices(queries, BRANDS, today))


def opened(
    slug: str,
    database: Database,
    today: date,
    params: Mapping[str, str | list[str]] | None = None,
    desk: Desk | None = None,
) -> AppTest:
    """The page after its first run, with these query parameters in the address."""
    values = {"slug": slug, "database": database, "desk": desk or Desk(database), "today": today}
    app = AppTest.from_function(_script, kwargs=values, default_timeout=300)
    for key, value in (params or {}).items():
        app.query_params[key] = value
    return app.run()


def text(app: AppTest) -> str:
    """All HTML of the page as one string."""
    return "\n".join(block.proto.body for block in app.get("html"))
