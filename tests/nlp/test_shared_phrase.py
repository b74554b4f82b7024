"""A group's name is a phrase as people write it, where they share one."""

from nlp.shared_phrase import shared_phrase
from nlp.wording import stem

PAGE = tuple(stem(word) for word in ("page", "confusing", "mistake", "bag"))


def test_a_phrase_with_the_most_telling_words_names_the_group_in_the_form_that_most_write() -> None:
    texts = [
        "The subscription page is confusing, I ordered two bags by mistake.",
        "Pages so confusing! I ordered a bag by mistake",
        "That page is confusing. And loud.",
        "Their pages is confusing; mistakes happen",
    ]
    assert shared_phrase(texts, PAGE, 2) == "page is confusing"
    assert shared_phrase(texts, PAGE, 4) == ""


def test_a_phrase_ends_with_its_clause_and_its_fifth_word() -> None:
    assert shared_phrase(["A page, confusing", "a page; confusing"], PAGE, 2) == ""
    assert shared_phrase(["page that is so very confusing"] * 2, PAGE, 2) == ""
    assert shared_phrase(["page that is so confusing"] * 2, PAGE, 2) == "page that is so confusing"


def test_one_word_said_twice_is_no_phrase_and_no_text_gives_none() -> None:
    assert shared_phrase(["page page page"] * 3, PAGE, 2) == ""
    assert shared_phrase([], PAGE, 1) == ""
