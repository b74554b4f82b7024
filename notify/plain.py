"""Strangers' words made harmless for every channel: what Markdown and HTML read is replaced, links do not fire."""

import re
import unicodedata

WORD_JOINER = "\u2060"
ELLIPSIS = "…"
_KEPT = frozenset({"\u200c", "\u200d"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Full-width twins look alike and mean nothing to Markdown, HTML or a chat's own marks. Escaping would depend on which
# of those a channel reads, and show its backslashes where it reads none.
_TWINS = str.maketrans(
    {c: chr(ord(c) + 0xFEE0) for c in "*_~|#`\\<>[]&$"},
)
_LINK = re.compile(r"(?i)([a-z][a-z0-9+.-]*:)(?=//|\S)|(www)(?=\.)|(@)|(?<=[a-z0-9])(\.)(?=[a-z]{2})")


def plain(text: object, limit: int = 120) -> str:
    """One line of at most `limit` characters that no channel formats, links, or takes for the name of a person."""
    cut = unicodedata.normalize("NFC", str(text or "")[: limit * 4])
    seen = "".join(" " if c.isspace() else c for c in cut if c.isspace() or c in _KEPT or _visible(c))
    flat = " ".join(seen.split())
    short = flat if len(flat) <= limit else flat[: limit - 1].rstrip() + ELLIPSIS
    return _LINK.sub(lambda found: found.group(0) + WORD_JOINER, short.translate(_TWINS))


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN
