"""Invented figures of the journey: what the shop counts, and how well it thinks that it does."""

from datetime import date, timedelta

from sample.answers import Row
from sample.grammar import dice
from sample.timeline import Timeline

WINDOWS, DAYS = 4, 30
# What the shop thinks of itself, of 5: rather better than its customers do.
OWN = {"Delivery": 4.2, "App and account": 4.4, "Support": 4.1, "Order and pay": 4.3, "Use": 4.6}


def figures(timeline: Timeline, seed: int) -> list[Row]:
    """Rows of four windows of thirty days, the oldest first; the last one ends on the sample's last day."""
    ends = [timeline.until - timedelta(days=DAYS * back) for back in range(WINDOWS - 1, -1, -1)]
    return [row for end in ends for row in _window(timeline, seed, end)]


def _window(timeline: Timeline, seed: int, end: date) -> list[Row]:
    rng = dice(seed, f"journey {(timeline.until - end).days}")
    days = [end - timedelta(days=back) for back in range(DAYS)]
    broken, stuck = (sum(map(hit, days)) / DAYS for hit in (timeline.broken, timeline.stuck))
    visits, customers = rng.randint(5200, 6100), rng.randint(2900, 3200)
    completed = round(visits * (0.62 - 0.05 * broken) + rng.randint(-40, 40))
    counted = (
        ("Order and pay", "visits", str(visits), ""),
        ("Order and pay", "completed", str(completed), ""),
        ("Return and repair", "returns", str(round(62 + 25 * stuck) + rng.randint(-8, 8)), str(customers)),
        ("Delivery", "complaints", str(round(31 + 80 * stuck) + rng.randint(-5, 5)), str(customers)),
        ("App and account", "complaints", str(round(22 + 140 * broken) + rng.randint(-4, 4)), str(customers)),
        ("Support", "complaints", str(18 + rng.randint(-4, 4)), str(customers)),
        *((name, "own_rating", f"{rating + rng.choice((-0.1, 0, 0.1)):.1f}", "") for name, rating in OWN.items()),
    )
    first = end - timedelta(days=DAYS - 1)
    return [
        {
            "touchpoint": touchpoint,
            "kind": kind,
            "since": first.isoformat(),
            "until": end.isoformat(),
            "value": value,
            "customers": base,
        }
        for touchpoint, kind, value, base in counted
    ]
