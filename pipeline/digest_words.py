"""A report's numbers in sentences: what moved and by what, what did not, and where nothing can be said."""

from collections.abc import Iterable, Sequence

from domain.document import Card, Line
from domain.reports import CANNOT_TELL, Digest, Figure, Restated
from metrics import METRICS
from metrics.change import DOWN, NO_CHANGE, UP
from metrics.estimate import TOO_FEW, note_for
from metrics.words import count, difference, interval, many, measure, number
from pipeline.digest_links import Links
from pipeline.digest_parts import parts, sizes, unit_of

TITLES = {
    "net_sentiment_stories": "Net sentiment, by story",
    "nps": "NPS",
    "csat_survey": "CSAT",
    "ces": "CES, found it easy",
    "first_response_median": "First response, median",
}
# They say again what net sentiment says, and stand in the figures only.
TWINS = frozenset({"net_sentiment_stories", "negative_share"})
_NOUNS = {"review_stars": "rating", "first_response_median": "ticket"}


def title(metric: str) -> str:
    """What a metric is called in a report."""
    return TITLES.get(metric, METRICS[metric].title if metric in METRICS else metric)


def card(found: Figure, digest: Digest, links: Links) -> Card:
    """A headline figure with its interval, what it rests on, and what the test said of its change."""
    unit = unit_of(found.metric)
    glyph, tone = mark(found)
    return Card(
        title=title(found.metric),
        value="No data" if found.value is None else measure(found.value, unit),
        interval=reach(found),
        basis=basis(found),
        change=change(found),
        detail=tested(found, digest),
        href=links.figure(found.metric),
        glyph=glyph,
        tone=tone,
    )


def reach(found: Figure) -> str:
    """The 95% interval in words, empty where there is none."""
    return interval(found.low, found.high, unit_of(found.metric)) or ""


def basis(found: Figure) -> str:
    """Which rows a figure rests on, those that have no score included."""
    if found.metric == "mentions":
        return "every copy counted"
    if METRICS[found.metric].needs.endswith("sentiment_counts"):
        noun = "stories" if found.metric == "net_sentiment_stories" else "mentions"
        return f"{count(found.n)} of {count(found.rows)} {noun} scored"
    few = f"; {note_for(found.n)}" if note_for(found.n) else ""
    return f"{many(found.n, _NOUNS.get(found.metric, 'answer'))}{few}"


def change(found: Figure) -> str:
    """The change in a few words: how far it went only where the test saw it go, else why nothing is said."""
    if found.verdict in {UP, DOWN} and found.difference is not None:
        return difference(found.difference, unit_of(found.metric))
    return found.verdict


def tested(found: Figure, digest: Digest) -> str:
    """What it was before, the interval of the difference, the test."""
    if found.before is None or found.difference is None:
        return ""
    unit = unit_of(found.metric)
    was = f"{measure(found.before, unit)} in the {days(digest)} before (n {count(found.n_before)})"
    by = f"by {difference(found.difference, unit)} " if found.verdict not in {UP, DOWN} else ""
    p = "" if found.p is None else f", p {'< 0.001' if found.p < 0.001 else number(found.p, 3)}"
    return f"{was}; changed {by}({_apart(found)}; {found.test}{p})"


def days(digest: Digest) -> str:
    """7 days."""
    return many((digest.until - digest.since).days + 1, "day")


def mark(found: Figure) -> tuple[str, str]:
    """The glyph and tone that a change has earned: none without a test that saw it."""
    if found.verdict not in {UP, DOWN}:
        return "", ""
    better = METRICS[found.metric].higher_is_better
    tone = "" if better is None else "better" if (found.verdict == UP) is better else "worse"
    return ("▲" if found.verdict == UP else "▼"), tone


