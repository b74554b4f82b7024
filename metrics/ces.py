"""Customer effort: answers are turned by the survey's stated direction, so that more always means easier."""

from domain.measures import Histogram
from domain.records import Estimate
from metrics.estimate import mean_of_counts, share
from metrics.scales import on_scale, tally

HIGH_IS_EASY, LOW_IS_EASY = "high_is_easy", "low_is_easy"


def ease(answers: Histogram) -> dict[int, int]:
    """Rows by answer with high = easy; empty where no direction is stated, for it is never guessed."""
    counts = on_scale(answers)
    if answers.direction == HIGH_IS_EASY:
        return counts
    if answers.direction == LOW_IS_EASY:
        return {answers.scale_max + 1 - v: c for v, c in counts.items()}
    return {}


def ces(answers: Histogram) -> Estimate | None:
    """Easy answers (above the middle: 5-7 of 7, 4-5 of 5) in percent; None without answers or direction."""
    counts = ease(answers)
    middle = (answers.scale_max + 1) / 2
    return share(tally(counts, lambda v: v > middle), sum(counts.values()))


def ces_mean(answers: Histogram) -> Estimate | None:
    """The mean answer on 1..scale_max, high = easy; None without answers or direction."""
    return mean_of_counts(ease(answers), 1, answers.scale_max)
