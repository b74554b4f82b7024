"""Makes nlp/english_words.txt again: `python -m nlp.training.words --out FILE`. A few seconds.

The words of the licensed English texts that the network and the emotions learn from; a word that fewer than three
texts hold may be a slip or another language's.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.measured import SHARED
from nlp.english import WORDS_FILE, stem_of
from nlp.language import spoken
from nlp.training.corpora import goemotions, sentiment_examples

_FEWEST = 3
_LETTERS_THAT_ARE_WORDS = frozenset("aiu")


def main() -> None:
    """Read the texts, write the list."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--gold", type=Path, default=SHARED / "gold", help="the folder of licensed labelled texts")
    asked.add_argument("--out", type=Path, default=WORDS_FILE, help="where the list goes")
    given = asked.parse_args()
    given.out.write_text("\n".join(common(texts(given.gold))) + "\n", "utf-8")


def texts(gold: Path) -> Iterator[str]:
    """Every text that counts."""
    yield from (example.text for example in goemotions(gold, "train"))
    yield from (example.text for example in sentiment_examples(gold))


def common(said: Iterable[str]) -> list[str]:
    """Words in ASCII letters that three or more texts hold, in small letters, sorted."""
    held: Counter[str] = Counter()
    for text in said:
        held.update({stem_of(word) for word in spoken(text) if word.isascii()})
    return sorted(w for w, n in held.items() if n >= _FEWEST and (len(w) > 1 or w in _LETTERS_THAT_ARE_WORDS))


if __name__ == "__main__":
    main()