def lead(digest: Digest, links: Links) -> Line:
    """The report in one sentence."""
    found = next((f for f in digest.figures if f.metric == "net_sentiment"), None)
    if found is None or found.value is None:
        heard = f"{many(digest.total, 'mention')} of {digest.brand}, none of them scored"
        said = heard if digest.total else f"Nothing was heard of {digest.brand}"
        return Line(text=f"{said} in these {days(digest)}.", href=links.page("overview"))
    glyph, tone = mark(found)
    words = {"better": "better than", "worse": "worse than"}.get(tone)
    told = f"{words or f'{found.verdict} against'} the {days(digest)} before"
    if found.verdict.startswith(CANNOT_TELL):
        told = found.verdict
    value = measure(found.value, "points")
    text = (
        f"Net sentiment is {value} ({reach(found)}), {told}; {count(found.n)} of {count(found.rows)} mentions scored."
    )
    return Line(text=text, href=links.page("overview"), glyph=glyph, tone=tone)


def moved(digest: Digest, links: Links) -> tuple[Line, ...]:
    """A sentence for each figure that detectably changed, with the parts that moved it; then those that did not."""
    shown = [f for f in digest.figures if f.verdict in {UP, DOWN} and not _twin(f, digest.figures)]
    return (*(_moved(f, digest, links) for f in shown), *_still(digest, links))


def restatement(one: Restated, links: Links, own: str) -> Line:
    """What a figure was when the report was issued, and what the same question gives now."""
    unit = unit_of(one.metric)
    then, now = ("no data" if v is None else measure(v, unit) for v in (one.then, one.now))
    whose = "" if one.brand == own else f"{one.brand}: "
    return Line(
        text=f"{whose}{title(one.metric)}: {then} in this report, {now} if asked now.",
        href=links.figure(one.metric, one.brand),
    )


def _moved(found: Figure, digest: Digest, links: Links) -> Line:
    unit = unit_of(found.metric)
    glyph, tone = mark(found)
    verb = "rose" if found.verdict == UP else "fell"
    assert found.before is not None and found.value is not None and found.difference is not None  # noqa: S101 - tested
    return Line(
        text=f"{title(found.metric)} {verb} from {measure(found.before, unit)} to {measure(found.value, unit)}.",
        detail=f"{difference(found.difference, unit)} ({_apart(found)}; {sizes(found)}).",
        href=links.figure(found.metric),
        glyph=glyph,
        tone=tone,
        parts=parts(found, digest, links, (glyph, tone)),
    )


def _still(digest: Digest, links: Links) -> Iterable[Line]:
    still = [f for f in digest.figures if f.verdict == NO_CHANGE]
    few = [f for f in digest.figures if f.verdict == TOO_FEW]
    if still:
        text = f"{NO_CHANGE.capitalize()} in {_listed([title(f.metric) for f in still])}."
        yield Line(text=text, detail=" ".join(_difference(f) for f in still), href=links.page("overview"), glyph="●")
    if few:
        text = f"{TOO_FEW.capitalize()} whether it changed: {_listed([title(f.metric) for f in few])}."
        yield Line(text=text, href=links.page("overview"), glyph="●")
    for found in digest.figures:
        if found.verdict.startswith(CANNOT_TELL):
            text = f"{title(found.metric)}: {found.verdict}."
            yield Line(text=text, href=links.figure(found.metric), glyph="◌")


def _difference(found: Figure) -> str:
    if found.difference is None:
        return ""
    return f"{title(found.metric)}: {difference(found.difference, unit_of(found.metric))} ({_apart(found)})."


def _twin(found: Figure, all_: Sequence[Figure]) -> bool:
    first = next((f for f in all_ if f.metric == "net_sentiment"), None)
    return found.metric in TWINS and first is not None and first.verdict in {UP, DOWN}


def _apart(found: Figure) -> str:
    unit = unit_of(found.metric)
    if unit in {"%", "points"}:
        unit = "points"
    return f"95%: {interval(found.low_change, found.high_change, unit)}"


def _listed(names: Sequence[str]) -> str:
    low = [n if n[:2].isupper() else n[:1].lower() + n[1:] for n in names]
    return low[0] if len(low) == 1 else f"{', '.join(low[:-1])} and {low[-1]}"
