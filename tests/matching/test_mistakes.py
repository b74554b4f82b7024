"""A wrong query says which column is wrong and what to write; a hostile one costs nothing."""

import time

import pytest

from domain.errors import ConfigError
from matching import compile_query


@pytest.mark.parametrize(
    ("query", "column", "remedy"),
    [
        ("AND apple", 1, "word AND word"),
        ("apple OR", 7, "OR word"),
        ("apple NOT", 7, "NOT word"),
        ("a AND OR b", 7, "word OR word"),
        ("(apple", 1, "a ) where the group ends"),
        ("x (a OR (b c)", 3, "a ) where the group ends"),
        ("apple)", 6, "a ( or a word before it"),
        ('grey "apple', 6, 'a second "'),
        ("x ()", 4, "a word between them"),
        ("a NEAR b", 3, "NEAR/5"),
        ("a near/3 b", 3, "NEAR/5"),
        ("a NEAR/5", 3, "NEAR/5 word"),
        ("NEAR/5 a", 1, "word NEAR/5 word"),
        ("a NEAR/5 NOT b", 10, "a NEAR/5 b NOT c"),
        ("a NEAR/5 (b c)", 11, 'a NEAR/5 (b OR "c d")'),
        ("a NEAR/5 (b NOT c)", 11, 'a NEAR/5 (b OR "c d")'),
        ("a NEAR/5 author:b", 10, 'a NEAR/5 (b OR "c d")'),
        ("a NEAR/101 b", 3, "NEAR/100 at most"),
        ("a NEAR/99999999999999999999 b", 3, "NEAR/100 at most"),
        ("apple or pear", 7, 'OR, or "or"'),
        ("apple And pear", 7, 'AND, or "And"'),
        ("not apple", 1, 'NOT, or "not"'),
        ("apple -recipe", 7, "NOT recipe"),
        ("a | b", 3, "OR"),
        ("a && b", 3, "AND"),
        ("a *", 3, "a word"),
        ('"!!"', 1, "a word"),
        ("foo:bar", 1, 'title:, text:, author:, site:, subreddit: or put it in "quotes"'),
        ("x title: y", 3, "title:value"),
        ("author:*", 8, "author:name"),
        ("title:(a author:b)", 10, "one of the two"),
        ("site:bbc.com/news", 6, "site:bbc.com"),
    ],
)
def test_a_mistake_is_named_by_its_column_with_what_to_write(query: str, column: int, remedy: str) -> None:
    with pytest.raises(ConfigError) as error:
        compile_query(query)
    said = str(error.value)
    assert f"column {column}:" in said
    assert remedy in said.partition("; write ")[2]


def test_in_a_query_of_several_lines_the_line_is_named_too() -> None:
    with pytest.raises(ConfigError, match="line 2, column 3"):
        compile_query("a OR\nb (c")


@pytest.mark.parametrize(
    "query",
    [
        "(" * 100_000,
        "(" * 4000 + "a" + ")" * 4000,
        "a" * 100_000,
        "NOT " * 30_000 + "a",
        "a " * 4_000,
        "a OR " * 1_000 + "a",
        '"' * 99_999,
        "",
        "   ",
        "\x00",
    ],
    ids=["open", "deep", "long", "nots", "many", "ors", "quotes", "empty", "blank", "nul"],
)
def test_a_hostile_query_is_refused_at_once(query: str) -> None:
    started = time.process_time()
    with pytest.raises(ConfigError) as error:
        compile_query(query)
    assert time.process_time() - started < 3
    assert len(str(error.value)) < 600


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("*a" * 50, "a" * 100_000 + "b"),
        ("NOT " * 2_000 + "a", "a"),
        ("(" * 30 + "a" + ")" * 30, "a"),
        ("a NEAR/100 " * 99 + "b", "a " * 10_000 + "b"),
        ('"' + "a " * 100 + 'b"', "a " * 50_000),
    ],
    ids=["wildcards", "nots", "deep", "chain", "phrase"],
)
def test_an_awkward_query_on_an_awkward_text_takes_no_exponential_time(query: str, text: str) -> None:
    compiled = compile_query(query)
    started = time.process_time()
    compiled.matches({"text": text})
    assert time.process_time() - started < 20
