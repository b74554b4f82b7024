"""The compiled query against a slow, obvious reading of the same tree."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import ConfigError
from matching import compile_query

WORDS = st.sampled_from(["a", "b", "c", "d", "abc"])
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", "abc", "x"]), max_size=12)


@dataclass(frozen=True)
class Tree:
    op: str
    parts: tuple["Tree", ...] = ()
    words: tuple[str, ...] = ()
    distance: int = 0


def leaves() -> st.SearchStrategy[Tree]:
    word = WORDS.map(lambda w: Tree("word", words=(w,)))
    phrase = st.lists(WORDS, min_size=2, max_size=3).map(lambda ws: Tree("phrase", words=tuple(ws)))
    start = st.sampled_from(["a", "ab", "x"]).map(lambda w: Tree("wild", words=(w,)))
    return st.one_of(word, phrase, start)


def places() -> st.SearchStrategy[Tree]:
    return st.one_of(leaves(), st.lists(leaves(), min_size=2, max_size=3).map(lambda p: Tree("or", tuple(p))))


def nears() -> st.SearchStrategy[Tree]:
    return st.builds(lambda a, b, n: Tree("near", (a, b), distance=n), places(), places(), st.integers(0, 4))


def trees() -> st.SearchStrategy[Tree]:
    def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            several.map(lambda p: Tree("or", p)),
            several.map(lambda p: Tree("and", p)),
            inner.map(lambda p: Tree("not", (p,))),
        )

    return st.recursive(st.one_of(leaves(), nears()), grow, max_leaves=8)


def written(tree: Tree) -> str:
    match tree.op:
        case "word":
            return tree.words[0]
        case "wild":
            return tree.words[0] + "*"
        case "phrase":
            return '"' + " ".join(tree.words) + '"'
        case "not":
            return f"(NOT ({written(tree.parts[0])}))"
        case "near":
            return f" NEAR/{tree.distance} ".join(f"({written(p)})" for p in tree.parts)
        case "or":
            return " OR ".join(f"({written(p)})" for p in tree.parts)
    return " ".join(f"({written(p)})" for p in tree.parts)


def spans(tree: Tree, text: list[str]) -> set[tuple[int, int]]:
    if tree.op == "or":
        return set().union(*(spans(p, text) for p in tree.parts))
    if tree.op == "wild":
        return {(i, i + 1) for i, w in enumerate(text) if w.startswith(tree.words[0])}
    size = len(tree.words)
    return {(i, i + size) for i in range(len(text) - size + 1) if tuple(text[i : i + size]) == tree.words}


def reading(tree: Tree, text: list[str]) -> bool:
    match tree.op:
        case "not":
            return not reading(tree.parts[0], text)
        case "and":
            return all(reading(p, text) for p in tree.parts)
        case "or":
            return any(reading(p, text) for p in tree.parts)
        case "near":
            left, right = (spans(p, text) for p in tree.parts)
            gaps = (max(b[0] - a[1], a[0] - b[1]) for a in left for b in right)
            return any(0 <= gap <= tree.distance for gap in gaps)
    return bool(spans(tree, text))


@settings(max_examples=400, deadline=None)
@given(trees(), TEXTS)
def test_a_compiled_query_says_what_a_plain_reading_says(tree: Tree, text: list[str]) -> None:
    assert compile_query(written(tree)).matches({"text": " ".join(text)}) is reading(tree, text)


@settings(max_examples=200, deadline=None)
@given(trees(), TEXTS)
def test_case_of_the_text_does_not_matter(tree: Tree, text: list[str]) -> None:
    query = compile_query(written(tree))
    assert query.matches({"text": " ".join(text).upper()}) is query.matches({"text": " ".join(text)})


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet='ab ()"*:/-NOTANDEAR5|', max_size=40), st.text(max_size=60))
def test_any_text_is_a_query_or_a_config_error(query: str, text: str) -> None:
    try:
        compiled = compile_query(query)
    except ConfigError as error:
        assert "write" in str(error)
    else:
        assert compiled.matches({"text": text, "title": text, "author": text, "url": text}) in {True, False}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1, max_size=12))
def test_a_quoted_word_is_found_where_it_stands_alone(word: str) -> None:
    assert compile_query(f'"{word}"').matches({"text": f"… {word} …"})
