"""What the page Competitors says of two brands: no more than a test or a count allows."""

from collections.abc import Sequence
from dataclasses import replace

from domain.measures import VoiceCounts
from metrics import Metric
from metrics.change import DOWN, UP, Change
from metrics.estimate import TOO_FEW
from metrics.share_of_voice import shares
from views import _cards, _links, _safe, _words
from views._filters import Filters
from views._rivals import Beside, Heard


def name(brand: str, filters: Filters) -> str:
    """The brand's name as safe HTML, ours marked in words."""
    own = " <small>yours</small>" if brand == filters.brand else ""
    return f"{_safe.bdi(brand, 60)}{own}"


def rows(brand: str, n: int, filters: Filters, *, label: str | None = None) -> str:
    """The way to a brand's mentions, with how many wait there."""
    if not n:
        return '<span class="es-soft">none</span>'
    address = _links.href("mentions", replace(filters, brand=brand).params(label=label))
    return f'<a href="{address}">{_words.many(n, f"{label} mention" if label else "mention")}</a>'


def moved(change: Change | None, filters: Filters) -> str:
    """A share's change against the period before."""
    return _cards.delta(change, "%", None, f"the {filters.days} days before").replace(" more than", " than")


def against(one: Beside, metric: Metric, ours: str) -> str:
    """Where a rival stands beside us, by a test."""
    if one.brand == ours:
        return '<span class="es-soft">yours</span>'
    if one.apart is None:
        return '<span class="es-soft">cannot tell: no data on one side</span>'
    said = f'<span class="es-chip">{_words.difference(one.apart.difference, metric.unit)}</span>'
    if one.apart.verdict == TOO_FEW:
        return f"too few to say {said}"
    if one.apart.verdict not in {UP, DOWN}:
        return f"no detectable difference {said}"
    better = (one.apart.verdict == UP) is metric.higher_is_better
    tone, word = ("worse", "they do better") if better else ("better", "you do better")
    return said.replace("es-chip", f"es-chip {tone}") + f" {word}"


def overlap(voice: VoiceCounts) -> str:
    """How many mentions name several brands."""
    if not voice.overlap:
        return "No mention names more than one of these brands."
    noun = "mention names" if voice.overlap == 1 else "mentions name"
    return f"{_words.count(voice.overlap)} {noun} more than one brand and count once for each."


def apart(found: Heard, fair: VoiceCounts | None, every: Sequence[str]) -> str:
    """Why shares are not comparable, and what they are where all brands are listened to alike."""
    why = []
    for brand in every:
        own = [s for s in found.sources.get(brand, ()) if s not in found.common]
        if own:
            listed = ", ".join(_safe.bdi(s, 40) for s in own[:4]) + (f" and {len(own) - 4} more" if own[4:] else "")
            why.append(f"{_safe.bdi(brand, 60)} is also heard in {listed}")
    starts = {day for brand, day in found.first.items() if brand in every}
    if len(starts) > 1:
        why.append(f"first mentions range from {_words.span(min(starts), max(starts))}")
    silent = [brand for brand in every if brand not in found.first]
    why += [f"{_safe.bdi(brand, 60)} has no mention at all" for brand in silent]
    said = "; ".join(why) or "they were not listened to alike"
    return f'<div class="es-banner" role="note"><b>Not comparable:</b> {said}.{_fair(fair, found)}</div>'


def _fair(fair: VoiceCounts | None, found: Heard) -> str:
    estimates = shares(fair) if fair else {}
    if not fair or not estimates:
        return " Give all brands the same sources to compare them."
    parts = [
        f"{_safe.bdi(brand, 60)} <b>{_words.measure(e.value, '%')}</b> ({_words.interval(e.low, e.high, '%')})"
        for brand, e in estimates.items()
        if brand in found.sources
    ]
    places = _words.many(len(found.common), "source")
    return f"<br>Only in the {places} where all are heard, and since all are: {', '.join(parts)}."
