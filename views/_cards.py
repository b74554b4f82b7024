"""One figure as a card: value, interval, what it rests on, what changed, and a small trend."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.records import Estimate
from metrics.change import DOWN, UP, Change
from metrics.estimate import TOO_FEW
from views import _safe, _sparks, _words


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says. `basis` names the rows counted; `better` is the direction that is good, if any is."""

    title: str
    definition: str
    unit: str
    estimate: Estimate | None
    basis: str
    change: Change | None = None
    higher_is_better: bool | None = None
    before: str = "the period before"
    spark: Sequence[float | None] = ()
    absent: str = "No data"
    show_interval: bool = True


def html(card: Card) -> str:
    """The card as one block of safe HTML; everything a picture shows is also said in words."""
    return "".join(
        [
            f'<h3 class="es-label">{_safe.html(card.title)}{_tip(card.definition)}</h3>',
            _value(card),
            f'<p class="es-basis">{_safe.html(card.basis)}</p>',
            f'<p class="es-delta">{delta(card.change, card.unit, card.higher_is_better, card.before)}</p>'
            if card.estimate
            else "",
            _sparks.line(card.spark, f"{card.title}, trend over the period", "var(--soft)"),
        ]
    )


def _tip(definition: str) -> str:
    said = _safe.html(definition)
    return f'<abbr title="{said}" aria-label="Definition: {said}">?</abbr>'


def _value(card: Card) -> str:
    found = card.estimate
    if found is None:
        return f'<p class="es-value es-blank">{_safe.html(card.absent)}</p>'
    said = _words.interval(found.low, found.high, card.unit) if card.show_interval else None
    range_ = f' <small aria-label="95% interval {said}">({said})</small>' if said else ""
    return f'<p class="es-value">{_words.measure(found.value, card.unit)}{range_}</p>'


def delta(change: Change | None, unit: str, higher_is_better: bool | None, before: str) -> str:
    """The change in words: an arrow only where the test saw one, and whether that is good only where it is."""
    if change is None:
        return f"Nothing to compare with in {_safe.html(before)}"
    moved = _words.difference(change.difference, unit)
    if change.verdict not in {UP, DOWN}:
        said = "too few to compare" if change.verdict == TOO_FEW else "no detectable change"
        return f"{said[:1].upper() + said[1:]} <span class='es-chip'>{moved}</span> against {_safe.html(before)}"
    tone, word = judged(change, higher_is_better)
    glyph = "▲" if change.verdict == UP else "▼"
    return (
        f'<span class="es-chip {tone}"><span aria-hidden="true">{glyph}</span> {moved}</span> '
        f"{word} than {_safe.html(before)}"
    )


def judged(change: Change, higher_is_better: bool | None) -> tuple[str, str]:
    """The tone ("better", "worse" or "") of a detected change, and its comparative in words."""
    if higher_is_better is None:
        return "", "more" if change.verdict == UP else "fewer"
    good = (change.verdict == UP) is higher_is_better
    return ("better", "better") if good else ("worse", "worse")
