"""Quotes of strangers as one list: every text escaped, its direction isolated, its link checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from domain.reading import reading
from views import _moments, _safe, _words

FOLD_FROM = 420
SHOWN = 340


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One text and what is known about it; None is unknown. `span` marks text[start:end].

    `about` is a safe address of our own that explains the label; long texts are folded unless told not to be.
    """

    text: str
    source: str
    title: str = ""
    label: str | None = None
    polarity: float | None = None
    reason: str | None = None
    rating: float | None = None
    url: str | None = None
    at: datetime | None = None
    dated: bool = True
    copies: int = 1
    span: tuple[int | None, int | None] = (None, None)
    topics: Sequence[str] = ()
    tags: Sequence[str] = ()
    facts: Sequence[str] = ()
    about: str | None = None
    folded: bool = True


def html(quotes: Iterable[Quote], now: datetime, label: str, *, columns: bool = False) -> str:
    """The list as one block, in the order given; `label` names it for screen readers."""
    items = "".join(_item(quote, now) for quote in quotes)
    return f'<ul class="es-feed{" two" if columns else ""}" aria-label="{_safe.html(label)}">{items}</ul>'


def _item(quote: Quote, now: datetime) -> str:
    title = f"<h3>{_safe.bdi(quote.title, 300)}</h3>" if quote.title.strip() else ""
    return f'<li class="es-quote {quote.label or "unscored"}">{title}{_text(quote)}{_meta(quote, now)}</li>'


def _text(quote: Quote) -> str:
    start, end = quote.span
    if start is not None:
        return f'<p class="t"><bdi dir="auto">{_safe.marked(quote.text, start, end, 260)}</bdi></p>'
    text = _safe.clean(quote.text, 8000)
    if len(text) <= FOLD_FROM or not quote.folded:
        return f'<p class="t">{_safe.bdi(text)}</p>' if text.strip() else ""
    cut = text.rfind(" ", 0, SHOWN)
    cut = cut if cut > SHOWN // 2 else SHOWN
    return (
        f'<p class="t">{_safe.bdi(text[:cut])}{_safe.ELLIPSIS}</p>'
        f'<details><summary>Read all of it</summary><p class="t">{_safe.bdi(text, 8000)}</p></details>'
    )


def _meta(quote: Quote, now: datetime) -> str:
    parts = [_label(quote), _stars(quote.rating), f"<span>{_safe.bdi(quote.source, 60)}</span>", _when(quote, now)]
    if quote.copies > 1:
        parts.append(f"<span>{_words.count(quote.copies)} copies of one story</span>")
    praise = ": praise" if quote.label == "positive" else ""
    parts += [f'<span class="tag">{_safe.bdi(name, 60)}{praise}</span>' for name in quote.topics]
    parts += [
        f'<span class="tag own"><span aria-hidden="true"># </span>{_safe.bdi(name, 60)}</span>' for name in quote.tags
    ]
    parts += [f"<span>{_safe.html(fact, 200)}</span>" for fact in quote.facts]
    if quote.about:
        parts.append(f'<a class="why" href="{quote.about}">Why, or correct it</a>')
    parts.append(_link(quote.url))
    return f'<p class="es-meta">{"".join(parts)}</p>'


def _label(quote: Quote) -> str:
    if quote.label is None:
        return f'<span class="l">○ not scored: {_safe.html(_words.REASONS.get(quote.reason, quote.reason))}</span>'
    glyph = _words.GLYPHS.get(quote.label, "●")
    strength = "" if quote.polarity is None else f" {_words.signed(quote.polarity, 2)}"
    return f'<span class="l {quote.label}"><span aria-hidden="true">{glyph}</span> {quote.label}{strength}</span>'


def _stars(rating: float | None) -> str:
    if rating is None or rating != rating:
        return ""
    full = min(5, max(0, round(rating)))
    said = f"{_words.number(rating, 0 if rating == full else 1)} of 5 stars"
    return f'<span class="stars" role="img" aria-label="{said}" title="{said}">{"★" * full}{"☆" * (5 - full)}</span>'


def _when(quote: Quote, now: datetime) -> str:
    if quote.at is None:
        return ""
    said = _words.ago(quote.at, now)
    exact = f"{quote.at:%Y-%m-%d %H:%M} UTC"
    return f'<span title="{exact}">{said if quote.dated else f"undated, first seen {said}"}</span>'


def _link(address: str | None) -> str:
    usable = _safe.url(address)
    if usable is None:
        return ""
    host = _safe.host(usable)
    return f'<a href="{_safe.html(usable, 2000)}" target="_blank">Open on {_safe.html(host, 60)}</a>'


def quote(row: Any, **more: Any) -> Quote:
    """A row of a mentions or evidence frame as a quote; `more` adds or replaces fields."""
    get = _moments.maybe
    start, end = get(getattr(row, "span_start", None)), get(getattr(row, "span_end", None))
    title, text = get(row.title) or "", get(row.text) or ""
    # A span counts from the start of title and text read as one.
    text = text if start is None else reading(title, text)
    found = Quote(
        text=text,
        source=get(row.source) or "",
        title=title if start is None and reading(title, text) != text else "",
        label=get(row.sentiment),
        polarity=get(row.polarity),
        reason=get(getattr(row, "reason", None)),
        rating=get(getattr(row, "rating", None)),
        url=get(row.url),
        at=_moments.utc(row.published_at),
        dated=bool(get(getattr(row, "dated", True))),
        copies=int(get(getattr(row, "copies", 1)) or 1),
        tags=tuple(getattr(row, "tags", None) or ()),
        span=(None if start is None else int(start), None if end is None else int(end)),
    )
    return replace(found, **more)


def facts(row: Any) -> list[str]:
    """What else is known of a mention, in a few words each."""
    version = f"version {row.app_version}" if row.app_version else None
    return [str(fact) for fact in (row.country, version) if fact]
