"""Reviews of a game on Steam, the last changed first, so that edited ones come again.

Steam asks for a thumb, not for stars. A thumb made into one or five stars would move every mean of stars to the
ends, so `rating` stays unknown and the thumb is counted: engagement "recommended" is 1 or 0.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from pydantic import BaseModel, ConfigDict, Field

from collectors import World
from collectors._json import counts, each, moment, rows, text, under
from collectors._options import Address, Pages, link
from collectors._text import to_text
from collectors._walk import SEASON, WEEK, Page, Walk
from domain.errors import SourceRefused
from domain.ports import Collector
from domain.records import Mention, Source

_LINE = re.compile(r"\[/?(?:h[1-3]|hr|list|olist|table|tr|quote(?:=[^\]]*)?|\*)\]", re.IGNORECASE)
_MARK = re.compile(r"\[/?(?:b|i|u|strike|spoiler|noparse|code|td|th|url(?:=[^\]]*)?)\]", re.IGNORECASE)
_LANGUAGES: Mapping[str, str] = dict(
    re.findall(
        r"(\w+) (\w\w)",
        "arabic ar, brazilian pt, bulgarian bg, czech cs, danish da, dutch nl, english en, finnish fi, french fr, "
        "german de, greek el, hungarian hu, indonesian id, italian it, japanese ja, koreana ko, latam es, "
        "norwegian no, polish pl, portuguese pt, romanian ro, russian ru, schinese zh, spanish es, swedish sv, "
        "tchinese zh, thai th, turkish tr, ukrainian uk, vietnamese vi",
    )
)


class Options(BaseModel):
    """`app_id` is the number in the game's address; `languages` are Steam's names for them, such as "english"."""

    model_config = ConfigDict(extra="forbid")

    app_id: int = Field(gt=0)
    languages: list[str] = Field(default=["all"], min_length=1, max_length=40)
    pages: Pages = 50
    base_url: Address = "https://store.steampowered.com"


def build(source: Source, options: Options, world: World) -> Collector:
    """A collector of one game, a list for each language."""
    reader = _Reader(source, options, world)
    lists = {name: partial(reader.page, name) for name in dict.fromkeys(options.languages)}
    return Walk(source, world, lists, pages=options.pages, overlap=WEEK, deep=SEASON)


class _Reader:
    def __init__(self, source: Source, options: Options, world: World) -> None:
        self._source, self._options, self._world = source, options, world

    def page(self, language: str, cursor: str | None, since: datetime | None) -> Page:
        """A hundred reviews from the service's cursor on; an empty page is the last."""
        path = f"/appreviews/{self._options.app_id}"
        asked = {"filter": "updated", "language": language, "review_type": "all", "purchase_type": "all"}
        more = {"num_per_page": 100, "filter_offtopic_activity": 0, "cursor": cursor or "*"}
        answer = self._world.fetcher.get(link(self._options.base_url, path, json=1, **asked, **more))
        if under(answer.json(), "success") not in (1, True):
            raise SourceRefused(f"Steam has no reviews of app {self._options.app_id}; check app_id and languages")
        reviews = rows(answer, "reviews")
        changed = tuple(filter(None, (moment(one, "timestamp_updated") for one in reviews)))
        following = text(answer.json(), "cursor") if reviews else ""
        return Page(mentions=each(reviews, self._mention, answer), following=following or None, times=changed)

    def _mention(self, review: object) -> Mention:
        person = text(review, "author", "steamid")
        recommended = under(review, "voted_up")
        thumb = {"recommended": int(recommended)} if isinstance(recommended, bool) else {}
        return Mention(
            source=self._source.name,
            kind=self._source.kind,
            external_id=text(review, "recommendationid"),
            text=_plain(text(review, "review")),
            url=f"https://steamcommunity.com/profiles/{person}/recommended/{self._options.app_id}/" if person else None,
            author=person[:200] or None,
            language=_LANGUAGES.get(text(review, "language")),
            published_at=moment(review, "timestamp_created"),
            site="store.steampowered.com",
            engagement={**thumb, **counts(review, votes="votes_up", funny="votes_funny", comments="comment_count")},
            reply_at=moment(review, "timestamp_dev_responded"),
            reply_text=_plain(text(review, "developer_response")) or None,
        )


def _plain(marked: str) -> str:
    return to_text(_MARK.sub("", _LINE.sub("\n", marked)), plain=True)
