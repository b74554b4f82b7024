"""What the network reads of a text: entities undone, handles masked, links gone, emoji spelled out."""

import html
import re
import unicodedata

MAX_CHARACTERS = 6_000

_LINK = re.compile(r"(?:https?://|www\.)\S+|\bhttp\b")
# A handle is masked and not dropped: who is spoken to tells a complaint from a remark.
_HANDLE = re.compile(r"(?<![\w@.])@\w{1,50}")
_INVISIBLE = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\ud800-\udfff]"
    r"|[\x00-\x08\x0b-\x1f\x7f]"
)
# The tokeniser knows no emoji; its Unicode name says the same in words that it knows.
_EMOJI = re.compile(r"([\u2600-\u27bf\U0001f300-\U0001faff])\1*")
_STRETCHED = re.compile(r"(\w)\1{3,}|([!?.,;:~*_=#-])\2{3,}")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Clean one text; at most 6,000 characters of it count."""
    text = html.unescape(text[:MAX_CHARACTERS])
    text = _INVISIBLE.sub("", _LINK.sub(" ", text))
    text = _EMOJI.sub(spelled, text)
    text = _STRETCHED.sub(shortened, _HANDLE.sub("@user", text))
    return _SPACES.sub(" ", text).strip()


def shortened(found: re.Match[str]) -> str:
    """A letter or mark said four times or more, said three times."""
    return (found[1] or found[2]) * 3


def spelled(found: re.Match[str]) -> str:
    """The name of an emoji, once however often it is repeated."""
    return f" {unicodedata.name(found[1], '').lower()} "
