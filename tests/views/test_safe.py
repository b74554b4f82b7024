"""Strangers' words: whatever they write stays text, in HTML, in labels, in links and in spreadsheets."""

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views import _safe


class Tags(HTMLParser):
    """Collects every tag that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


def tags(html: str) -> list[str]:
    parser = Tags()
    parser.feed(html)
    return parser.seen


@given(st.text())
def test_no_text_becomes_a_tag_or_leaves_its_attribute(text: str) -> None:
    assert tags(f'<p title="{_safe.html(text)}">{_safe.bdi(text)}</p>') == ["p", "bdi"]


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_marking_adds_one_mark_and_keeps_every_word(text: str, start: int, end: int) -> None:
    marked = _safe.marked(text, start, end)
    assert tags(marked) == (["mark"] if start < end <= len(text) else [])
    if start < end <= len(text):
        assert unescape(marked.split("<mark>")[1].split("</mark>")[0]) == _safe.clean(text[start:end])


@given(st.text(max_size=150))
def test_a_label_keeps_no_markdown_alive(text: str) -> None:
    label = _safe.md(text)
    bare = label.replace("\\\\", "")
    for sign in "*_`[]<>$#|~":
        assert all(bare[i - 1] == "\\" for i, c in enumerate(bare) if c == sign)


@pytest.mark.parametrize("link", ["https://evil.example", "www.evil.example", "mia@evil.example", "HTTP://x.example"])
def test_nothing_that_looks_like_an_address_links_by_itself(link: str) -> None:
    label = _safe.md(link).replace("\\", "")
    assert link not in label
    assert label.replace(_safe.WORD_JOINER, "") == link


def test_direction_controls_and_invisible_signs_go_and_joiners_stay() -> None:
    assert _safe.clean("a\u202eb\u200bc\x00d\ufeff") == "abcd"
    assert _safe.clean("می\u200cخواهم") == "می\u200cخواهم"
    assert _safe.clean("👩\u200d🔧") == "👩\u200d🔧"
    assert _safe.clean("e\u0301") == "é"


def test_long_texts_are_capped_and_say_so() -> None:
    assert _safe.clean("x" * 50, 10) == "x" * 9 + "…"
    assert _safe.clean(None) == "" and _safe.clean(float("nan")) == ""


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://",
        "https://user:pass@evil.example/",
        "https://evil.example/a b",
        "https://[::1",
        "\thttps://evil.example",
        None,
        12,
        "https://x.example/" + "a" * 3000,
    ],
)
def test_an_address_that_is_not_plain_http_is_no_link(address: object) -> None:
    assert _safe.url(address) is None


def test_a_plain_address_is_a_link_and_its_host_is_named() -> None:
    assert _safe.url("https://www.example.com/a?b=1") == "https://www.example.com/a?b=1"
    assert _safe.host("https://www.example.com/a") == "example.com"


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "|x", "%x", "  =1+1"])
def test_a_spreadsheet_does_not_run_a_cell(value: str) -> None:
    assert _safe.cell(value) == f"'{value}"


def test_a_spreadsheet_keeps_ordinary_cells() -> None:
    assert [_safe.cell(v) for v in ("late again", 4.5, None, float("nan"))] == ["late again", "4.5", "", ""]
