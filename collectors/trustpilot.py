"""Reviews of a company on Trustpilot, through the API that its business accounts have, newest first."""

from datetime import datetime
from functools import partial
from typing import Annotated, Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, model_validator

from collectors import World
from collectors._answer import Answer
from collectors._json import author, counts, each, moment, rows, stars, text, under
from collectors._options import Address, Pages, link, needed
from collectors._text import to_text
from collectors._walk import SEASON, WEEK, Page, Walk
from domain.errors import SourceRefused
from domain.ports import Collector
from domain.records import Mention, Source

_KEY, _WHERE = "TRUSTPILOT_API_KEY", "it stands under Integrations, APIs, of a Trustpilot business account"
_MOST = 100


class Options(BaseModel):
    """The company as `domain` (example.com), or as `business_unit`, its id; `languages` narrows the reviews."""

    model_config = ConfigDict(extra="forbid")

    domain: str | None = Field(None, pattern=r"^[\w.-]+\.\w{2,}$", max_length=253)
    business_unit: str | None = Field(None, pattern=r"^[0-9a-fA-F]{24}$")
    languages: list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]] = Field(default=[], max_length=50)
    pages: Pages = 20
    base_url: Address = "https://api.trustpilot.com"

    @model_validator(mode="after")
    def _one(self) -> Self:
        if not self.domain and not self.business_unit:
            raise ValueError('add domain = "example.com" or business_unit = "..." to options')
        return self


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of one company, a list for each language or one for all."""
    reader = _Reader(source, options, world)
    codes: list[str | None] = [*dict.fromkeys(options.languages)] or [None]
    lists = {code or "all languages": partial(reader.page, code) for code in codes}
    return Walk(source, world, lists, pages=options.pages, overlap=WEEK, deep=SEASON)


class _Reader:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._options, self._world = source, options, world
        self._unit = options.business_unit

    def page(self, language: str | None, number: str | None, since: datetime | None) -> Page:
        """A hundred reviews; the service links to the next page where there is one."""
        self._unit = self._unit or self._find(str(self._options.domain))
        place = int(number or 1)
        query = {"page": place, "perPage": _MOST, "orderBy": "createdat.desc", "language": language}
        answer = self._get(f"/v1/business-units/{quote(self._unit, safe='')}/reviews", **query)
        reviews = rows(answer, "reviews")
        links = under(answer.json(), "links")
        linked = isinstance(links, list) and any(text(one, "rel") == "next-page" for one in links)
        more = bool(reviews) and (linked or len(reviews) >= _MOST)
        return Page(mentions=each(reviews, self._mention, answer), following=str(place + 1) if more else None)

    def _find(self, domain: str) -> str:
        if not (unit := text(self._get("/v1/business-units/find", name=domain).json(), "id")):
            raise SourceRefused(f"Trustpilot knows no company at {domain}; check domain")
        return unit

    def _get(self, path: str, **query: object) -> Answer:
        (key,) = needed(self._world, self._source, _KEY, where=_WHERE)
        # In a header: addresses end up in logs.
        return self._world.fetcher.get(link(self._options.base_url, path, **query), headers={"apikey": key})

    def _mention(self, review: object) -> Mention:
        number = text(review, "id")
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            external_id=number,
            title=to_text(text(review, "title"), plain=True),
            text=to_text(text(review, "text"), plain=True),
            url=link("https://www.trustpilot.com", f"/reviews/{quote(number, safe='')}"),
            author=author(review, "consumer", "displayName"),
            rating=stars(review, "stars"),
            language=text(review, "language")[:2].lower() or None,
            published_at=moment(review, "createdAt"),
            site="www.trustpilot.com",
            engagement=counts(review, likes="numberOfLikes"),
            reply_at=moment(review, "companyReply", "createdAt"),
            reply_text=to_text(text(review, "companyReply", "text"), plain=True) or None,
        )
