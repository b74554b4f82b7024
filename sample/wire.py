"""The sample as services would send it: RSS, Apple's customer-reviews XML, Reddit's Atom."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape

from domain.records import Mention

PAGE, PAGES = 50, 10
# Apple writes its own zone, whatever the reviewer's.
APPLE = timezone(timedelta(hours=-7))
LABEL = "Sample data of Earshot: invented texts, invented brands, nobody's words"


def rss(title: str, posts: Sequence[Mention]) -> bytes:
    """An RSS 2.0 document, newest first, with the text as escaped HTML; `site` becomes an item's <source>."""
    items = "".join(map(_item, sorted(posts, key=_moment, reverse=True)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{escape(title)}</title><link>https://forum.example/</link>"
        f"<description>{escape(LABEL)}</description><language>en</language>{items}</channel></rss>"
    ).encode()


def _item(post: Mention) -> str:
    origin = f'<source url="{escape(post.site)}">{escape(post.author or "")}</source>' if post.site else ""
    return (
        f"<item><title>{escape(post.title)}</title><link>{escape(post.url or '')}</link>"
        f'<guid isPermaLink="false">{escape(post.external_id)}</guid>'
        f"<pubDate>{format_datetime(_moment(post), usegmt=True)}</pubDate>"
        f"<dc:creator>{escape(post.author or '')}</dc:creator>{origin}"
        f"<description>{escape(f'<p>{escape(post.text)}</p>')}</description></item>"
    )


def apple(base: str, country: str, app: int, number: int, reviews: Sequence[Mention]) -> bytes:
    """One page of Apple's feed, newest first, 50 a page; a page beyond the last has no entry."""
    ordered = sorted(reviews, key=_moment, reverse=True)[: PAGE * PAGES]
    last = max(1, -(-len(ordered) // PAGE))
    shown = ordered[PAGE * (number - 1) : PAGE * number]
    links = {"self": number, "first": 1, "last": last, "previous": max(1, number - 1), "next": min(last, number + 1)}
    address = f"{base}/{country}/rss/customerreviews/page={{}}/id={app}/sortby=mostrecent/xml"
    head = "".join(
        f'<link rel="{name}" href="{escape(address.format(page))}"/>'
        for name, page in links.items()
        if not (name == "next" and number >= last)
    )
    updated = _moment(ordered[0]) if ordered else datetime(2000, 1, 1, tzinfo=UTC)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<id>{escape(address.format(number))}</id><title>iTunes Store: Customer Reviews</title>"
        f"<updated>{updated.astimezone(APPLE).isoformat()}</updated>{head}"
        f"<author><name>iTunes Store</name></author><rights>{escape(LABEL)}</rights>"
        f"{''.join(map(_review, shown))}</feed>"
    ).encode()


def _review(review: Mention) -> str:
    table = f"<table><tr><td><b>{escape(review.title)}</b></td></tr><tr><td>{escape(review.text)}</td></tr></table>"
    return (
        f"<entry><updated>{_moment(review).astimezone(APPLE).isoformat()}</updated><id>{review.external_id}</id>"
        f'<title>{escape(review.title)}</title><content type="text">{escape(review.text)}</content>'
        f'<link rel="related" href="{escape(review.url or "")}"/><im:voteSum>0</im:voteSum>'
        '<im:contentType term="Application" label="Application"/><im:voteCount>0</im:voteCount>'
        f"<im:rating>{review.rating or 0:.0f}</im:rating><im:version>{review.app_version}</im:version>"
        f"<author><name>{escape(review.author or '')}</name></author>"
        f'<content type="html">{escape(table)}</content></entry>'
    )


def reddit(place: str, posts: Sequence[Mention]) -> bytes:
    """Reddit's Atom of posts, or of comments, newest first."""
    ordered = sorted(posts, key=_moment, reverse=True)
    entry: Callable[[Mention], str] = _entry
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>/r/{escape(place)}/.rss</id><title>r/{escape(place)}</title><subtitle>{escape(LABEL)}</subtitle>"
        f"{''.join(map(entry, ordered))}</feed>"
    ).encode()


def _entry(post: Mention) -> str:
    comment, name, link = post.external_id.startswith("t1_"), escape(post.author or ""), escape(post.url or "")
    at = _moment(post).isoformat()
    words = f'<!-- SC_OFF --><div class="md"><p>{escape(post.text)}</p></div><!-- SC_ON -->' if post.text else ""
    foot = (
        f'&#32; submitted by &#32; <a href="https://reddit.example/user/{name}"> /u/{name} </a> <br/> '
        f'<span><a href="{link}">[link]</a></span> &#32; <span><a href="{link}">[comments]</a></span>'
    )
    title = f"/u/{post.author} on {post.title}" if comment else post.title
    published = "" if comment else f"<published>{at}</published>"
    return (
        f"<entry><author><name>/u/{name}</name><uri>https://reddit.example/user/{name}</uri></author>"
        f'<category term="{post.site}" label="r/{post.site}"/>'
        f'<content type="html">{escape(words if comment else words + foot)}</content><id>{post.external_id}</id>'
        f'<link href="{link}"/><updated>{at}</updated>{published}<title>{escape(title)}</title></entry>'
    )


def _moment(one: Mention) -> datetime:
    return one.published_at or datetime(2000, 1, 1, tzinfo=UTC)
