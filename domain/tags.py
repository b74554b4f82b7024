"""Tags: free words on mentions, told apart whatever their case; and the rules that put them there."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from domain.errors import ConfigError

LONGEST = 40
MOST_ON_A_MENTION = 20
MOST_TAGS = 500
MOST_RULES = 100
MOST_AT_ONCE = 5_000

# A person's own word, where a rule's number would stand.
BY_HAND = 0

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS_KEPT = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRule:
    """Mentions for which `query` holds, of one brand or (None) of any, get the tag; a paused one looks at no new ones.

    `made_at` is aware UTC.
    """

    rule_id: int
    tag: str
    query: str
    brand: str | None
    person: str
    made_at: datetime
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChange:
    """A change that was made: its id, which takes it back; the tag; how many mentions it touched.

    `full` mentions were left alone because they have MOST_ON_A_MENTION tags already.
    """

    change_id: int
    tag: str
    mentions: int = 0
    full: int = 0


def tag_named(written: str) -> str:
    """A tag as it is kept: NFC, blanks single, nothing invisible.

    Raises ConfigError where nothing is left, for more than LONGEST characters, and for a semicolon: exports put one
    between two tags.
    """
    normal = unicodedata.normalize("NFC", written[: LONGEST * 20])
    seen = (c if c in _JOINERS_KEPT or unicodedata.category(c) not in _UNSEEN else " " for c in normal)
    name = " ".join("".join(seen).split()).strip("\u200c\u200d")
    if not name:
        raise ConfigError("a tag needs a word; write one such as: late delivery")
    if len(name) > LONGEST:
        raise ConfigError(f"tag {name[:LONGEST]!r}...: longer than {LONGEST} characters; write a shorter one")
    if ";" in name:
        raise ConfigError(f"tag {name!r}: a semicolon stands between two tags; add them one by one")
    return name


def tag_key(name: str) -> str:
    """What two spellings of one tag have in common, whatever their case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
