"""Reviews of an app in Google Play, as the store's own page asks for them, newest first.

There is no documented service for other people's apps. This is the request that the page itself makes, a form
with one call inside and an answer of nested lists without names; it may change any day, and then this says so.
"""

import json
from datetime import datetime
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from collectors import World
from collectors._addresses import shown
from collectors._answer import Answer
from collectors._json import author, each, moment, stars, text, under, whole
from collectors._options import Address, Pages, link
from collectors._text import to_text
from collectors._walk import SEASON, WEEK, Page, Walk
from domain.errors import SourceRefused
from domain.ports import Collector
from domain.records import Mention, Source

_CALL, _NEWEST, _SIZE = "oCPfdb", 2, 150


class Options(BaseModel):
    """`app_id` is what follows id= in the app's address; reviews are kept by language, not by country."""

    model_config = ConfigDict(extra="forbid")

    app_id: str = Field(pattern=r"^[A-Za-z]\w*(\.\w+)+$", max_length=200)
    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]] = Field(["en"], min_length=1)
    country: str = Field("us", pattern=r"^[a-zA-Z]{2}$")
    pages: Pages = 20
    base_url: Address = "https://play.google.com"


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of one app, a list for each language."""
    reader = _Reader(source, options, world)
    lists = {code: partial(reader.page, code) for code in dict.fromkeys(options.languages)}
    return Walk(source, world, lists, pages=options.pages, overlap=WEEK, deep=SEASON)


class _Reader:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._options, self._world = source, options, world

    def page(self, language: str, token: str | None, since: datetime | None) -> Page:
        """A page of reviews and the token of the next one."""
        size = [_SIZE, None, token] if token else [_SIZE]
        inner = [None, [2, _NEWEST, size, None, [None] * 9], [self._options.app_id, 7]]
        call = [[[_CALL, json.dumps(inner, separators=(",", ":")), None, "generic"]]]
        path = "/_/PlayStoreUi/data/batchexecute"
        answer = self._world.fetcher.post(
            link(self._options.base_url, path, hl=language, gl=self._options.country.lower()),
            urlencode({"f.req": json.dumps(call, separators=(",", ":"))}).encode(),
            headers={"content-type": "application/x-www-form-urlencoded;charset=UTF-8"},
        )
        said = self._said(answer)
        found = under(said, 0)
        parts = (under(part, -1) for part in (said[1:] if isinstance(said, list) else []))
        following = next((part for part in parts if isinstance(part, str) and part), None)
        return Page(mentions=each(found if isinstance(found, list) else [], self._mention, answer), following=following)

    def _said(self, answer: Answer) -> object:
        """The list inside the text inside the list of calls; empty for an app without reviews."""
        try:
            calls = json.loads(answer.body.partition(b"\n")[2] if answer.body.startswith(b")]}'") else answer.body)
            ours = next((call for call in calls if under(call, 1) == _CALL), None)
            said: object = json.loads(text(ours, 2))
        except (ValueError, TypeError, RecursionError):
            said = None
        if not isinstance(said, list):
            raise SourceRefused(
                f"{shown(answer.url)} gave no list of reviews of {self._options.app_id}; check app_id and country, "
                "or the store has changed its form"
            )
        return said

    def _mention(self, review: object) -> Mention:
        number, votes = text(review, 0), whole(review, 6)
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            external_id=number,
            text=to_text(text(review, 4), plain=True),
            url=link("https://play.google.com", "/store/apps/details", id=self._options.app_id, reviewId=number),
            author=author(review, 1, 0),
            rating=stars(review, 2),
            published_at=moment(review, 5, 0),
            site="play.google.com",
            app_version=text(review, 10)[:50] or None,
            engagement={"votes": votes} if votes is not None else {},
            reply_at=moment(review, 7, 2, 0),
            reply_text=to_text(text(review, 7, 1), plain=True) or None,
        )
