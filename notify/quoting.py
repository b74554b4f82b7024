"""Strangers' words for a report: one line, without what is not seen; escaping is left to the form that shows them."""

import unicodedata

ELLIPSIS = "…"
_KEPT = frozenset({"\u200c", "\u200d"})
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def cleaned(text: object, limit: int = 280) -> str:
    """NFC on one line of at most `limit` characters, without control, direction and invisible characters.

    The two joiners that Persian, Hindi and emoji need are kept.
    """
    normal = unicodedata.normalize("NFC", str(text or "")[: limit * 4])
    seen = "".join(" " if c.isspace() else c for c in normal if c.isspace() or c in _KEPT or _visible(c))
    flat = " ".join(seen.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + ELLIPSIS


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN
