"""Advocacy: do those who advise others recommend the brand, or warn against it? A series of its own, never an NPS."""

from domain.records import Estimate
from domain.traits import AdvocacyCounts
from metrics.estimate import net


def advocacy(counts: AdvocacyCounts) -> Estimate | None:
    """(recommends - warns) in points of the texts that do either; adjusted Wald interval, None where none does.

    A text that does both counts once in n and cancels itself out.
    """
    note = f"{counts.texts} of {counts.read} texts advise others" if counts.read > counts.texts else None
    return net(counts.recommends, counts.warns, counts.texts, note=note)
