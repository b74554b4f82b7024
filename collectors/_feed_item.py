"""An entry of a feed, in whichever grammar, and the mention that it becomes: its identity above all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from collectors._text import site_of, tidy, usable_url
from domain.identity import stable_id
from domain.records import Mention, Source

_LONGEST_ID = 500
_LONGEST_TITLE = 2_000
_LONGEST_TEXT = 200_000
_OLDEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry in whichever grammar, before it has an identity; `url` is `link` made whole."""

    guid: str
    link: str
    url: str
    title: str
    text: str
    author: str | None
    published_at: datetime | None
    site: str | None = None
    raw: str | None = None


def mention_of(item: Item, source: Source) -> Mention:
    url = usable_url(item.url)
    return Mention(
        source=source.name,
        kind=source.kind,
        namespace=source.namespace,
        external_id=_identity(item),
        title=item.title[:_LONGEST_TITLE],
        text=item.text[:_LONGEST_TEXT],
        url=url,
        author=item.author,
        published_at=item.published_at,
        site=item.site or site_of(url),
        raw=item.raw,
    )


def joined(base: str, link: str) -> str:
    """The link made whole. It takes no query from the feed's own address: tokens stand there."""
    try:
        return urljoin(base.partition("?")[0], link) if link else ""
    except ValueError:
        return link


def _identity(item: Item) -> str:
    """guid, else link, else a hash of title, date and text."""
    given = tidy(item.guid or item.link)
    if given and len(given) <= _LONGEST_ID:
        return given
    if given:
        return f"hash:{stable_id(given):016x}"
    when = item.published_at.isoformat() if item.published_at else ""
    return f"hash:{stable_id(item.title, when, item.text):016x}"


def rank(mention: Mention) -> tuple[datetime, int, str, str, str]:
    """Of several entries with one guid the newest wins, then the longest; never the order in the document."""
    moment = mention.published_at or _OLDEST
    return moment, len(mention.text), mention.title, mention.text, mention.url or ""
