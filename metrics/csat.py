"""Satisfaction: the share of the top two boxes (4-5 of 5; 3 is not satisfied); answers and stars apart."""

from dataclasses import replace

from domain.measures import Histogram
from domain.records import Estimate
from metrics.estimate import mean_of_counts, share
from metrics.scales import on_scale, tally, weighted_share

# A weighted share this many points away from the plain one is not the same message.
APART = 10.0


def top_two(answers: Histogram) -> Estimate | None:
    """Answers in the scale's two highest boxes, in percent of all answers 1..scale_max; Wilson interval."""
    counts = on_scale(answers)
    return share(tally(counts, lambda v: v >= answers.scale_max - 1), sum(counts.values()))


def mean_answer(answers: Histogram) -> Estimate | None:
    """The mean answer, or the mean of stars, on 1..scale_max; t-interval."""
    return mean_of_counts(on_scale(answers), 1, answers.scale_max)


def csat_weighted(answers: Histogram) -> Estimate | None:
    """Satisfied weight (survey weight, or money spent) in percent of all weight.

    The note warns where it lies ten points or more from the plain share: those who weigh most differ.
    """
    weighted = weighted_share(answers, lambda v: v >= answers.scale_max - 1)
    plain = top_two(answers)
    if weighted is None or plain is None or weighted.note:
        return weighted
    apart = weighted.value - plain.value
    if abs(apart) < APART:
        return weighted
    less = "less" if apart < 0 else "more"
    figures = f"{plain.value:.1f}% of people, {weighted.value:.1f}% by weight"
    return replace(weighted, note=f"those who weigh most are {less} satisfied: {figures}")
