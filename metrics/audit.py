"""The engine's own error: what people said of a sample of its labels, and the net sentiment corrected by it."""

import math
from collections.abc import Mapping

from domain.measures import SentimentCounts
from domain.records import Estimate, Label
from metrics.estimate import Z95, bounded

Confusion = Mapping[tuple[Label, Label], int]
"""Rows by (what the engine said, what a person said), of rows drawn at random within each engine label."""


def corrected_net(rows: SentimentCounts, audited: Confusion) -> Estimate | None:
    """Net sentiment in points as people would have labelled it; n counts the audited rows.

    Stratified by the engine's label: each label's rows weigh as often as it was given, each label's audited
    rows say what it really means (Cochran, Sampling Techniques, 5A). Both errors, sampling and engine, are in
    the interval. None without scored rows, or where a label that was given has no audited row.
    """
    given = {Label.NEGATIVE: rows.negative, Label.NEUTRAL: rows.neutral, Label.POSITIVE: rows.positive}
    total, net, spread, audited_rows = rows.scored, 0.0, 0.0, 0
    moments: list[tuple[float, float]] = []
    for label, count in given.items():
        if not count:
            continue
        up, flat, down = (audited.get((label, said), 0) for said in (Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE))
        n = up + flat + down
        if not n:
            return None
        weight, mean = count / total, (up - down) / n
        # Three quarters of a row at both ends, as for any net score: ten equal answers are no certainty.
        soft = (up - down) / (n + 3)
        net += weight * mean
        spread += weight**2 * ((up + down + 1.5) / (n + 3) - soft**2) / (n + 3)
        moments.append((weight, mean))
        audited_rows += n
    if not moments:
        return None
    spread += sum(weight * (mean - net) ** 2 for weight, mean in moments) / total
    half = 100 * Z95 * math.sqrt(spread)
    return bounded(100 * net, (100 * net - half, 100 * net + half), audited_rows, bounds=(-100.0, 100.0))


def agreement(audited: Confusion) -> float | None:
    """Rows on which engine and person agree, in percent of the audited rows; None without any."""
    n = sum(audited.values())
    return 100 * sum(c for (said, meant), c in audited.items() if said == meant) / n if n else None


def allocate(sizes: Mapping[Label, int], n: int, *, floor: int = 10) -> dict[Label, int]:
    """How many of `n` rows to audit of each label: by its share of the rows, but up to `floor` of a rare one.

    Together min(n, all rows). Shares rather than equal parts: the labels then still serve a later engine.
    """
    total = sum(sizes.values())
    goal = min(n, total)
    found = {label: min(size, floor, goal // max(1, len(sizes))) for label, size in sizes.items()}
    while sum(found.values()) < goal:
        open_ = [label for label, size in sizes.items() if found[label] < size]
        neediest = max(open_, key=lambda label: goal * sizes[label] / total - found[label])
        found[neediest] += 1
    return found
