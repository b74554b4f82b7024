"""Topics of several brands as sentences and as one table; every figure opens its mentions."""

from collections.abc import Sequence
from dataclasses import replace

from metrics.estimate import ENOUGH, share
from metrics.gaps import Gap, Love, Spoken, Voice
from views import _links, _safe, _strips, _tables, _words
from views._filters import Filters

MOST = 12


def gaps(found: Sequence[Gap], filters: Filters) -> str:
    """One sentence for each topic that rises for them and is absent for us."""
    items = "".join(_gap(gap, filters) for gap in found[:MOST])
    return f'<ul class="es-changes">{items}</ul>'


def _gap(gap: Gap, filters: Filters) -> str:
    ours = "absent for us" if not gap.ours else f"named {_words.many(gap.ours, 'time')} for us"
    there = _link(gap.rival, gap.topic, filters, _words.many(gap.topic.rows.scored, "scored mention"))
    moved, range_ = gap.rise, _words.interval(gap.rise.low, gap.rise.high, "points")
    rise = f"{_words.difference(moved.difference, '%')} of theirs ({range_})"
    head = f"{_safe.bdi(gap.topic.name, 80)} rises for {_safe.bdi(gap.rival, 60)}, {ours}"
    detail = f"{there}, {_words.count(gap.topic.before)} in the {filters.days} days before: {rise}."
    return f'<li><span class="g" aria-hidden="true">▲</span><div><b>{head}</b><span>{detail}</span></div></li>'


def no_gap(ours: Voice, rivals: Sequence[Voice]) -> str:
    """Why there is no such topic, in words."""
    looked = sum(topic.rows.scored >= ENOUGH for rival in rivals for topic in rival.topics.values())
    if not looked:
        return "Cannot tell: no topic is named five times with a competitor in this period."
    return f"None of {_words.many(looked, 'topic')} named with competitors rose detectably and is absent for you."


def loved(found: Sequence[Love], filters: Filters) -> str:
    """One sentence for each topic that we are praised more for."""
    items = "".join(_love(love, filters) for love in found[:4])
    return f'<ul class="es-changes">{items}</ul>'


def _love(love: Love, filters: Filters) -> str:
    mine = _link(filters.brand, love.topic, filters, _praised(love.topic), label="positive")
    theirs = _link(love.rival, love.theirs, filters, _praised(love.theirs), label="positive")
    edge = (
        f"{_words.difference(love.edge.difference, '%')} ({_words.interval(love.edge.low, love.edge.high, 'points')})"
    )
    head = f"{_safe.bdi(love.topic.name, 80)}: praised more than {_safe.bdi(love.rival, 60)}"
    detail = f"{mine} here, {theirs} there: {edge}."
    return f'<li><span class="g better" aria-hidden="true">♥</span><div><b>{head}</b><span>{detail}</span></div></li>'


def _praised(topic: Spoken) -> str:
    return f"{_words.count(topic.rows.positive)} of {_words.count(topic.rows.scored)} praise it"


def table(spoken: Sequence[Voice], filters: Filters) -> str:
    """Topics by how often they are named with any brand; empty where none is named."""
    names = {topic.topic_id: topic.name for voice in spoken for topic in voice.topics.values()}
    sizes = {key: sum(_named(voice, key) for voice in spoken) for key in names}
    kept = sorted((key for key in names if sizes[key]), key=lambda key: (-sizes[key], names[key]))
    if not kept:
        return ""
    brands = [_safe.html(voice.brand, 60) for voice in spoken]
    reach = (0.0, _widest(spoken, kept[:MOST]))
    body = "".join(_row(key, names[key], spoken, (filters, reach)) for key in kept[:MOST])
    more = f'<p class="es-sub">{_words.many(len(kept) - MOST, "more topic")} not shown.</p>' if kept[MOST:] else ""
    return f'<div class="es-beside">{_tables.table(("Topic", *brands), body)}</div>{more}'


def _widest(spoken: Sequence[Voice], keys: Sequence[int]) -> float:
    """The end of a scale that holds every interval of the table."""
    found = [share(_named(voice, key), voice.scored) for voice in spoken for key in keys]
    return max(one.high for one in found if one and one.high is not None)


def _row(key: int, name: str, spoken: Sequence[Voice], drawn: tuple[Filters, tuple[float, float]]) -> str:
    return _tables.row(_safe.bdi(name, 80), [(_safe.clean(v.brand, 60), _cell(v, key, *drawn)) for v in spoken])


def _cell(voice: Voice, key: int, filters: Filters, reach: tuple[float, float]) -> str:
    topic = voice.topics.get(key)
    found = share(_named(voice, key), voice.scored)
    if topic is None or found is None or not topic.rows.scored:
        return '<span class="es-soft">absent</span>'
    where = f"{_words.interval(found.low, found.high, '%')}; "
    rows = _link(voice.brand, topic, filters, _words.many(topic.rows.scored, "scored mention"))
    negative = f"{_words.count(topic.rows.negative)} negative"
    picture = _strips.strip(found, "%", reach, tone="own" if voice.brand == filters.brand else "")
    return f"{picture}<b>{_words.measure(found.value, '%')}</b><small>{where}{rows}, {negative}</small>"


def _named(voice: Voice, key: int) -> int:
    topic = voice.topics.get(key)
    return topic.rows.scored if topic else 0


def _link(brand: str, topic: Spoken, filters: Filters, words: str, *, label: str | None = None) -> str:
    params = replace(filters, brand=brand).params(topic=str(topic.topic_id), label=label)
    return f'<a href="{_links.href("mentions", params)}">{words}</a>'
