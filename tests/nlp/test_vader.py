"""The vader engine says what upstream says, on every text, and says it faster."""

import string
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES, SentimentIntensityAnalyzer

from benchmarks.vader_texts import Fuzzer, real
from domain.records import Label
from nlp.vader import VaderScorer
from nlp.vader_words import Words


@pytest.fixture(scope="module")
def upstream() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@pytest.fixture(scope="module")
def scorer() -> VaderScorer:
    return VaderScorer()


Same = Callable[[str], bool]


@pytest.fixture(scope="module")
def same(upstream: SentimentIntensityAnalyzer, scorer: VaderScorer) -> Same:
    def equal(text: str) -> bool:
        four = scorer.scores([text])[0]
        ours = {"neg": four.neg, "neu": four.neu, "pos": four.pos, "compound": four.compound}
        compound = scorer.score([text])[0].polarity
        return ours == upstream.polarity_scores(text) and compound == four.compound == scorer.compound(text)

    return equal


LEXICON = sorted(SentimentIntensityAnalyzer().lexicon)
EMOJIS = [emoji for emoji in SentimentIntensityAnalyzer().emojis if len(emoji) == 1]
PHRASES = [
    *SPECIAL_CASES,
    *NEGATE,
    *BOOSTER_DICT,
    "but",
    "no",
    "or",
    "nor",
    "so",
    "this",
    "least",
    "at",
    "very",
    "kind",
    "of",
]
TOKENS = st.one_of(st.sampled_from(LEXICON), st.sampled_from(PHRASES), st.sampled_from(EMOJIS), st.text(max_size=6))
SHAPED = st.builds(
    lambda word, shape, before, after: before + shape(word) + after,
    TOKENS,
    st.sampled_from([str, str, str.upper, str.title]),
    st.sampled_from(["", "", "(", '"', "#"]),
    st.sampled_from(["", "", "!", "?", "!!", "???", ",", ".", "'s"]),
)


@given(st.lists(SHAPED, max_size=14), st.sampled_from([" ", " ", "  ", "\n", "\u00a0", ""]))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_equals_upstream_on_any_row_of_the_words_that_upstream_looks_for(
    same: Same, words: list[str], blank: str
) -> None:
    assert same(blank.join(words))


@given(st.text())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_equals_upstream_on_any_text(same: Same, text: str) -> None:
    assert same(text)


def test_it_equals_upstream_on_five_thousand_fuzzed_texts(same: Same) -> None:
    assert [text for text in Fuzzer(seed=20).texts(5_000) if not same(text)] == []


def test_it_equals_upstream_on_every_lexicon_word_and_emoji(same: Same) -> None:
    texts = [
        *LEXICON,
        *EMOJIS,
        *(f"not {word}" for word in LEXICON[::7]),
        *(f"{emoji}{emoji}x" for emoji in EMOJIS[::5]),
    ]
    assert [text for text in texts if not same(text)] == []


@pytest.mark.shared
def test_it_equals_upstream_on_a_sample_of_the_real_texts(same: Same, shared: Path) -> None:
    texts = [*islice(real(shared / "reviews"), 0, 14_000, 7), *islice(real(shared / "gold"), 0, 60_000, 25)]
    assert len(texts) > 3_000
    assert [text for text in texts if not same(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "GOOD &lt;3",
        "It was good but bad but good, good and bad!",
        "no good or bad",
        "kind of good, sort of bad, just enough fun",
        "this is so not the shit",
        "the plot is to die for, the kiss of death",
        "BAD ASS bus stop, yeah right",
        "without a doubt the least good, at least great, very least bad",
        "never so happy never this sad",
        "🔛great🆙❤️ok",
        "ﬃ İ ẞ ǅ good",
        string.punctuation,
    ],
)
def test_it_equals_upstream_on_known_oddities(same: Same, text: str) -> None:
    assert same(text)


def test_the_label_turns_at_plus_and_minus_five_hundredths(scorer: VaderScorer) -> None:
    labels = [s.label for s in scorer.score(["great", "terrible", "the table", ""])]
    assert labels == [Label.POSITIVE, Label.NEGATIVE, Label.NEUTRAL, Label.NEUTRAL]


def test_what_is_remembered_of_strangers_words_is_bounded(same: Same, scorer: VaderScorer) -> None:
    for i in range(30):
        scorer.score([f"w{i}" * 500_000])
    assert scorer._words._spent < 22_000_000
    assert same("not good")


def test_forgetting_words_between_two_texts_changes_no_score(upstream: SentimentIntensityAnalyzer) -> None:
    words = Words(upstream.lexicon, frozenset())
    assert words["good"] is not None
    words.clear()
    assert (dict(words), words.known, words.active, words.full) == ({}, {}, set(), False)


def test_a_text_of_a_megabyte_is_scored_in_a_moment(scorer: VaderScorer) -> None:
    start = time.process_time()
    scorer.score(["good bad great but " * 50_000])
    assert time.process_time() - start < 5


def test_it_is_several_times_faster_than_upstream(upstream: SentimentIntensityAnalyzer, scorer: VaderScorer) -> None:
    texts = [" ".join(Fuzzer(seed=i).text() for _ in range(8)) for i in range(25)]
    scorer.score(texts)
    start = time.process_time()
    scorer.score(texts)
    ours = time.process_time() - start
    start = time.process_time()
    for text in texts:
        upstream.polarity_scores(text)
    assert time.process_time() - start > 4 * ours


def test_name_and_version_say_which_lexicon_it_was(scorer: VaderScorer) -> None:
    assert scorer.name == "vader"
    assert scorer.version == VaderScorer().version
    assert scorer.version.startswith("3.3.2-")
