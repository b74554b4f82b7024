"""The default engine with the weights that come along: what it finds, what it survives, what it says of itself."""

import hashlib
import json
import threading
from pathlib import Path

import numpy as np
import pytest

from domain.errors import ConfigError
from domain.records import Label, Sentiment
from nlp.default import DefaultScorer, passages
from nlp.encoder import Encoder
from nlp.network import MODEL_FILE, WEIGHTS, batches
from nlp.plain import plain

COMPLAINTS = [
    "Can't log in after the update",
    "Two weeks and the parcel is still not here",
    "@acme been on hold for 50 minutes",
    "The app closes itself as soon as I open my basket",
    "I was billed twice and support does not answer",
    "My suitcase did not arrive with me and nobody at the desk knew anything",
    "The left earbud died after a month",
    "Food was cold by the time it came",
    "They cancelled my booking without telling me",
    "Way too expensive for such thin fabric",
]
PRAISE = [
    "Arrived a day early and works like a charm",
    "The crew was lovely, thank you so much!",
    "Best blender I have had, easy to clean",
    "No complaints at all, would buy again",
    "😍😍 love it",
]
QUESTIONS = [
    "Do you deliver to Norway?",
    "@acme what time does the shop open on Sunday?",
    "I bought it on Monday and it comes in two colours.",
]
HOSTILE = [
    "\ud800 broken",
    "\x00\x00",
    "a" * 200_000,
    "😀" * 5_000,
    "</script>" * 900,
    "\u202e\u200b",
    "&#" * 3_000,
    "@" * 999,
]


@pytest.fixture(scope="module")
def scorer() -> DefaultScorer:
    return DefaultScorer()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def labels(scorer: DefaultScorer, texts: list[str]) -> list[Label | None]:
    return [found.label for found in scorer.score(texts)]


def test_complaints_without_an_angry_word_are_found(scorer: DefaultScorer) -> None:
    assert labels(scorer, COMPLAINTS).count(Label.NEGATIVE) >= 9


def test_praise_is_not_taken_for_a_complaint(scorer: DefaultScorer) -> None:
    assert labels(scorer, PRAISE).count(Label.POSITIVE) >= 4
    assert Label.NEGATIVE not in labels(scorer, PRAISE)


def test_a_question_is_not_a_complaint(scorer: DefaultScorer) -> None:
    assert Label.NEGATIVE not in labels(scorer, QUESTIONS)


def test_a_handle_that_praises_does_not_change_the_score(scorer: DefaultScorer) -> None:
    great, plain_one = scorer.score(["@GreatAir lost my bag http://t.co/x1", "@acme lost my bag"])
    assert great == plain_one


def test_polarity_label_and_confidence_agree(scorer: DefaultScorer) -> None:
    for found, shares in zip(scorer.score(COMPLAINTS), scorer.probabilities(COMPLAINTS), strict=True):
        assert found.polarity == pytest.approx(float(shares[2] - shares[0]), abs=1e-6)
        assert found.confidence == pytest.approx(float(shares.max()), abs=1e-6)
        assert sum(shares) == pytest.approx(1.0, abs=1e-5)


def test_a_text_scores_the_same_alone_as_among_others(scorer: DefaultScorer) -> None:
    together = scorer.probabilities([*COMPLAINTS, *PRAISE, "so " * 90, *QUESTIONS])
    alone = np.concatenate([scorer.probabilities([text]) for text in COMPLAINTS])
    assert np.abs(together[: len(COMPLAINTS)] - alone).max() < 1e-4


def test_blank_and_deleted_texts_are_not_scored(scorer: DefaultScorer) -> None:
    empty = Sentiment(polarity=None, label=None, reason="empty")
    assert scorer.score(["", "  \n", "[removed]"]) == [empty] * 3
    assert scorer.score([]) == []


def test_hostile_texts_are_survived_in_order(scorer: DefaultScorer) -> None:
    found = scorer.score([*HOSTILE, PRAISE[0]])
    assert len(found) == len(HOSTILE) + 1
    assert found[-1].label is Label.POSITIVE


def test_the_end_of_a_long_review_counts(scorer: DefaultScorer) -> None:
    start = "We came on Tuesday and stayed for three nights on the second floor. " * 12
    bad = scorer.score([start + "The staff was awful, the room filthy, never again. " * 12])[0]
    good = scorer.score([start + "The staff was wonderful, the room lovely, we will be back. " * 12])[0]
    assert bad.polarity is not None and good.polarity is not None
    assert bad.polarity < good.polarity - 0.3


def test_passages_are_whole_sentences_and_lose_no_word() -> None:
    text = "This is a sentence of some words. " * 60
    assert all(len(part) <= 400 for part in passages(text))
    assert " ".join(passages(text)).split() == text.split()


