"""Who uses Earshot, and what each may do."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotAllowed


class Rank(StrEnum):
    """What somebody is here, from the least to the most."""

    VIEWER = "viewer"
    TRIAGER = "triager"
    ADMIN = "admin"


class Right(StrEnum):
    """What a write needs: TRIAGE decides about texts and pain points, MANAGE changes how the house works."""

    TRIAGE = "triage"
    MANAGE = "manage"


RIGHTS = {
    Rank.VIEWER: frozenset[Right](),
    Rank.TRIAGER: frozenset({Right.TRIAGE}),
    Rank.ADMIN: frozenset(Right),
}
IN_WORDS = {
    Right.TRIAGE: "decide about pain points and cases, correct labels, leave notes",
    Right.MANAGE: "change settings, sources, rules and people, and erase",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person: `name` is the e-mail address of who signed in, or who sits at this machine (`local`)."""

    name: str
    rank: Rank
    local: bool = False

    def may(self, right: Right) -> bool:
        """Whether this person may do that."""
        return right in RIGHTS[self.rank]

    def require(self, right: Right) -> None:
        """Nothing, or NotAllowed with what is missing and who can help."""
        if not self.may(right):
            raise NotAllowed(f"{self.name} is a {self.rank} here and may not {IN_WORDS[right]}; ask an admin")
