"""From what strangers write to plain text."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors._text import parse_date, site_of, tidy, to_text, usable_url, without_reddit_foot

TAGS = "<p> </p> <b <!-- --> <![CDATA[ ]]> <script> </script> <iframe> <textarea> <br/>"
REST = "> < & &amp; &lt;b&gt; &amp;lt;p&amp;gt; x é 👩‍👩‍👧 ' \""
PIECES = st.sampled_from([*TAGS.split(" "), *REST.split(" "), " ", "\n", "\x00", "\ud800"])


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("I <3 this & that", "I <3 this & that"),
        ("<b>wo</b>rd", "word"),
        ("<p>one<p>two<br>three", "one\ntwo\nthree"),
        ("a &amp; b &#8211; c&nbsp;d", "a & b – c d"),
        ("x<script>alert(1)</script>y<style>p{}</style>z", "xyz"),
        ("safe<iframe src='x'> description", "safe description"),
        ("&lt;p&gt;twice&amp;nbsp;escaped&lt;/p&gt;", "twice escaped"),
        ("<![CDATA[<p>hello</p>]]>", "hello"),
        ("a<!-- no -->b", "ab"),
        ("a\u2028b\rc\x07\ufeff", "a\nb\nc"),
        ("  much \t  space \n\n\n here ", "much space\nhere"),
    ],
)
def test_markup_becomes_what_a_person_reads(markup: str, text: str) -> None:
    assert to_text(markup) == text


def test_plain_text_keeps_what_only_looks_like_markup() -> None:
    assert to_text("List<Integer> & if a<b", plain=True) == "List<Integer> & if a<b"
    assert to_text("but <b>this</b> &amp; that go", plain=True) == "but this & that go"


@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_any_text_comes_back_storable_without_elements_or_doubled_spaces(markup: str, plain: bool) -> None:
    text = to_text(markup, plain=plain)
    assert text.encode("utf-8").decode("utf-8") == text == text.strip()
    assert not re.search(r"[\x00-\x08\x0e-\x1f]|  |\r", text)


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<b ", "<!--", "<![CDATA[", "&amp;", "<script>", " \n", "<a b='", "submitted by u/x ", "]]><![CDATA["],
)
def test_half_a_million_characters_made_to_break_us_take_a_moment(piece: str) -> None:
    began = time.process_time()
    without_reddit_foot(to_text(piece * (500_000 // len(piece))))
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "data:text/html,x", "//x.example", "http://", "http://x.example/a b", "http://[::1",
     "http://x.example:99999/", "https://bank.example@evil.example/", "http://x.example/<script>", "http://x.example/\x00",
     "http://x.example/" + "a" * 3000, "ftp://x.example/"],
)  # fmt: skip
def test_an_address_that_no_browser_should_open_is_none(address: str) -> None:
    assert usable_url(address) is None


@pytest.mark.parametrize(
    "address", ["https://x.example", "http://x.example:8080/a?b=c&d=%20#e", "https://münchen.example/ä"]
)
def test_a_web_address_stays_as_it_is(address: str) -> None:
    assert usable_url(address) == address


def test_the_site_is_the_host_without_www() -> None:
    assert (site_of("https://www.X.example/a"), site_of(None)) == ("x.example", None)


def test_reddits_foot_goes_and_the_same_words_in_a_sentence_stay() -> None:
    assert without_reddit_foot("It leaks submitted by /u/ann [link] [comments]") == "It leaks"
    assert without_reddit_foot("It was submitted by /u/ann yesterday") == "It was submitted by /u/ann yesterday"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_dates_addresses_or_spaces(said: str) -> None:
    found = parse_date(said) if not any(letter.isdigit() for letter in said) else None
    assert found is None or found.tzinfo is not None
    assert usable_url(said) is None or said.strip()
    assert tidy(tidy(said)) == tidy(said)
