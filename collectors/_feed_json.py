"""JSON Feed 1.0 and 1.1, its whole grammar as far as mentions need it."""

import json
from collections.abc import Mapping

from collectors._answer import Answer
from collectors._feed_item import Item, joined
from collectors._raw import raw_of
from collectors._text import parse_date, tidy, to_text
from domain.errors import SourceRefused


def json_items(answer: Answer) -> list[Item]:
    """The items of a JSON Feed 1.0 or 1.1 (jsonfeed.org/version/1.1)."""
    try:
        said = json.loads(answer.body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise SourceRefused("the answer begins like JSON but cannot be read; open it in a browser") from error
    if not isinstance(said, dict) or "jsonfeed.org" not in str(said.get("version")):
        raise SourceRefused("the answer is JSON, but no JSON Feed; check the address")
    items = said.get("items")
    base = joined(answer.url, str(said.get("home_page_url") or "")) or answer.url
    found = items if isinstance(items, list) else []
    return [_json_item(item, said, base) for item in found if isinstance(item, dict)]


def _json_item(item: Mapping[str, object], feed: Mapping[str, object], base: str) -> Item:
    def words(key: str) -> str:
        value = item.get(key)
        return value.strip() if isinstance(value, str) else ""

    guid = item.get("id")
    text = to_text(words("content_html")) or to_text(words("content_text"), plain=True)
    return Item(
        guid=str(guid).strip() if isinstance(guid, str | int | float) else "",
        link=words("url") or words("external_url"),
        url=joined(base, words("url") or words("external_url")),
        title=to_text(words("title"), plain=True),
        text=text or to_text(words("summary"), plain=True),
        author=_json_author(item) or _json_author(feed),
        published_at=parse_date(words("date_published")) or parse_date(words("date_modified")),
        raw=raw_of(item),
    )


def _json_author(said: Mapping[str, object]) -> str | None:
    several = said.get("authors")
    people = [*(several if isinstance(several, list) else []), said.get("author")]
    names = (one.get("name") for one in people if isinstance(one, dict))
    return next((name for one in names if isinstance(one, str) and (name := tidy(one)[:200])), None)
