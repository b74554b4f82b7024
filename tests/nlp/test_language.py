"""The language gate: other languages are recognised, short English is not mistaken, nothing is downloaded."""

import csv
import gzip
import io
import logging
from pathlib import Path

import pytest

from nlp.clean import blanked, is_empty
from nlp.english import WORDS_FILE
from nlp.language import NO_WORDS, LanguageGate
from nlp.training.words import common, texts


@pytest.fixture(scope="module")
def gate() -> LanguageGate:
    return LanguageGate()


@pytest.mark.parametrize(
    "text",
    [
        "Great app",
        "love it",
        "crashes",
        "cant login",
        "so bad",
        "5 stars",
        "im excited!",
        "I wanna die",
        "Wait.... What??!",
        "Okay, thank you so much!",
        "GOOD",
        "Trust your gut",
        "@united I love my Cubs!",
        "That’s what I’m terrified of.",
    ],
)
def test_short_english_is_kept_as_english(gate: LanguageGate, text: str) -> None:
    assert gate.known([text]) == ["en"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sehr gut", "de"),
        ("muy malo", "es"),
        ("ne marche pas", "fr"),
        ("werkt niet", "nl"),
        ("Muito bom", "pt"),
        ("굿", "ko"),
        ("あれ", "ja"),
        ("很好", "zh"),
        ("垃圾", "zh"),
        ("Die App stürzt ständig ab, bitte beheben", "de"),
        ("La aplicación no funciona desde la última actualización", "es"),
        ("Приложение не работает после обновления", "ru"),
    ],
)
def test_other_languages_are_named(gate: LanguageGate, text: str, language: str) -> None:
    assert gate.known([text]) == [language]


@pytest.mark.parametrize(
    "text",
    [
        *("Basura", "Abzocke", "arnaque", "ladrones", "truffa", "berbat", "bagus", "pangit", "Peor app", "no sirve"),
        *("gagal terus", "Terrible servicio", "Schlechter Service", "Nao presta", "foarte prost", "Ｂａｄ ａｐｐ"),
        "yeh app bahut kharab hai paise wapas nahi mile",
        "bhai ye company fraud hai mera paisa nahi de rahi",
        "customer care wale phone nahi uthate",
        "uzhasnaya podderzhka nikto ne otvechaet",
        "app khong dung duoc",
    ],
)
def test_other_languages_in_plain_letters_are_never_english(gate: LanguageGate, text: str) -> None:
    assert gate.known([text]) != ["en"]


@pytest.mark.parametrize(
    "text", ["overheats", "sooooo baaaaad", "it's scammers", "won't open", "horrible #AcmeFails", "café smells"]
)
def test_english_that_is_shortened_stretched_or_tagged_stays_english(gate: LanguageGate, text: str) -> None:
    assert gate.known([text]) == ["en"]


@pytest.mark.parametrize(
    "text",
    ["@united no wheelchairs", "aisle please", "yes, and rebooked incorrectly", "Understaffing is controllable"],
)
def test_english_of_rare_words_is_english_where_the_model_is_sure(gate: LanguageGate, text: str) -> None:
    assert gate.known([text]) == ["en"]


@pytest.mark.parametrize("text", ["Zendoo sucks", "Zendoo is down", "love Zendoo", "Worst Zendoo", "Zendoo crashes"])
def test_a_brands_name_makes_a_short_text_no_other_language(gate: LanguageGate, text: str) -> None:
    assert gate.known([text]) == ["en"]


def test_a_rare_word_counts_once_however_often_it_is_said(gate: LanguageGate) -> None:
    told = "@united our 1 layover itinerary was swapped for a 3 layover itinerary - really?"
    assert gate.known([told]) == ["en"]


@pytest.mark.shared
def test_the_list_of_english_words_is_what_its_script_makes(shared: Path) -> None:
    assert common(texts(shared / "gold")) == WORDS_FILE.read_text("utf-8").split()


@pytest.mark.parametrize("text", ["👍", "❤️❤️", ":)", "@united 👎", "<3"])
def test_emoji_alone_have_no_language_and_can_be_scored(gate: LanguageGate, text: str) -> None:
    assert (gate.known([text]), is_empty(text)) == ([NO_WORDS], False)


@pytest.mark.parametrize(
    "text", ["", "  \n", "[deleted]", "[removed]", "https://t.co/x1", "@united", "10/10", "...", "?!", "<br/>", "N/A"]
)
def test_where_nothing_is_said_there_is_nothing_to_score(text: str) -> None:
    assert is_empty(text)


def test_a_text_of_another_script_is_never_english(gate: LanguageGate) -> None:
    assert "en" not in gate.known(["너무 좋아요 app", "ภาษาไทย", "हिन्दी", "ქართული", "한국어 ok ok"])


def test_the_language_library_logs_no_text(gate: LanguageGate, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        gate.known(["x" * 5_000, "secret words that nobody should read in a log " * 20])
    assert caplog.text == ""


def test_blanking_moves_no_character() -> None:
    text = "see https://a.b/c @me #late <b>now</b> &amp; then"
    assert len(blanked(text)) == len(text)
    assert blanked(text).split() == ["see", "late", "now", "then"]


@pytest.mark.shared
def test_korean_reviews_are_korean_and_english_tweets_english(gate: LanguageGate, shared: Path) -> None:
    rows = csv.DictReader(
        io.StringIO(gzip.decompress((shared / "reviews/app_store_korean_banks.csv.gz").read_bytes()).decode())
    )
    reviews = [row.get("review") or row.get("content") or "" for row in rows]
    assert set(gate.known([text for text in reviews if text])) <= {"ko"}
    tweets = gzip.decompress((shared / "gold/tweeteval/test_text.txt.gz").read_bytes()).decode().splitlines()
    known = gate.known(tweets)
    assert sum(language == "en" for language in known) / len(known) > 0.984
