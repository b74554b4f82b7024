"""A report's numbers as a document: the same for every form that it takes."""

from collections.abc import Sequence

from domain.document import Bar, Chart, Document, Line, Section, Table
from domain.reports import CANNOT_TELL, Digest, Heard, PainPoint, Quote, Restated
from metrics.change import DOWN, UP
from metrics.words import count, difference, interval, many, measure, number, short_day, span
from pipeline.digest_beside import beside, rival
from pipeline.digest_links import HERE, Links
from pipeline.digest_words import card, days, lead, moved, restatement

REMOVED = "quote removed"


def compose(digest: Digest, app_url: str | None = None, restated: Sequence[Restated] = ()) -> Document:
    """The document of a report; `restated` is what the same question gives otherwise now."""
    links = Links(base=app_url or HERE, brand=digest.brand, since=digest.since, until=digest.until)
    against = f"against {span(digest.earlier_since, digest.earlier_until)}"
    return Document(
        title=f"{digest.brand}, {span(digest.since, digest.until)}",
        brand=digest.brand,
        period=span(digest.since, digest.until),
        against=against,
        report_id=digest.report_id,
        href=f"{links.base}/reports?report={digest.report_id}",
        lead=lead(digest, links),
        banner=_banner(digest, restated),
        cards=tuple(card(f, digest, links) for f in digest.figures),
        charts=_charts(digest),
        sections=tuple(_sections(digest, links, restated)),
        facts=_facts(digest),
        rivals=tuple(rival(one, links) for one in digest.rivals),
    )


def _banner(digest: Digest, restated: Sequence[Restated]) -> str:
    said = ["Sample data: a made-up brand, collected and analysed for real."] if digest.sample else []
    if restated:
        said.append(f"Restated: {many(len(restated), 'figure')} would be another today; see the end.")
    return " ".join(said)


def _sections(digest: Digest, links: Links, restated: Sequence[Restated]) -> list[Section]:
    found = [
        Section(
            title="What moved",
            intro=f"Against the {days(digest)} before; only what a test tells from chance.",
            lines=moved(digest, links),
            empty="Nothing could be compared: neither period has data.",
        ),
        Section(
            title="What people complain about",
            intro="The worst first: recent complaints count more. Shares are of all mentions that were scored.",
            lines=tuple(_pain(p, digest.quotes, links) for p in digest.pain_points),
            empty="No complaint names a known topic in this period.",
        ),
        beside(digest, links),
        _alerts(digest, links),
        _heard(digest, links),
    ]
    if restated:
        lines = tuple(restatement(one, links, digest.brand) for one in restated)
        intro = "The numbers above stay as issued. Late mentions, corrections or another engine since then give:"
        found.append(Section(title="Restated", intro=intro, lines=lines))
    return found


def _alerts(digest: Digest, links: Links) -> Section:
    lines = tuple(
        Line(
            text=one.title,
            detail=f"Rule: {one.rule}." + (" Not sent." if one.held else ""),
            href=links.page("alerts"),
            glyph="●",
        )
        for one in digest.alerts
    )
    return Section(title="Alerts", lines=lines, empty="No alert fired about this brand in the period.")


def _pain(pain: PainPoint, quotes: Sequence[Quote], links: Links) -> Line:
    quote = next((q for q in quotes if q.topic_id == pain.topic_id), None)
    glyph = {UP: "▲", DOWN: "▼"}.get(pain.verdict, "●")
    share = f"{measure(pain.share, '%')} of {count(pain.scored)} scored ({interval(pain.low, pain.high, '%')})"
    moved_ = pain.verdict
    if pain.verdict in {UP, DOWN} and pain.difference is not None:
        apart = interval(pain.low_change, pain.high_change, "points")
        moved_ = f"{difference(pain.difference, '%')} (95%: {apart})"
    severity = f"{pain.severity}. " if pain.severity else ""
    said = f"{quote.source}, {short_day(quote.day)}" if quote else ""
    if quote and quote.text is None:
        said = f"{REMOVED}, at its writer's request"
    return Line(
        text=f"{pain.name}: {many(pain.complaints, 'complaint')}, {count(pain.before)} before.",
        detail=f"{severity}{share}; {moved_}.",
        href=links.page("pain-points", topic=str(pain.topic_id)),
        glyph=glyph,
        tone={UP: "worse", DOWN: "better"}.get(pain.verdict, ""),
        quote=(quote.text or "") if quote else "",
        said=said,
    )


def _heard(digest: Digest, links: Links) -> Section:
    heads = ("Source", "Mentions", "Runs that succeeded", "Gaps")
    table = Table(
        heads=heads,
        rows=tuple((s.source, count(s.mentions), _covered(s), _gaps(s)) for s in digest.sources),
        hrefs=tuple(links.page("mentions", source=s.source) for s in digest.sources),
    )
    return Section(
        title="Where it was heard",
        intro="A day on which a source could not be read is a gap, not a zero.",
        table=table if digest.sources else None,
        empty="No source is configured for this brand.",
    )


def _covered(heard: Heard) -> str:
    return "none expected yet" if heard.coverage is None else f"{number(100 * heard.coverage, 0)}%"


def _gaps(heard: Heard) -> str:
    if heard.coverage is None:
        return CANNOT_TELL
    return many(heard.gap_days, "day") if heard.gap_days else "none"


def _charts(digest: Digest) -> tuple[Chart, ...]:
    spoken = any(d.negative + d.neutral + d.positive + d.unscored for d in digest.days)
    found = []
    if spoken:
        said = "By sentiment, in this period and, paler, in the one before."
        found.append(Chart(kind="days", title="Mentions a day", said=said, bars=_day_bars(digest)))
    if digest.pain_points:
        said = "In this period and, paler, in the one before."
        found.append(Chart(kind="topics", title="Complaints by topic", said=said, bars=_topic_bars(digest)))
    return tuple(found)


def _day_bars(digest: Digest) -> tuple[Bar, ...]:
    names = ("negative", "neutral", "positive", "unscored")
    return tuple(
        Bar(
            key=d.day.isoformat(),
            day=d.day,
            now=d.day >= digest.since,
            counts={name: getattr(d, name) for name in names},
        )
        for d in digest.days
    )


def _topic_bars(digest: Digest) -> tuple[Bar, ...]:
    return tuple(
        Bar(key=p.name, day=None, now=now, counts={"complaints": n})
        for p in digest.pain_points
        for now, n in ((True, p.complaints), (False, p.before))
    )


def _facts(digest: Digest) -> tuple[tuple[str, str], ...]:
    made = f"{digest.made_at:%Y-%m-%d %H:%M} UTC" if digest.made_at else ""
    return (
        ("Report", digest.report_id),
        ("Made", made),
        ("Days in", digest.timezone),
        ("Scored", f"{count(digest.scored)} of {many(digest.total, 'mention')}"),
        ("Engine", digest.engine or "none yet"),
        ("Topics", digest.taxonomy),
        ("Formulas", digest.formulas),
        ("Intervals", "95% throughout, of sampling only; the engine errs too: see earshot audit"),
        ("Ask again", f"earshot digest --id {digest.report_id}"),
    )
