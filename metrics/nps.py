"""Net Promoter Score on 0-10: promoters 9-10, passives 7-8, detractors 0-6."""

from domain.measures import Histogram
from domain.records import Estimate
from metrics.estimate import net
from metrics.scales import on_scale, tally, weighted_net


def promoter(answer: int) -> bool:
    """9 or 10."""
    return answer >= 9


def detractor(answer: int) -> bool:
    """0 to 6."""
    return answer <= 6


def groups(answers: Histogram) -> tuple[int, int, int]:
    """Promoters, passives, detractors among the answers 0..10; other codes are not answers."""
    counts = on_scale(answers, 0)
    up, down = tally(counts, promoter), tally(counts, detractor)
    return up, sum(counts.values()) - up - down, down


def nps(answers: Histogram) -> Estimate | None:
    """Promoters minus detractors in points of all answers, adjusted Wald interval; None without answers."""
    up, passive, down = groups(answers)
    return net(up, down, up + passive + down)


def nps_weighted(answers: Histogram) -> Estimate | None:
    """The same by the survey's own weights; None where no answer has one."""
    return weighted_net(answers, promoter, detractor)
