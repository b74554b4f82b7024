"""From what strangers write to plain text, times in UTC and usable addresses."""

import calendar
import html
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from collectors._number_dates import in_numbers

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_URL = 2048
_LONGEST_DATE = 80
# The parser's time grows with the square of how deep elements nest: 35 s for a hundred thousand.
_MANY_TAGS = 10_000
_ANY_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1|\Z)|<[a-zA-Z/!?][^<>]*>?",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_FOOT = 300

_TAG = re.compile(r"<[a-zA-Z/!?][^<]*>")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31};|#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};)")
# What a later decoding may still take for markup; other words in brackets are somebody's code: List<Integer>.
_ELEMENTS = (
    "a|abbr|address|article|aside|audio|b|big|blockquote|body|br|button|center|cite|code|col|dd|del|div|dl|dt|em|"
    "embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|"
    "main|mark|meta|nav|object|ol|option|p|picture|pre|q|s|samp|script|section|select|small|source|span|strike|"
    "strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|tr|tt|u|ul|var|video|wbr"
)
_KNOWN_TAG = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|<!--[^<>]*-->", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
# Where one of these begins or ends, a reader sees a new line; between others, nothing.
_BLOCK = re.compile(
    r"(?=</?(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|"
    r"hr|li|main|nav|ol|option|p|pre|section|table|td|tfoot|th|thead|title|tr|ul)\b)",
    re.IGNORECASE,
)
_UNREAD = "script,style,template"
_UNREAD_TAG = re.compile(r"<(?:script|style|template)\b", re.IGNORECASE)
# A browser takes all that follows one of these, when it is not closed, for raw text.
_SWALLOWS = re.compile(
    r"</?(?:iframe|object|noscript|noembed|noframes|textarea|xmp|plaintext|select|svg)\b[^<>]*>", re.IGNORECASE
)
# C0 and C1 controls, byte order marks, lone surrogates, and the separators that end a line.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]{2,}|[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_EDGES = re.compile(r" *\n\s*")
_URL = re.compile(r"https?://[^\s\x00-\x20/?#\\<>\"]+[^\s\x00-\x20\x7f<>\"]*", re.IGNORECASE)
_REDDIT_FOOT = re.compile(
    r"\s*submitted by\s+(?:/?u/\S+|\[deleted\])(?:\s+to\s+/?r/\S+)?"
    r"\s*\[link\]\s*(?:\[comments\]|\[\d+ comments?\])\s*$"
)


def to_text(markup: str | None, *, plain: bool = False) -> str:
    """What a person reads of a piece of HTML: no tag, entity or control character, one space between words.

    Blocks and <br> end a line. Feeds that escape twice are decoded twice. `plain` says that the source calls
    this plain text: then only HTML's own elements count as markup, and `List<Integer>` stays.
    """
    text = markup or ""
    if "<" in text or "&" in text:
        if "<![CDATA[" in text:
            text = text.replace("<![CDATA[", "").replace("]]>", "")
        if not plain:
            text = _read(text) if _TAG.search(text) else html.unescape(text)
        for _ in range(4):
            if _KNOWN_TAG.search(text):
                text = _KNOWN_TAG.sub("", _BLOCK.sub("\n", _SCRIPT.sub("", text)))
            elif _ENTITY.search(text):
                text = html.unescape(text)
            else:
                break
    return tidy(text)


def tidy(text: str) -> str:
    """One space between words, one line end between paragraphs, nothing that cannot be shown or stored."""
    if not text.isprintable():
        text = _EDGES.sub("\n", _SPACES.sub(" ", _CONTROL.sub("", _LINE_END.sub("\n", text))))
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return text.strip()


def without_reddit_foot(text: str) -> str:
    """Takes off `submitted by /u/NAME [link] [comments]`, which Reddit puts under every summary."""
    foot = text[-_LONGEST_FOOT:]
    return text[:-_LONGEST_FOOT] + _REDDIT_FOOT.sub("", foot) if "submitted by" in foot else text


def usable_url(address: str | None) -> str | None:
    """The address where a browser could open it, http or https; else None."""
    if not address or len(address) > _LONGEST_URL:
        return None
    address = address.strip()
    if not _URL.fullmatch(address):
        return None
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    # A login in a link is how a link to one house is dressed as a link to another.
    return address if usable and "@" not in parts.netloc else None


def site_of(address: str | None) -> str | None:
    """The host that an address belongs to, without `www.`; None for no address."""
    host = urlsplit(address).hostname if address else None
    return host.removeprefix("www.") if host else None


def utc(parsed: object) -> datetime | None:
    """A UTC nine-tuple, as feedparser gives it, as an aware time; None where it is none or out of range."""
    if not isinstance(parsed, time.struct_time):
        return None
    try:
        return _EPOCH + timedelta(seconds=calendar.timegm(parsed))
    except (OverflowError, ValueError):
        return None


def parse_date(written: str | None, *, quick: bool = False) -> datetime | None:
    """A date as somebody wrote it, as aware UTC; None where no moment can be read from it.

    One without a zone is taken as UTC; one in words needs all three of day, month and year. `quick` leaves out
    what takes long to read: words of any language.
    """
    words = (written or "").strip()
    if not words or len(words) > _LONGEST_DATE:
        return None
    found = in_numbers(words) or _iso(words) or _mail(words) or (None if quick else _any_language(words))
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _iso(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def _mail(words: str) -> datetime | None:
    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _any_language(words: str) -> datetime | None:
    """Slow (0.05 s, and 2 s the first time), so it comes last and is loaded only when a date needs it."""
    if not any(letter.isdigit() for letter in words):
        return None
    import dateparser  # noqa: PLC0415 - takes 2 s and few sources ever need it

    settings = {"TIMEZONE": "UTC", "STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    try:
        found: datetime | None = dateparser.parse(words, settings=settings)
    except (ValueError, TypeError, OverflowError, LookupError, RecursionError):
        return None
    return found


def _read(markup: str) -> str:
    if markup.count("<") > _MANY_TAGS:
        return html.unescape(_ANY_TAG.sub("", _BLOCK.sub("\n", markup)))
    tree = LexborHTMLParser(_BLOCK.sub("\n", _SWALLOWS.sub("", markup)))
    if _UNREAD_TAG.search(markup):
        for node in tree.css(_UNREAD):
            node.decompose()
    return tree.root.text(deep=True, separator="") if tree.root else ""
