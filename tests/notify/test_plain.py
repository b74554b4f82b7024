"""Strangers' words in a message: no channel formats them, links them, or calls anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.plain import WORD_JOINER, plain


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("late delivery", "late delivery"),
        ("a\nb\t c", "a b c"),
        ("<b>x</b>", "＜b＞x＜/b＞"),
        ("[x](y)", "［x］(y)"),
        ("*a* `b` ~c~ #d", "＊a＊ ｀b｀ ～c～ ＃d"),
        ("@everyone", f"@{WORD_JOINER}everyone"),
        ("a\u202eb\u200bc\x00", "abc"),
        (None, ""),
    ],
)
def test_marks_become_their_twins_and_what_is_unseen_goes(given: str | None, made: str) -> None:
    assert plain(given) == made


@pytest.mark.parametrize("link", ["http://evil.example", "www.evil.example", "evil.example", "javascript:alert(1)"])
def test_no_link_stays_whole(link: str) -> None:
    assert link not in plain(f"see {link} now")


@given(st.text(max_size=400))
def test_any_text_is_one_bounded_line_without_marks(text: str) -> None:
    made = plain(text, 50)
    assert len(made.replace(WORD_JOINER, "")) <= 50
    assert not set(made) & set("*_~|#`\\<>[]&$\n\r\t")
