"""From schema.org's Review and AggregateRating to mentions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import urljoin

from collectors._json import text, under
from collectors._raw import raw_of
from collectors._text import parse_date, site_of, tidy, to_text, usable_url
from domain.identity import stable_id
from domain.records import Mention, Source

_MOST = 50_000
"""Objects looked at on one page."""


def typed(things: Iterable[object], suffix: str) -> list[Mapping[str, object]]:
    """Every object, however deep, whose type ends so: "Review" finds UserReview and https://schema.org/Review."""
    return [thing for thing in _objects(things) if any(name.endswith(suffix) for name in _types(thing))]


def _objects(things: Iterable[object]) -> Iterator[Mapping[str, object]]:
    """In the page's order, each once."""
    waiting, met = list(things)[::-1], set[int]()
    while waiting and len(met) < _MOST:
        thing = waiting.pop()
        if isinstance(thing, list):
            waiting += thing[::-1]
        elif isinstance(thing, dict) and id(thing) not in met:
            met.add(id(thing))
            yield thing
            waiting += [*thing.values()][::-1]


def _types(thing: Mapping[str, object]) -> list[str]:
    said = thing.get("@type")
    return [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, str)]


def mentions(found: list[Mapping[str, object]], source: Source, page: str) -> tuple[Mention, ...]:
    """One mention for each review with words or stars. Ids are the page's own where they tell reviews apart."""
    own = [_own_id(review, page) for review in found]
    often = Counter(own)
    made = (
        _mention(review, source, page, name if often[name] == 1 else "")
        for review, name in zip(found, own, strict=True)
    )
    return tuple(one for one in made if one.text or one.title or one.rating is not None)


def _mention(review: Mapping[str, object], source: Source, page: str, name: str) -> Mention:
    body = to_text(_said(review, "reviewBody", "description", "text"), plain=True)
    title = to_text(_said(review, "name", "headline"), plain=True)
    author = tidy(_said(review, "author", "creator"))[:200]
    when = _said(review, "datePublished", "dateCreated")
    return Mention(
        source=source.name,
        kind=source.kind,
        # Without an id an edited review is a new one; nothing else on the page tells.
        external_id=name or f"{stable_id(page, author, when, title, body):x}",
        title="" if title == body else title,
        text=body,
        url=usable_url(urljoin(page, _said(review, "url"))) or page,
        author=author or None,
        rating=_rating(review),
        language=_said(review, "inLanguage")[:2].lower() or None,
        published_at=_moment(when),
        site=site_of(page),
        raw=raw_of(review),
    )


def _own_id(review: Mapping[str, object], page: str) -> str:
    address, number = text(review, "@id"), _said(review, "identifier")
    if address and not address.startswith("_:"):
        return urljoin(page, address)[:500]
    return f"{site_of(page)}:{number}"[:500] if number else ""


def _said(review: Mapping[str, object], *keys: str) -> str:
    """The first of those properties that holds words; of a list its first, of an object its name or value."""
    for key in keys:
        value = review.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            value = next((value[inner] for inner in ("name", "@value", "value") if inner in value), None)
            value = value[0] if isinstance(value, list) and value else value
        if found := text([value], 0):
            return found
    return ""


def _rating(review: Mapping[str, object]) -> float | None:
    """On a scale of 1 to 5, whatever the page's own is; None where the value lies outside of it."""
    given = review.get("reviewRating")
    given = given[0] if isinstance(given, list) and given else given
    value = number(given, "ratingValue") if isinstance(given, dict) else number({"": given}, "")
    best = number(given, "bestRating") or 5.0
    worst = number(given, "worstRating")
    worst = worst if worst is not None else (1.0 if best > 1 else 0.0)
    if value is None or best <= worst or not worst <= value <= best:
        return None
    return round(1 + 4 * (value - worst) / (best - worst), 2)


def number(thing: object, key: str) -> float | None:
    """A number, also one in words such as "4,5" or "4.5 / 5"."""
    found = under(thing, key)
    found = found[0] if isinstance(found, list) and found else found
    if isinstance(found, float):
        return found if abs(found) < 1e9 else None
    head = text([found], 0).partition("/")[0].strip().replace(",", ".")
    plain = head.removeprefix("-").replace(".", "", 1)
    return float(head) if plain.isascii() and plain.isdigit() and len(plain) < 12 else None


def _moment(when: str) -> datetime | None:
    return parse_date(when) if when else None
