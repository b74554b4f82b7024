"""Looks among complaints that no topic fits for what begins to be said, and proposes it as a topic.

Bounded: the last 90 days, the newest 2,000 to look for groups in, and only when enough came since the last look. A
proposal waits for a person; what a person dismissed is recognised by its centre and not proposed again.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain.identity import stable_id
from domain.ports import TopicFinder
from domain.reading import reading
from domain.records import Emerging, Placed, Topic, TopicMatch
from pipeline.workbench import Workbench
from storage.shapes import Centre, PendingText

SLICE = 1_000
MOST_READ, MOST_PLACED = 2_000, 6_000
# Groups that are looked at; proposals that may wait for a person, and how many of them may be old news.
MOST_GROUPS, MOST_OPEN, MOST_OLD = 60, 40, 12
# A group is news where half of it came since the last look.
NEWS = 0.5
# Groups are looked for again once five complaints, or one in fifty of those that wait, are new.
ENOUGH, SHARE = 5, 0.02
# Cosine of two centres from which both are one topic: groups that came twice from one fault reach .9.
ONE_TOPIC = 0.80

Row = tuple[PendingText, TopicMatch | None]


def discover(bench: Workbench) -> int:
    """Recognise what was found before, look for new groups where enough is new; returns how many were proposed.

    The encoder loads only where there is something to read with it.
    """
    _recognise(bench)
    with bench.database.write() as store:
        waiting, fresh = store.discoveries.waiting()
    if bench.stop.is_set() or fresh < max(ENOUGH, SHARE * waiting):
        return 0
    return _look(bench, bench.finder())


def _look(bench: Workbench, finder: TopicFinder) -> int:
    with bench.database.write() as store:
        pool = store.discoveries.pool(MOST_PLACED)
        centres = store.discoveries.centres(finder.encoder)
        names = store.discoveries.names()
        seen = store.discoveries.seen()
    looked, older = pool[:MOST_READ], pool[MOST_READ:]
    groups = finder.groups(_texts(looked), MOST_GROUPS)
    if seen:
        groups = sorted(groups, key=lambda group: not _news(group, looked, seen))
    news = sum(_news(group, looked, seen) for group in groups) if seen else 0
    topics, named = _settled(groups, centres, names, news)
    new = [Centre(topic_id=t.topic_id, values=tuple(c), proposed=True) for t, c in topics]
    rows = _members(finder, looked, groups, named) + _placed(older, finder, new)
    with bench.database.write() as store:
        store.discoveries.propose(topics, finder.encoder)
        store.discoveries.read(finder.version, rows)
        store.discoveries.looked()
    return len(topics)


def _recognise(bench: Workbench) -> None:
    with bench.database.write() as store:
        if not store.discoveries.any_known():
            store.discoveries.read_all()
        rows = store.discoveries.unread(SLICE)
    finder = bench.finder() if rows else None
    while rows and finder and not bench.stop.is_set():
        with bench.database.write() as store:
            centres = store.discoveries.centres(finder.encoder)
        found = _placed(rows, finder, centres)
        with bench.database.write() as store:
            store.discoveries.read(finder.version, found)
            rows = store.discoveries.unread(SLICE)


def _placed(rows: Sequence[PendingText], finder: TopicFinder, centres: Sequence[Centre]) -> list[Row]:
    """Each row with the topic that it lies nearest to, where it is near enough."""
    places = finder.place(_texts(rows), [centre.values for centre in centres])
    ids = [centre.topic_id for centre in centres]
    return [(row, _match(ids[p.place], p) if p else None) for row, p in zip(rows, places, strict=True)]


def _settled(
    groups: Sequence[Emerging], centres: Sequence[Centre], names: set[str], news: int
) -> tuple[list[tuple[Topic, Sequence[float]]], list[int | None]]:
    """New topics with their centres, and each group's topic: one known by its centre, a new one, or none.

    The first `news` groups are news, and may be proposed beside more others than old news may.
    """
    waiting = sum(centre.proposed for centre in centres)
    taken = {centre.topic_id for centre in centres}
    topics: list[tuple[Topic, Sequence[float]]] = []
    named: list[int | None] = []
    for place, group in enumerate(groups):
        known = max(((_cosine(group.centre, c.values), c.topic_id) for c in centres), default=(0.0, 0))
        if known[0] >= ONE_TOPIC:
            named.append(known[1])
        elif waiting + len(topics) >= (MOST_OPEN if place < news else MOST_OLD):
            named.append(None)
        else:
            topic = _topic(group, taken, names)
            taken.add(topic.topic_id)
            names.add(topic.name.lower())
            topics.append((topic, group.centre))
            named.append(topic.topic_id)
    return topics, named


def _news(group: Emerging, rows: Sequence[PendingText], seen: set[int]) -> bool:
    return sum(rows[i].text_id not in seen for i in group.members) >= NEWS * len(group.members)


def _topic(group: Emerging, taken: set[int], names: set[str]) -> Topic:
    name = group.name
    for number in range(2, 1000):
        if name.lower() not in names:
            break
        name = f"{group.name} {number}"
    topic = Topic(
        topic_id=stable_id("discovered", *sorted(group.keywords[:3])),
        name=name,
        description=f"Found in complaints: {', '.join(group.keywords)}",
        origin="discovered",
    )
    if topic.topic_id in taken:
        topic = replace(topic, topic_id=stable_id("discovered", name, *group.keywords))
    return topic


def _members(
    finder: TopicFinder, rows: Sequence[PendingText], groups: Sequence[Emerging], named: Sequence[int | None]
) -> list[Row]:
    found: list[Row] = [(row, None) for row in rows]
    for group, topic_id in zip(groups, named, strict=True):
        if topic_id is None:
            continue
        texts = _texts([rows[i] for i in group.members])
        for i, text, place in zip(group.members, texts, finder.place(texts, [group.centre]), strict=True):
            place = place or Placed(place=0, score=0.0, start=0, end=len(text))
            found[i] = (rows[i], _match(topic_id, place))
    return found


def _match(topic_id: int, placed: Placed) -> TopicMatch:
    return TopicMatch(topic_id=topic_id, score=placed.score, start=placed.start, end=placed.end)


def _texts(rows: Sequence[PendingText]) -> list[str]:
    return [reading(row.title, row.text) for row in rows]


def _cosine(one: Sequence[float], two: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, two, strict=True))
