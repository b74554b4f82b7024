"""What is wrong with a query, where, and what to write instead."""

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from domain.errors import ConfigError


def mistake(text: str, at: int, problem: str, remedy: str) -> ConfigError:
    """The error for position `at` (0-based) of the query; people count from 1."""
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    where = f"line {line}, column {column}" if "\n" in text else f"column {column}"
    return ConfigError(f"query, {where}: {_short(problem)}; write {_short(remedy)}")


def explain(text: str, error: UnexpectedInput) -> ConfigError:
    """The parser's error in words for a person."""
    if isinstance(error, UnexpectedCharacters):
        return _unclosed_quote(text, error.pos_in_stream or 0)
    if not isinstance(error, UnexpectedToken):
        return mistake(text, len(text), "the query cannot be read", "words, AND, OR, NOT, parentheses")
    token = error.token
    if not token or token.type == "$END":
        return _unfinished(text)
    return _misplaced(text, token)


def misread(written: str, fields: tuple[str, ...]) -> tuple[str, str] | None:
    """What a word that is probably meant as something else should have been: (problem, remedy)."""
    word = written.casefold()
    if word in {"and", "or", "not"}:
        return f"is {written} meant as an operator?", f'{word.upper()}, or "{written}"'
    if written == "NEAR" or word.startswith("near/"):
        return f"{written} needs capitals and a number of words", "NEAR/5"
    if word.startswith("-") and len(word) > 1:
        return f"{written} is no way to leave a word out", f"NOT {written[1:]}"
    if word.endswith(":") and word[:-1] in fields:
        return f"{written} needs its value without a space", f"{word}value"
    if not any(character.isalnum() for character in word):
        remedy = {"|": "OR", "||": "OR", "&": "AND", "&&": "AND"}.get(word, "a word")
        return f"{written} has no letter or digit", remedy
    return None


def _unclosed_quote(text: str, at: int) -> ConfigError:
    if text[at : at + 1] == '"':
        return mistake(text, at, 'the " is never closed', 'a second " behind the phrase')
    return mistake(text, at, f"{text[at : at + 1]!r} cannot stand here", "a word")


def _unfinished(text: str) -> ConfigError:
    opened: list[int] = []
    quoted = False
    for at, character in enumerate(text):
        quoted ^= character == '"'
        if character == "(" and not quoted:
            opened.append(at)
        elif character == ")" and not quoted and opened:
            opened.pop()
    last = text.split()[-1]
    if last in {"AND", "OR", "NOT"} or last.startswith("NEAR/"):
        return mistake(text, text.rfind(last), f"{last} needs something behind it", f"{last} word")
    if opened:
        return mistake(text, opened[-1], "the ( is never closed", "a ) where the group ends")
    return mistake(text, len(text), "the query stops too early", "a word")


def _misplaced(text: str, token: Token) -> ConfigError:
    at = token.start_pos or 0
    if token.type == "RPAR":
        if text[:at].rstrip().endswith("("):
            return mistake(text, at, "the parentheses are empty", "a word between them")
        return mistake(text, at, "the ) has no ( before it, or an operator stands alone", "a ( or a word before it")
    if token.type == "NOT":
        return mistake(text, at, "NOT cannot stand behind NEAR", "a NEAR/5 b NOT c")
    return mistake(text, at, f"{token} needs a word before it", f'word {token} word, or "{token}" for the word itself')


def _short(words: str) -> str:
    """Strangers' queries are quoted in messages, but not at any length."""
    return words if len(words) <= 200 else f"{words[:199]}…"
