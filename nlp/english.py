"""Which words are English: those that three or more of the licensed English texts hold (`nlp/training/words.py`)."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("english_words.txt")
_STRETCHED = re.compile(r"(.)\1{2,}")


class EnglishWords:
    """Knows 14,000 words, also stretched ("soooo") or shortened ("it's")."""

    def __init__(self, more: frozenset[str] = frozenset()) -> None:
        """Read the list (100 kB); `more` are words beside it."""
        self._words = more.union(WORDS_FILE.read_text("utf-8").split())

    def share(self, words: Sequence[str]) -> float:
        """How many of these different words, in small letters, are English: 0 .. 1, and 1 of none."""
        different = set(words)
        return sum(map(self._holds, different)) / len(different) if different else 1.0

    def _holds(self, word: str) -> bool:
        stem = stem_of(word if word.isascii() else _plain(word))
        if stem in self._words or word in self._words:
            return True
        return _STRETCHED.sub(r"\1", stem) in self._words or _STRETCHED.sub(r"\1\1", stem) in self._words


def _plain(word: str) -> str:
    """ "café" as "cafe"."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def stem_of(word: str) -> str:
    """What stands before the apostrophe."""
    return word.split("'", 1)[0]
