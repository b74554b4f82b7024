"""Strangers' words made harmless: for HTML, for markdown labels, for links and for spreadsheets."""

import re
import unicodedata
from html import escape
from urllib.parse import urlsplit

ELLIPSIS = "…"
WORD_JOINER = "\u2060"
_JOINERS_KEPT = {"\u200c", "\u200d"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&^=\"'%/:])")
_AUTOLINK = re.compile(r"(?i)(https?|ftp|mailto)(?=\\?:)|(www)(?=\\?\.)|(@)")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def clean(text: object, limit: int = 4000) -> str:
    """NFC, without bidirectional and other control characters or invisible ones, capped at `limit` characters.

    The two joiners that Persian, Hindi and emoji need are kept; line ends become single newlines.
    """
    if text is None or text != text:
        return ""
    cut = str(text)[: limit * 2]
    normal = unicodedata.normalize("NFC", cut.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept = "".join(c for c in normal if c == "\n" or c in _JOINERS_KEPT or unicodedata.category(c) not in _UNSEEN)
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + ELLIPSIS


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def html(text: object, limit: int = 4000) -> str:
    """Cleaned and escaped for HTML, attributes included."""
    return escape(clean(text, limit), quote=True)


def bdi(text: object, limit: int = 4000) -> str:
    """Escaped, and isolated so that its writing direction cannot leak into what stands beside it."""
    return f'<bdi dir="auto">{html(text, limit)}</bdi>'


def md(text: object, limit: int = 200) -> str:
    """Cleaned for markdown labels: nothing is formatted, nothing becomes a link, a formula or an icon.

    Backslashes alone leave autolinks alive; a word joiner inside the scheme, after www and @ stops them.
    """
    flat = " ".join(clean(text, limit).split())
    joined = _AUTOLINK.sub(lambda m: m.group(0) + WORD_JOINER, flat)
    return _MARKDOWN.sub(r"\\\1", joined).replace("\\:", "\\:" + WORD_JOINER)


def url(address: object) -> str | None:
    """The address where it is plain http(s) with a host and without credentials, else None."""
    if not isinstance(address, str) or not address or len(address) > 2000:
        return None
    if any(c.isspace() or unicodedata.category(c) in _UNSEEN for c in address):
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and not parts.username and not parts.password
    except ValueError:
        return None
    return address if usable else None


def host(address: str) -> str:
    """The host of an address that `url` let through, without www."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def marked(text: str, start: int | None, end: int | None, around: int = 700) -> str:
    """Escaped text with text[start:end] inside <mark>; long texts keep `around` characters on either side."""
    if start is None or end is None or not 0 <= start < end <= len(text):
        return html(text, around * 2)
    before, after = text[max(0, start - around) : start], text[end : end + around]
    lead = ELLIPSIS if start > around else ""
    tail = ELLIPSIS if end + around < len(text) else ""
    return f"{lead}{html(before)}<mark>{html(text[start:end])}</mark>{html(after)}{tail}"


def cell(value: object) -> str:
    """A spreadsheet cell that stays text: a leading quote before what a spreadsheet would run."""
    text = "" if value is None or value != value else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else text
