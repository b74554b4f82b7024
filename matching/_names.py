"""Names and wildcards: author:, subreddit: and site: compare a whole name, words compare themselves."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from matching._words import Document, fold


def glob(pattern: str, word: str) -> bool:
    """Does the whole word fit the pattern, * being any run of characters? In linear time for any pattern."""
    if "*" not in pattern:
        return pattern == word
    head, *middle, tail = pattern.split("*")
    if len(word) < len(head) + len(tail) or not word.startswith(head) or not word.endswith(tail):
        return False
    at, end = len(head), len(word) - len(tail)
    for piece in middle:
        found = word.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a whole: an author, a subreddit, or a site with everything below it."""

    field: str
    pattern: str

    def possible(self, folded: str) -> bool:
        return True

    def holds(self, document: Document) -> bool:
        value = fold(document.fields.get(self.field) or "").strip()
        if self.field == "site":
            return bool(value and _same_site(self.pattern, value)) or self._host_of(document)
        return bool(value) and glob(self.pattern, bare_name(self.field, value))

    def _host_of(self, document: Document) -> bool:
        try:
            host = urlsplit(document.fields.get("url") or "").hostname
        except ValueError:
            return False
        return bool(host) and _same_site(self.pattern, fold(host or ""))


def bare_name(field: str, value: str) -> str:
    """The name without what services put before it: u/, r/, @, www."""
    marks = {
        "author": ("/u/", "u/", "@"),
        "subreddit": ("/r/", "r/"),
        "site": ("https://", "http://", "www."),
    }
    for mark in marks[field]:
        value = value.removeprefix(mark)
    return value


def _same_site(pattern: str, value: str) -> bool:
    host = _plain(value.removeprefix("www.").rstrip("."))
    pattern = _plain(pattern)
    return glob(pattern, host) or glob(f"*.{pattern}", host)


def _plain(host: str) -> str:
    """The host as machines write it: bücher.example is xn--bcher-kva.example in many links."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
