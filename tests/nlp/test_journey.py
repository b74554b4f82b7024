"""Templates of journeys: all that come along are sound, mistakes are named, phrases find whole words and no more."""

from pathlib import Path

import pytest

from domain.errors import ConfigError
from nlp.journey import Journey, PhraseMatcher, Touchpoint, journey_names, load_journey


@pytest.mark.parametrize("name", ["automotive", "banking", "d2c", "hotel", "transport", "utility"])
def test_every_industry_has_a_template(name: str) -> None:
    found = load_journey(name)
    assert name in journey_names()
    assert 7 <= len(found.touchpoints) <= 10
    assert all(t.description and t.phrases for t in found.touchpoints)


@pytest.mark.parametrize(
    ("name", "text", "touchpoints"),
    [
        ("d2c", "My parcel is late and customer service never answers", ("Delivery", "Support")),
        ("hotel", "The front desk was slow but breakfast was great", ("Arrive", "Eat and drink")),
        ("banking", "Hidden fees on every transfer", ("Fees and interest", "Pay and transfer")),
        ("utility", "Another power cut and still the bill went up", ("Bill and pay", "Supply")),
        ("automotive", "The dealer had no test drive", ("Buy or lease", "Look and compare")),
        ("transport", "They lost my luggage and the flight was delayed", ("Baggage", "On time")),
        ("d2c", "Nothing to see", ()),
    ],
)
def test_plain_sentences_reach_their_touchpoints(name: str, text: str, touchpoints: tuple[str, ...]) -> None:
    assert PhraseMatcher(load_journey(name)).match([text]) == [touchpoints]


def matcher(*phrases: str) -> PhraseMatcher:
    return PhraseMatcher(Journey(name="t", touchpoints=(Touchpoint(name="T", phrases=phrases),)))


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("app", "the APP!", True),
        ("app", "happy apps apply", False),
        ("deliver*", "undelivered", False),
        ("deliver*", "Delivery", True),
        ("check in", "check\n  in", True),
        ("check in", "check-in", True),
        ("check in", "check him in", False),
        ("lost bag*", "LOST BAGGAGE", True),
        ("don't know", "I don't know", True),
        ("größe", "Die GRÖSSE passt", True),
    ],
)
def test_a_phrase_is_whole_words_in_any_case(phrase: str, text: str, found: bool) -> None:
    assert matcher(phrase).match([text]) == [("T",) if found else ()]


def load(folder: Path, keys: str, more: str = "") -> Journey:
    file = folder / "mine.toml"
    file.write_text(f'[[touchpoint]]\nname = "T"\n{keys}\n{more}', "utf-8")
    return load_journey(file)


@pytest.mark.parametrize(
    ("keys", "more", "words"),
    [
        ("phrase = []", "", "unknown key 'phrase'"),
        ("topics = 'x'", "", "topics must be a list"),
        ("phrases = [1]", "", "phrases must be text"),
        ("phrases = ['*']", "", "holds no word"),
        ("", '[[touchpoint]]\nname = " t "', "means both"),
        ("also = ['help']", "[[touchpoint]]\nname = 'U'\nalso = ['HELP']", "'help' means both 'T' and 'U'"),
        ("", "[[touchpoint]]\n", "name is missing"),
        ("also = [", "", "no TOML"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(tmp_path: Path, keys: str, more: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load(tmp_path, keys, more)


def test_a_missing_file_names_the_templates_that_come_along() -> None:
    with pytest.raises(ConfigError, match="banking, d2c"):
        load_journey("nowhere.toml")


def test_any_edit_is_another_version(tmp_path: Path) -> None:
    one = load(tmp_path, 'phrases = ["x"]').version
    assert load(tmp_path, 'phrases = ["x"]').version == one
    for keys in ('phrases = ["y"]', 'topics = ["x"]', 'also = ["x"]', 'phrases = ["x"]\ndescription = "d"'):
        assert load(tmp_path, keys).version != one
