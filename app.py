"""Earshot in a browser: `streamlit run app.py`, or `python -m earshot serve`."""

import os
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

import wiring
from domain.errors import ConfigError, EarshotError, NotAllowed
from domain.people import Person, Right
from views import VIEWS, _first_use, _links, _page, _sign_in, _warm
from views._ask import asked
from views._guard import refusal
from views._headers import SafeHeaders

ICON = Path(__file__).parent / "views" / "earshot.png"
FIRST = "overview"


@st.cache_resource(show_spinner=False, max_entries=2)  # type: ignore[untyped-decorator]  # not followed
def _opened(path: Path, stamp: tuple[int, int]) -> wiring.App:
    # `stamp` is part of the key and nothing else: an edited file is another world.
    return wiring.open_app(path)


def _draw(app: wiring.App, slug: str) -> None:
    view = VIEWS[slug]
    if slug == FIRST or not app.snapshot_name:
        beginning = wiring.Beginning(wiring.config_path())
        if not app.config.brands and app.may(Right.MANAGE):
            _first_use.begin(beginning, app)
            return
        if _first_use.collecting(app, beginning):
            return
    try:
        queries = asked(app.queries, app.snapshot_name)
        choices = _page.choices(queries, app.config.brands, datetime.now(app.config.timezone).date())
    except EarshotError as error:
        _page.unanswered(view.TITLE, str(error))
        return
    _page.show(view, slug, queries, app, choices)
    _sign_in.account(app.who)


def _go_home(first: Any) -> None:
    st.switch_page(first, query_params={key: st.query_params.get_all(key) for key in st.query_params})


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(
        page_title="Earshot",
        page_icon=ICON,
        layout="wide",
        initial_sidebar_state="collapsed",
        menu_items={"About": "Earshot"},
    )
    if why := refusal(st.get_option("server.address"), os.environ, sign_in=_sign_in.prepared()):
        _page.unanswered("Earshot", why)
        return
    path = wiring.config_path()
    if not path.exists() and not _sign_in.prepared():
        _first_use.begin(wiring.Beginning(path))
        return
    if (world := _world(path)) is None:
        return
    pages = {
        slug: st.Page(
            partial(_draw, world, slug),
            title=view.TITLE,
            url_path=None if slug == FIRST else slug,
            default=slug == FIRST,
        )
        for slug, view in VIEWS.items()
    }
    _links.register(pages)
    # The first page's own address is "/"; a link to it by name must not end at "page not found".
    home = partial(_go_home, pages[FIRST])
    named = st.Page(home, title=VIEWS[FIRST].TITLE, url_path=FIRST, visibility="hidden")
    st.logo(ICON, size="large")
    st.navigation(_menu(pages, named), position="top").run()


def _world(path: Path) -> wiring.App | None:
    """What this visitor may see, in their hands; None where they were told why they see nothing."""
    claims = _sign_in.claims()
    if _sign_in.prepared() and claims is None:
        _sign_in.ask()
        return None
    try:
        written = path.stat()
        world: wiring.App = _opened(path, (written.st_mtime_ns, written.st_size))
        return world.of(_person(world, claims))
    except NotAllowed as error:
        _sign_in.refuse(str(error))
    except OSError as error:
        _page.unanswered("Earshot", f"{path}: cannot be read ({error.strerror})")
    except EarshotError as error:
        _page.unanswered("Earshot", str(error))
    return None


def _person(world: wiring.App, claims: Mapping[str, object] | None) -> Person:
    if claims is not None:
        return wiring.signed_in(world.config, claims)
    if world.config.auth:
        raise ConfigError(_sign_in.UNPREPARED)
    return wiring.local_person(os.environ)


def _menu(pages: Mapping[str, Any], named: Any) -> dict[str, list[Any]]:
    """The pages under the section that each names; those without one stand by themselves, first."""
    sections: dict[str, list[Any]] = {"": [named]}
    for slug, page in pages.items():
        sections.setdefault(getattr(VIEWS[slug], "SECTION", ""), []).append(page)
    return sections


def _prepare() -> None:
    """What the first visitor would wait for otherwise; nothing before there is something to show."""
    path = wiring.config_path()
    if not path.exists():
        return
    written = path.stat()
    world: wiring.App = _opened(path, (written.st_mtime_ns, written.st_size))
    if world.snapshot_name and world.config.brands:
        today = datetime.now(world.config.timezone).date()
        _warm.draw(world.queries, world.snapshot_name, world.config.brands, today)


if st.runtime.exists():
    main()
else:
    # What `streamlit run` finds and serves: the same script, behind headers that let nothing in from elsewhere.
    app = st.App(
        __file__,
        lifespan=_warm.before_opening(_prepare),
        middleware=[Middleware(SafeHeaders)],
        secrets=wiring.secrets_at_start(wiring.config_path(), os.environ),
    )
