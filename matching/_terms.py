"""What a query is made of once compiled: small frozen nodes that are asked about one document."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Protocol

from matching._names import glob
from matching._words import Document

Span = tuple[int, int]


class Node(Protocol):
    """`possible` is quick and never wrongly False; `holds` is exact."""

    def possible(self, folded: str) -> bool: ...
    def holds(self, document: Document) -> bool: ...


class Place(Node, Protocol):
    """A node that can say where it stands: spans of positions, the end not included, ascending."""

    def spans(self, document: Document) -> list[Span]: ...


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or the words of a phrase one after another; `field` is "title", "text" or None for both."""

    words: tuple[str, ...]
    field: str | None = None

    def possible(self, folded: str) -> bool:
        # A plain loop: this is asked of every mention for every brand, and nearly always says no.
        for word in self.words:
            if word in folded:
                continue
            if "*" not in word or not all(piece in folded for piece in word.split("*")):
                return False
        return True

    def holds(self, document: Document) -> bool:
        return bool(self.spans(document))

    def spans(self, document: Document) -> list[Span]:
        starts = self._at(self.words[0], document)
        for offset, word in enumerate(self.words[1:], 1):
            if not starts:
                return []
            starts &= {position - offset for position in self._at(word, document)}
        if self.field:
            wanted_in_text = self.field == "text"
            starts = {start for start in starts if (start >= document.text_start) is wanted_in_text}
        return [(start, start + len(self.words)) for start in sorted(starts)]

    @staticmethod
    def _at(word: str, document: Document) -> set[int]:
        if word == "*":
            return set(document.positions)
        if "*" not in word:
            return set(document.index.get(word, ()))
        return {at for known, positions in document.index.items() if glob(word, known) for at in positions}


@dataclass(frozen=True, slots=True)
class Near:
    """`right` with at most `distance` words between it and `left`, in either order.

    Its spans are those of `right`, so that in a chain each operand is near the one before it.
    """

    left: Place
    right: Place
    distance: int

    def possible(self, folded: str) -> bool:
        return self.left.possible(folded) and self.right.possible(folded)

    def holds(self, document: Document) -> bool:
        return bool(self.spans(document))

    def spans(self, document: Document) -> list[Span]:
        lefts = self.left.spans(document)
        starts = [start for start, _ in lefts]
        ends = sorted(end for _, end in lefts)
        return [span for span in self.right.spans(document) if self._beside(span, starts, ends)]

    def _beside(self, span: Span, starts: list[int], ends: list[int]) -> bool:
        after = bisect_left(starts, span[1])
        if after < len(starts) and starts[after] - span[1] <= self.distance:
            return True
        before = bisect_left(ends, span[0] + 1)
        return before > 0 and span[0] - ends[before - 1] <= self.distance


@dataclass(frozen=True, slots=True)
class AnyOf:
    """OR."""

    parts: tuple[Node, ...]

    def possible(self, folded: str) -> bool:
        return any(part.possible(folded) for part in self.parts)

    def holds(self, document: Document) -> bool:
        return any(part.possible(document.folded) and part.holds(document) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyPlace:
    """OR between places, inside NEAR."""

    parts: tuple[Place, ...]

    def possible(self, folded: str) -> bool:
        return any(part.possible(folded) for part in self.parts)

    def holds(self, document: Document) -> bool:
        return any(part.holds(document) for part in self.parts)

    def spans(self, document: Document) -> list[Span]:
        return sorted({span for part in self.parts for span in part.spans(document)})


@dataclass(frozen=True, slots=True)
class AllOf:
    """AND."""

    parts: tuple[Node, ...]

    def possible(self, folded: str) -> bool:
        return all(part.possible(folded) for part in self.parts)

    def holds(self, document: Document) -> bool:
        return all(part.holds(document) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """NOT."""

    part: Node

    def possible(self, folded: str) -> bool:
        return True

    def holds(self, document: Document) -> bool:
        return not (self.part.possible(document.folded) and self.part.holds(document))
