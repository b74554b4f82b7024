"""Engines by name, behind the gate: what cannot be scored is never shown as neutral."""

import csv
import gzip
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.records import Label, Sentiment
from nlp.engines import ENGINES, GatedScorer, load
from nlp.language import LanguageGate
from nlp.vader import VaderScorer


@pytest.fixture(scope="module")
def gated() -> GatedScorer:
    return GatedScorer(VaderScorer(), LanguageGate())


class Counting:
    """An engine that counts what it is asked."""

    name = "counting"
    version = "1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        self.asked.extend(texts)
        return [Sentiment(polarity=0.5, label=Label.POSITIVE, confidence=0.9) for _ in texts]


@pytest.mark.shared
def test_a_non_english_review_is_never_shown_as_neutral(gated: GatedScorer, shared: Path) -> None:
    texts = []
    for name, column in (("google_play_korean_banks", "content"), ("app_store_korean_banks", "review")):
        rows = list(
            csv.DictReader(io.StringIO(gzip.decompress((shared / f"reviews/{name}.csv.gz").read_bytes()).decode()))
        )
        texts += [row.get(column) or row.get("content") or "" for row in rows]
    korean = [text for text in texts if re.search("[가-힣]", text) and not re.search("[A-Za-z]{3}", text)]
    assert len(korean) > 900
    results = gated.score(korean)
    assert {(r.label, r.polarity, r.reason) for r in results} == {(None, None, "language")}
    assert {r.language for r in results} == {"ko"}


def test_what_holds_nothing_is_not_scored_and_says_so(gated: GatedScorer) -> None:
    results = gated.score(["", "[deleted]", "https://t.co/abc", "10/10"])
    assert {(r.label, r.polarity, r.reason) for r in results} == {(None, None, "empty")}


def test_results_keep_the_order_and_carry_the_language(gated: GatedScorer) -> None:
    results = gated.score(["I love it", "", "sehr schlecht", "I hate it", "I love it"])
    assert [r.label for r in results] == [Label.POSITIVE, None, None, Label.NEGATIVE, Label.POSITIVE]
    assert [r.language for r in results] == ["en", None, "de", "en", "en"]


def test_the_gate_changes_no_score(gated: GatedScorer) -> None:
    texts = ["GOOD &lt;3", "United is late again!!", "👍😡"]
    assert [r.polarity for r in gated.score(texts)] == [r.polarity for r in VaderScorer().score(texts)]


def test_each_distinct_text_is_run_once_and_foreign_ones_never() -> None:
    engine = Counting()
    results = GatedScorer(engine, LanguageGate()).score(["I like this", "나빠요", "I like this", "You are great"])
    assert engine.asked == ["I like this", "You are great"]
    assert [r.confidence for r in results] == [0.9, None, 0.9, 0.9]


def test_name_and_version_of_the_engine_are_kept_and_the_gate_is_named(gated: GatedScorer) -> None:
    assert gated.name == "vader"
    assert gated.version == f"{VaderScorer().version}+gate2"


def test_an_unknown_engine_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ConfigError, match=r"engine 'magic'.*default, vader"):
        load("magic")


def test_missing_weights_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="vader"):
        load("default", weights=tmp_path / "nothing")


def test_every_engine_has_a_name_that_the_configuration_may_hold() -> None:
    assert {"default", "vader"} <= set(ENGINES)


def test_nothing_to_do_is_done_at_once(gated: GatedScorer) -> None:
    assert gated.score([]) == []
