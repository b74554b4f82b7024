"""Did complaints about one thing fall further than those about what nobody touched?"""

from metrics.change import Change, compare_shares


def beside(touched: tuple[int, int], untouched: tuple[int, int]) -> Change | None:
    """The change, in points, of the share of complaints that are about what was touched; pairs are (before, after).

    What makes all complaints rise or fall moves both sides and leaves the share alone; None where one period has none.
    """
    (before, after), (other_before, other_after) = touched, untouched
    return compare_shares((before, before + other_before), (after, after + other_after))