def test_why_points_at_the_sentence_that_complains(scorer: DefaultScorer) -> None:
    text = "The view was lovely. The shower was broken and nobody came to fix it. We liked the breakfast."
    reasons = scorer.explain(text)
    assert [text[r.start : r.end] for r in reasons] == [r.text for r in reasons]
    assert min(reasons, key=lambda r: r.polarity).text.startswith("The shower")


def test_why_points_at_the_words_of_a_single_sentence(scorer: DefaultScorer) -> None:
    reasons = scorer.explain("what a terrible phone")
    assert min(reasons, key=lambda r: r.polarity).text == "terrible"
    assert scorer.explain("") == ()


def test_cleaning_masks_handles_drops_links_and_spells_emoji() -> None:
    dirty = "😡😡 @Acme &amp; co\u200b http://t.co/a nooooo!!!!!!"
    assert plain(dirty) == "pouting face @user & co nooo!!!"


def test_the_version_names_the_weights(scorer: DefaultScorer) -> None:
    card = json.loads((WEIGHTS / "card.json").read_text("utf-8"))
    assert card["sha256"] == hashlib.sha256((WEIGHTS / MODEL_FILE).read_bytes()).hexdigest()
    # A file that was laid out anew and gives the very numbers of an earlier one goes by that one's name.
    assert scorer.version.startswith(card.get("scores_as", card["sha256"])[:12])


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="install Earshot again"):
        DefaultScorer(tmp_path)


def test_the_weights_stay_small() -> None:
    head = [p for p in WEIGHTS.iterdir() if p.name.startswith("emotions.")]
    assert sum(p.stat().st_size for p in head) <= 1_000_000
    assert sum(p.stat().st_size for p in WEIGHTS.iterdir() if p not in head) <= 35_000_000


def test_embeddings_are_unit_rows_in_order_and_repeats_are_the_same(encoder: Encoder) -> None:
    steps: list[tuple[int, int]] = []
    rows = encoder.encode([*COMPLAINTS, COMPLAINTS[0], *HOSTILE], lambda done, whole: steps.append((done, whole)))
    assert rows.dtype == np.float32 and rows.shape == (len(COMPLAINTS) + 1 + len(HOSTILE), 384)
    assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-5
    assert (rows[0] == rows[len(COMPLAINTS)]).all()
    assert steps[-1] == (len(COMPLAINTS) + len(HOSTILE), len(COMPLAINTS) + len(HOSTILE))
    assert encoder.encode([]).shape == (0, 384)


def test_embeddings_put_like_with_like(encoder: Encoder) -> None:
    late, delayed, coffee = encoder.encode(["The flight is late", "Delayed three hours at the gate", "Great coffee"])
    assert late @ delayed > late @ coffee + 0.2


def test_batches_hold_every_text_once_and_little_padding() -> None:
    lengths = [5, 200, 7, 256, 6, 5] * 40
    found = list(batches(lengths))
    assert sorted(i for batch in found for i in batch) == list(range(len(lengths)))
    assert all(len(batch) * max(lengths[i] for i in batch) <= 2_048 for batch in found)


def test_two_threads_get_the_same_scores(scorer: DefaultScorer) -> None:
    alone = scorer.score(COMPLAINTS)
    found: list[list[Sentiment]] = []
    threads = [threading.Thread(target=lambda: found.append(scorer.score(COMPLAINTS))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone, alone]


@pytest.mark.parametrize("at_once", [1, 3])
def test_how_many_batches_run_at_once_changes_no_number(
    scorer: DefaultScorer, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"{text} ({i})" for i in range(3) for text in (*COMPLAINTS, *PRAISE, *QUESTIONS)]
    expected = scorer.probabilities(texts)
    monkeypatch.setattr("nlp.network.AT_ONCE", at_once)
    assert np.array_equal(scorer.probabilities(texts), expected)


def test_the_file_is_loaded_once_for_scores_and_embeddings(scorer: DefaultScorer, encoder: Encoder) -> None:
    assert scorer._network is encoder._network


@pytest.mark.parametrize(
    ("text", "label"),
    [
        *((bad, Label.NEGATIVE) for bad in ("One star.", "1/5 stars", "I'd give 0 stars if I could", "Rated 1 star")),
        *(
            (bad, Label.NEGATIVE)
            for bad in ("\U0001f44e", "The update \U0001f44e\U0001f3fd\U0001f44e", "Nice? 1 star!")
        ),
        *((good, Label.POSITIVE) for good in ("5 stars", "I give it five stars", "A one star hotel but lovely staff")),
        *((good, Label.POSITIVE) for good in ("It deserves more than one star, great app", "\U0001f44d")),
    ],
)
def test_few_stars_and_a_thumb_down_are_a_bad_verdict(scorer: DefaultScorer, text: str, label: Label) -> None:
    assert scorer.score([text])[0].label is label
