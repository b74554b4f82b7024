"""Text to words: folded so that case and Unicode's spellings do not matter, and indexed by position."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property

# No phrase and no NEAR reaches across it, from the end of a title into the text.
TITLE_GAP = 1000
# Scripts written without spaces: each character is a word, a query word of several is a phrase of them.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
# Joiners, soft hyphens and what asks for an emoji's colours are invisible: a word with one reads like the word without.
_INVISIBLE = (*map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_FOLD = {**dict.fromkeys(_INVISIBLE), ord("’"): "'", ord("ʼ"): "'", ord("ı"): "i"}
# The compatibility form would make letters and digits of them, and another word of the one before: Acme™, Acme¹.
_RAISED = re.compile("[™℠¹²³⁰⁴-⁹]")


def fold(text: str) -> str:
    """The spelling that is compared: compatibility form, case folded, invisible characters dropped."""
    if text.isascii():
        return text.lower()
    once = unicodedata.normalize("NFKC", _RAISED.sub(" ", text)).casefold()
    # A Turkish capital I keeps its dot through the folding, the small letter has none to compare it with.
    return unicodedata.normalize("NFKC", once).translate(_FOLD).replace("i\u0307", "i")


@cache
def _pattern(extra: str) -> re.Pattern[str]:
    # Python's \w leaves out combining marks, which would cut Hindi words (and "é" in two parts) to pieces.
    marks = "".join(chr(c) for c in range(0x300, 0xFFFF) if unicodedata.category(chr(c)) in {"Mn", "Mc"})
    letter = rf"[^\W_{_UNSPACED}]|[{marks}{extra}]"
    # A _ holds words together (snake_case); one at an end only marks them up: _Acme_.
    return re.compile(rf"[{_UNSPACED}]\*?|(?:{letter})+(?:(?:'|_+)(?:{letter})+)*")


def words(folded: str, *, wildcards: bool = False) -> list[str]:
    """The words of a folded text in order; with `wildcards` a * belongs to its word."""
    if not wildcards:
        return _pattern("").findall(folded)
    found = _pattern("*").findall(folded)
    return [w.rstrip("*") if re.match(f"[{_UNSPACED}]", w) else w for w in found]


class Document:
    """One mention as queries see it: folded once, cut into words only when a query needs them."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = fields
        self.title = fold(fields.get("title") or "")
        self.text = fold(fields.get("text") or "")

    @cached_property
    def folded(self) -> str:
        """Title and text, for a quick look whether a word can be there at all."""
        return f"{self.title}\n{self.text}"

    @cached_property
    def _cut(self) -> tuple[list[str], list[str]]:
        return words(self.title), words(self.text)

    @cached_property
    def text_start(self) -> int:
        """The position of the text's first word; a title's words are below it."""
        return len(self._cut[0]) + TITLE_GAP

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Word to its positions, ascending. "Apple's" stands at one position as itself, "apple" and "s"."""
        index: dict[str, list[int]] = {}
        for start, found in zip((0, self.text_start), self._cut, strict=True):
            for position, word in enumerate(found, start):
                index.setdefault(word, []).append(position)
                if "'" in word:
                    for part in set(word.split("'")):
                        index.setdefault(part, []).append(position)
        return index

    @cached_property
    def positions(self) -> frozenset[int]:
        """Every position that holds a word."""
        title, text = self._cut
        return frozenset(range(len(title))) | frozenset(range(self.text_start, self.text_start + len(text)))
