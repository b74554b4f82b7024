"""One figure of several brands side by side, ready to be drawn on a slide; every text still raw."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One brand: `value`, `interval` and `basis` in words; `at`, `low` and `high` on the comparison's scale, or None.

    `change` says what moved against the period before, empty where nothing may be said; `ours` marks our own brand.
    """

    name: str
    value: str
    interval: str
    basis: str
    at: float | None
    low: float | None
    high: float | None
    change: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The whole slide: what is compared, over which days, among which sources, and what the figures rest on.

    `reach`: both ends of the scale, in `unit`. `href` leads to the page with the same figures, empty without one.
    """

    title: str
    period: str
    lead: str
    among: str
    rows: tuple[Compared, ...]
    reach: tuple[float, float]
    unit: str
    foot: str
    href: str = ""

    def place(self, value: float) -> float:
        """Where a value lies on the scale, 0 at its left and 1 at its right end."""
        low, high = self.reach
        return min(1.0, max(0.0, (value - low) / (high - low))) if high > low else 0.5
