"""The grammar of brand queries, and the way from a text to nodes that can be asked."""

from functools import cache

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from domain.errors import ConfigError
from matching._mistakes import explain, misread, mistake
from matching._names import Name, bare_name
from matching._terms import AllOf, AnyOf, AnyPlace, Near, Node, Not, Place, Words
from matching._words import fold, words

FIELDS = ("title", "text", "author", "site", "subreddit")
LONGEST, DEEPEST, MOST_TERMS, FARTHEST = 10_000, 30, 500, 100

_GRAMMAR = r"""
    start: either
    either: both (OR both)*
    both: sign (AND? sign)*
    sign: NOT* near
    near: term (NEAR term)*
    term: FIELD? (WORD | PHRASE | "(" either ")")

    OR.3: /OR(?=[\s()"]|$)/
    AND.3: /AND(?=[\s()"]|$)/
    NOT.3: /NOT(?=[\s()"]|$)/
    NEAR.3: /NEAR\/\d+(?=[\s()"]|$)/
    FIELD.2: /[^\W\d]+:(?=[^\s)])(?!\/\/)/
    PHRASE: /"[^"]*"/
    WORD.1: /[^\s()"]+/
    %ignore /\s+/
"""
_QUOTES = str.maketrans("“”„‟«»", '""""""')


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic")


def parse(query: str) -> Node:
    """The root node of a query; ConfigError with the column and what to write instead."""
    text = query.translate(_QUOTES)
    if len(text) > LONGEST:
        raise ConfigError(f"a query of {len(text)} characters is too long; write at most {LONGEST}")
    if not text.strip():
        raise ConfigError("the query is empty; write a word, or leave the query out to keep everything")
    _check_depth(text)
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        raise explain(text, error) from None
    if sum(1 for _ in tree.scan_values(lambda token: token.type in {"WORD", "PHRASE"})) > MOST_TERMS:
        raise ConfigError(f"the query has too many terms; write at most {MOST_TERMS}")
    return _Compiler(text).node(tree.children[0], None)


def _check_depth(text: str) -> None:
    depth, quoted = 0, False
    for at, character in enumerate(text):
        quoted ^= character == '"'
        depth += 0 if quoted else (character == "(") - (character == ")")
        if depth > DEEPEST:
            raise mistake(text, at, f"more than {DEEPEST} parentheses inside each other", "fewer")


class _Compiler:
    """Walks the parse tree; `field` is the field term that encloses what it reads, None outside one."""

    def __init__(self, text: str) -> None:
        self.text = text

    def node(self, tree: "Tree[Token]", field: str | None) -> Node:
        parts = [c for c in tree.children if isinstance(c, Tree)]
        match tree.data:
            case "either" if len(parts) > 1:
                return AnyOf(tuple(self.node(part, field) for part in parts))
            case "both" if len(parts) > 1:
                return AllOf(tuple(self.node(part, field) for part in parts))
            case "sign":
                inner = self.node(parts[0], field)
                return Not(inner) if len(tree.children) % 2 == 0 else inner
            case "near" if len(parts) > 1:
                return self.near(tree, field)
            case "term":
                return self.term(tree, field)
        return self.node(parts[0], field)

    def near(self, tree: "Tree[Token]", field: str | None) -> Place:
        first, *rest = tree.children
        place = self.place(first, field)
        for operator, operand in zip(rest[::2], rest[1::2], strict=True):
            distance = int(operator.partition("/")[2][:9])
            if distance > FARTHEST:
                raise mistake(self.text, operator.start_pos, f"{operator} is too far", f"NEAR/{FARTHEST} at most")
            place = Near(place, self.place(operand, field), distance)
        return place

    def place(self, tree: "Tree[Token]", field: str | None) -> Place:
        if place := _place(self.node(tree, field)):
            return place
        token = next(tree.scan_values(lambda _: True))
        raise mistake(
            self.text, token.start_pos, "beside NEAR only words, phrases and OR between them can stand",
            'a NEAR/5 (b OR "c d"); for two conditions: a NEAR/5 b AND a NEAR/5 c',
        )  # fmt: skip

    def term(self, tree: "Tree[Token]", field: str | None) -> Node:
        *before, last = tree.children
        if before:
            field = self.field(before[0], field)
        if isinstance(last, Tree):
            return self.node(last, field)
        if field is None and last.type == "WORD" and (wrong := misread(last, FIELDS)):
            raise mistake(self.text, last.start_pos, *wrong)
        bare = last.strip('"')
        if field in {"author", "site", "subreddit"}:
            return self.name(field, bare, last)
        found = tuple(words(fold(bare), wildcards=True))
        if not any(w.strip("*") for w in found):
            raise mistake(self.text, last.start_pos, f"{last} has no letter or digit", "a word")
        return Words(found, field)

    def name(self, field: str, bare: str, token: Token) -> Name:
        pattern = bare_name(field, fold(bare).strip()).rstrip("/")
        if not pattern.strip("*"):
            raise mistake(self.text, token.start_pos, f"{field}: needs a name", f"{field}:name")
        if field == "site" and "/" in pattern.removeprefix("r/"):
            raise mistake(self.text, token.start_pos, "site: knows no paths", f"site:{pattern.partition('/')[0]}")
        return Name(field, pattern)

    def field(self, token: Token, outer: str | None) -> str:
        name = str(token)[:-1].casefold()
        if outer:
            raise mistake(self.text, token.start_pos, f"{token} stands inside {outer}:", "one of the two")
        if name not in FIELDS:
            known = ", ".join(f"{f}:" for f in FIELDS)
            raise mistake(self.text, token.start_pos, f"{token} is no field", f'{known} or put it in "quotes"')
        return name


def _place(node: Node) -> Place | None:
    if isinstance(node, AnyOf):
        inner = [_place(part) for part in node.parts]
        places = tuple(part for part in inner if part)
        return AnyPlace(places) if len(places) == len(inner) else None
    return node if isinstance(node, Words | Near | AnyPlace) else None
