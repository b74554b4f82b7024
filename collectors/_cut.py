"""Whether an XML document ended before its end: a connection that broke off without anybody saying so."""

import codecs
import re

_CLOSED = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>|</channel\s*>\s*\Z", re.IGNORECASE)


def is_cut_short(body: bytes) -> bool:
    """Whether nothing closes the feed; asked of documents that no strict parser can read."""
    return not _CLOSED.search(body.replace(b"\0", b""))


def without_half_character(body: bytes) -> bytes:
    """The same without the beginning of a UTF-8 character at its end, which would make all of it another encoding's."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)
    except UnicodeDecodeError:
        return body
    half = len(decoder.getstate()[0])
    return body[:-half] if half else body
