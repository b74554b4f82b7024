"""What a site asks of programs in its robots.txt, read as RFC 9309 says.

The standard library's reader takes the first rule that fits instead of the longest, and * and $ for letters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """Rules as (pattern, allowed), and the seconds that the site wishes between two pages, None where it says none."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allow(self, address: str) -> bool:
        """Whether we may read an address of this site: the longest rule that fits decides, a tie allows."""
        parts = urlsplit(address)
        path = unquote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


def read_robots(text: str, product: str) -> Robots:
    """The rules for `product`, a name without version: those of every group that names it, else of those for all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    begun = False
    for key, value in _lines(text):
        if key == "user-agent":
            agents = agents if not begun else []
            agents.append(value.partition("/")[0].strip().casefold())
            begun = False
            groups.setdefault(agents[-1], [])
        else:
            begun = True
            for agent in agents:
                groups[agent].append((key, value))
    said = groups.get(product.casefold(), groups.get("*", []))
    rules = ((unquote(value), key == "allow") for key, value in said if key in {"allow", "disallow"} and value)
    delays = [wish for key, value in said if key == "crawl-delay" and (wish := _seconds(value)) is not None]
    return Robots(rules=tuple(rules), delay=max(delays, default=None))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().casefold(), value.strip()


def _seconds(value: str) -> float | None:
    plain = value.replace(".", "", 1)
    return float(value) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins like the pattern: * stands for any letters, $ at the end for the path's end."""
    ends = pattern.endswith("$")
    head, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(head):
        return False
    if not pieces:
        return not ends or path == head
    at = len(head)
    *middle, tail = pieces
    for piece in middle:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if ends:
        return path.endswith(tail) and len(path) - len(tail) >= at
    return path.find(tail, at) >= 0
