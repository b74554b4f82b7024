"""Which cells of a table must not be shown, so that no small group of people can be read out of it."""

from collections.abc import Mapping

SMALLEST = 5


def withheld(people: Mapping[str, int], smallest: int = SMALLEST) -> frozenset[str]:
    """The cells to hide, by name: those of fewer than `smallest` people, and as many more as keep them hidden.

    The cells are all the parts of a total that is shown. What is hidden can be had by subtracting what is shown
    from the total, so the hidden cells must be at least two, and hold at least `smallest` people together; the next
    smallest are hidden until they are (complementary suppression). Empty cells hide nobody.
    """
    by_size = sorted((name for name, n in people.items() if n > 0), key=lambda name: (people[name], name))
    hidden = {name for name in by_size if people[name] < smallest}
    if not hidden:
        return frozenset()
    for name in by_size:
        if len(hidden) >= 2 and sum(people[one] for one in hidden) >= smallest:
            break
        hidden.add(name)
    return frozenset(hidden)
