"""Which row is which: by its id where that can be trusted, else by its content and its turn among equals."""

from collections.abc import Iterator

from tables.values import mangled


class Identities:
    """Takes every row once (`see`), then names the rows in the same order (`name`).

    An id that a spreadsheet has rounded, or that repeats with different content, is not used as one.
    """

    def __init__(self) -> None:
        self._contents: dict[str, int] = {}
        self._split: set[str] = set()
        self._repeated: set[str] = set()
        self._given: set[str] = set()
        self._turns: dict[int, int] = {}
        self._mangled = 0
        self._skipped = 0

    def see(self, identifier: str, content: int) -> None:
        """Take one row into account. `content` is a hash of what makes two rows with one id differ."""
        if not identifier:
            return
        if mangled(identifier):
            self._mangled += 1
        elif (known := self._contents.get(identifier)) is None:
            self._contents[identifier] = content
        elif known == content:
            self._repeated.add(identifier)
        else:
            self._split.add(identifier)

    def usable(self, identifier: str) -> bool:
        """Whether this id names one thing in this file."""
        return bool(identifier) and identifier not in self._split and not mangled(identifier)

    def name(self, identifier: str, content: int) -> str | None:
        """The row's lasting name; None where the same row with the same id was named before."""
        if not self.usable(identifier):
            return f"row-{content:x}-{self.turn(content)}"
        if identifier in self._repeated:
            if identifier in self._given:
                self._skipped += 1
                return None
            self._given.add(identifier)
        return identifier

    def unlike(self) -> None:
        """The row that was just taken for a repetition differs in what makes no difference to its name."""
        self._skipped -= 1

    def turn(self, content: int) -> int:
        """1 for the first row of this content, 2 for the next: equal texts are not one text."""
        self._turns[content] = self._turns.get(content, 0) + 1
        return self._turns[content]

    def warnings(self, column: str, remedy: str = "") -> Iterator[str]:
        """What a person should know about the ids of this column."""
        instead = "those rows go by their content and order"
        if self._mangled:
            yield f'column "{column}": {self._mangled} ids were rounded (such as 5.7E+17); {instead}'
        if self._split:
            told = f"{len(self._split)} ids repeat with different content"
            yield f'column "{column}": {told}; {remedy or instead}'
        if self._skipped:
            yield f'column "{column}": {self._skipped} rows repeat an earlier row whole and are counted once'
