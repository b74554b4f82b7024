"""Topics of several brands side by side: what rises for a rival and is absent for us, and what we are loved for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.measures import SentimentCounts
from metrics.change import UP, Change, compare_shares
from metrics.estimate import ENOUGH

LEVEL = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How one brand is spoken of with one topic: scored mentions by label now, and how many there were before."""

    topic_id: int
    name: str
    rows: SentimentCounts
    before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One brand: its scored mentions now and before, and its topics by id."""

    brand: str
    scored: int
    before: int
    topics: Mapping[int, Spoken]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A topic that rises for `rival` (`rise`: of all it is spoken of with) and that hardly anybody names with us."""

    rival: str
    topic: Spoken
    ours: int
    rise: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Love:
    """A topic for which our share of praise lies above the rival's; `edge` is the difference in points."""

    rival: str
    topic: Spoken
    theirs: Spoken
    edge: Change


def gaps(ours: Voice, rivals: Sequence[Voice]) -> list[Gap]:
    """Topics that rise detectably for a rival and that under five mentions name with us, the steepest first.

    The level is divided by the number of topics looked at (Bonferroni): the steepest of thirty is no finding
    because it is the steepest.
    """
    found = []
    looked = [(rival, topic) for rival in rivals for topic in rival.topics.values() if topic.rows.scored >= ENOUGH]
    for rival, topic in looked:
        mine = ours.topics.get(topic.topic_id)
        known = mine.rows.scored if mine else 0
        rise = compare_shares((topic.before, rival.before), (topic.rows.scored, rival.scored))
        if known < ENOUGH <= ours.scored and rise and _stands_out(rise, len(looked)):
            found.append(Gap(rival=rival.brand, topic=topic, ours=known, rise=rise))
    return sorted(found, key=lambda gap: -gap.rise.difference)


def loved(ours: Voice, rivals: Sequence[Voice]) -> list[Love]:
    """Topics whose share of praise is detectably higher for us than for a rival, the widest first."""
    found = []
    looked = [
        (rival, topic, theirs)
        for rival in rivals
        for topic in ours.topics.values()
        if (theirs := rival.topics.get(topic.topic_id)) and min(topic.rows.scored, theirs.rows.scored) >= ENOUGH
    ]
    for rival, topic, theirs in looked:
        edge = compare_shares((theirs.rows.positive, theirs.rows.scored), (topic.rows.positive, topic.rows.scored))
        if edge and _stands_out(edge, len(looked)):
            found.append(Love(rival=rival.brand, topic=topic, theirs=theirs, edge=edge))
    return sorted(found, key=lambda love: -love.edge.difference)


def _stands_out(change: Change, looks: int) -> bool:
    return change.verdict == UP and change.p is not None and change.p * looks < LEVEL
