"""What VADER knows about single tokens: each distinct one is looked at once and remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import punctuation

from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES

BOOSTERS: Mapping[str, float] = BOOSTER_DICT
IDIOMS: Mapping[str, float] = {phrase: value for phrase, value in SPECIAL_CASES.items() if " " in phrase}
PAIR_BOOSTERS: Mapping[str, float] = {phrase: value for phrase, value in BOOSTERS.items() if " " in phrase}
_NEGATIONS = frozenset(NEGATE)
# One word of each phrase, and never one that stands in every other sentence: where it is absent, so is the phrase.
_FREQUENT = frozenset({"for", "of", "the", "to"})
_TELLING = frozenset([w for w in phrase.split() if w not in _FREQUENT][-1] for phrase in (*IDIOMS, *PAIR_BOOSTERS))
_ACTIVE = _TELLING | {"no", "so", "this", "least", "kind"}
# Strangers write the tokens: what is remembered stays below about 100 MB.
_ROOM = 20_000_000
_COST_OF_A_TOKEN = 100


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One token as the rules see it.

    lower: without surrounding punctuation, in lower case. valence: None where the token cannot carry one (not
    in the lexicon, or a booster). listed: whether the lexicon holds it. upper: all capitals. boost: what it adds
    to a positive neighbour. negates: whether it turns a neighbour round. telling: whether an idiom may hold it.
    """

    lower: str
    valence: float | None
    listed: bool
    upper: bool
    boost: float
    negates: bool
    telling: bool


EMOJI = Word("", None, False, False, 0.0, False, False)


class Words(dict[str, Word | None]):
    """Token to Word where the scorer must stop (lexicon words, `but`, EMOJI for a token that holds one), else None.

    `known` holds the Word of each token seen so far, `active` those that may change a neighbour's valence or be
    part of an idiom.
    Clear it only between two texts: a text's tokens must all have been looked at.
    """

    def __init__(self, lexicon: Mapping[str, float], emojis: frozenset[str]) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._emojis = emojis
        self.known: dict[str, Word] = {}
        self.active: set[str] = set()
        self._spent = 0

    @property
    def full(self) -> bool:
        """Whether the room for remembered tokens is used up."""
        return self._spent > _ROOM

    def clear(self) -> None:
        """Forget every token."""
        super().clear()
        self.known.clear()
        self.active.clear()
        self._spent = 0

    def __missing__(self, token: str) -> Word | None:
        self._spent += _COST_OF_A_TOKEN + len(token)
        if not token.isascii() and not self._emojis.isdisjoint(token):
            self[token] = EMOJI
            return EMOJI
        word = self.known[token] = self._look(token)
        if word.boost or word.negates or word.lower in _ACTIVE:
            self.active.add(token)
        stop = word if word.valence is not None or word.lower == "but" else None
        self[token] = stop
        return stop

    def _look(self, token: str) -> Word:
        stripped = token.strip(punctuation)
        # Two characters or fewer were an emoticon, or upstream takes them for one.
        lower = (token if len(stripped) <= 2 else stripped).lower()
        return Word(
            lower=lower,
            valence=None if lower in BOOSTERS else self._lexicon.get(lower),
            listed=lower in self._lexicon,
            upper=token.isupper(),
            boost=BOOSTERS.get(lower, 0.0),
            negates=lower in _NEGATIONS or "n't" in lower,
            telling=lower in _TELLING,
        )
