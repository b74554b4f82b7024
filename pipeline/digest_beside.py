"""The other brands of a report: a table of all, and a sentence for each."""

from collections.abc import Sequence

from domain.document import Line, Section, Table
from domain.reports import CANNOT_TELL, Digest, Figure, Rival
from metrics.words import count, measure
from pipeline.digest_links import Links
from pipeline.digest_numbers import BESIDE
from pipeline.digest_words import change, mark, reach, title

_UNITS = {"net_sentiment": "points", "mentions": "mentions", "negative_share": "%"}


def beside(digest: Digest, links: Links) -> Section:
    """Every watched brand's figures and their changes, ours first."""
    own = tuple(f for f in digest.figures if f.metric in BESIDE)
    brands = [(digest.brand, own), *((r.brand, r.figures) for r in digest.rivals)]
    empty = 'No competitor is watched; add a [[brand]] with role = "competitor".'
    if not digest.rivals:
        return Section(title="Beside the competition", empty=empty)
    heads = ("Brand", *(part for name in BESIDE for part in (title(name), "change")))
    table = Table(
        heads=heads,
        rows=tuple((brand, *(cell for name in BESIDE for cell in _cells(name, figures))) for brand, figures in brands),
        hrefs=tuple(links.page("competitors", brand=brand) for brand, _ in brands),
    )
    intro = "Each by its own query and sources, so what is heard of one may be missed of another."
    return Section(title="Beside the competition", intro=intro, table=table)


def rival(one: Rival, links: Links) -> Line:
    """A competitor's net sentiment and volume; whether theirs went up is neither better nor worse for us."""
    (value, moved_), (volume, _) = (_cells(name, one.figures) for name in ("net_sentiment", "mentions"))
    found = next((f for f in one.figures if f.metric == "net_sentiment"), None)
    if found is None or found.value is None:
        return Line(text=f"{one.brand}: no data", href=links.page("competitors", brand=one.brand), glyph="◌")
    return Line(
        text=f"{one.brand}: net sentiment {value}",
        detail=f"{moved_}; {volume} mentions",
        href=links.page("competitors", brand=one.brand),
        glyph=mark(found)[0] or "●",
    )


def _cells(name: str, figures: Sequence[Figure]) -> tuple[str, str]:
    found = next((f for f in figures if f.metric == name), None)
    if found is None or found.value is None:
        return "no data", CANNOT_TELL
    inside = reach(found)
    more = f"{inside}; n {count(found.n)}" if name != "mentions" else inside
    return f"{measure(found.value, _UNITS[name])} ({more})", change(found)
