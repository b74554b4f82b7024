"""A brand's own name is no feeling (VADER's word list has "united" at +1.8): masks names before an engine reads."""

import re
from collections.abc import Sequence
from hashlib import blake2b

from domain.ports import Scorer
from domain.records import Sentiment

# No engine feels anything about it. On airline tweets the default engine did as well with "@user" as without a mask,
# a little worse with "it" and a little better with this.
MASK = "the company"
_MOST_NAMES = 200


class MaskingScorer:
    """An engine that reads texts with the names masked; positions and everything else are as they were.

    names: whole names, matched without regard to case, also as @handle or #tag and in the possessive; "Bolt Coffee"
    is matched as "BoltCoffee" too. Without names it is the engine itself, to the last digit.
    """

    def __init__(self, engine: Scorer, names: Sequence[str]) -> None:
        self.name = engine.name
        self._engine = engine
        self._pattern = pattern(names)
        known = "|".join(sorted({name.strip().lower() for name in names if name.strip()}))
        mark = f"+names-{blake2b(known.encode(), digest_size=3).hexdigest()}" if self._pattern else ""
        self.version = f"{engine.version}{mark}"

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """As many results as texts, in their order."""
        return self._engine.score([masked(text, self._pattern) for text in texts])


def pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    """What finds any of the names; the longest first, None where there is none."""
    kept = sorted({" ".join(name.split()) for name in names if name.strip()}, key=lambda n: (-len(n), n))[:_MOST_NAMES]
    if not kept:
        return None
    forms = "|".join(r"[\s_-]?".join(map(re.escape, name.lstrip("@#").split())) for name in kept if name.lstrip("@#"))
    return re.compile(rf"(?<![\w@#])[@#]?(?:{forms})(?!\w)", re.IGNORECASE) if forms else None


def masked(text: str, names: re.Pattern[str] | None, mask: str = MASK) -> str:
    """The text with every name masked."""
    return text if names is None else names.sub(mask, text)
