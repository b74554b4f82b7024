"""The message of an event: the figure with its interval, what was usual, the rule in words, what stands behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from domain.alerting import AlertRule, Direction, Fired
from domain.measures import Scope, SentimentCounts
from metrics.definition import Metric
from metrics.rules import in_words
from metrics.watch import PUBLIC, WATCHED
from notify.plain import plain
from storage.queries import Queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent: a line, and some more of them."""

    title: str
    body: str


def compose(queries: Queries, rule: AlertRule, found: Fired, app_url: str | None) -> Message:
    """The message of one finding; strangers' words in it are bounded, and no channel reads marks or links in them."""
    metric = WATCHED[rule.metric]
    lines = [_figure(metric, found), _usual(metric, found), f"Rule: {plain(rule.name)} ({plain(in_words(rule), 240)})."]
    scope = Scope(brand=rule.brand, topic=rule.topic, since=found.since, until=found.day)
    if metric.needs in PUBLIC:
        lines += _behind(queries, scope, negative="negative" in rule.metric)
    lines += links(rule, found, app_url, _topic_id(queries, scope))
    return Message(title=title(rule, found), body="\n".join(line for line in lines if line))


def title(rule: AlertRule, found: Fired) -> str:
    """One line: which way, whose, what, when."""
    metric = WATCHED[rule.metric]
    glyph = "▲" if found.direction == Direction.UP else "▼"
    topic = f" about {plain(rule.topic, 60)}" if rule.topic else ""
    usual = "" if found.expected is None else f", usually {_value(found.expected, metric.unit)}"
    figure = f"{metric.title.lower()}{topic} {_value(found.observed, metric.unit)}"
    return f"{glyph} {plain(rule.brand, 60)}: {figure}{usual} ({_when(found)})"


def links(rule: AlertRule, found: Fired, app_url: str | None, topic_id: str | None) -> list[str]:
    """The pages that show the rows, with the filters of the finding; none where no `app_url` is configured."""
    if not app_url:
        return []
    negative = {"label": "negative"} if "negative" in rule.metric else {}
    topic = {"topic": topic_id} if topic_id else {}
    public = WATCHED[rule.metric].needs in PUBLIC
    pages: list[tuple[str, str, dict[str, str]]] = [("What changed", "overview", {})]
    pages += [("The mentions", "mentions", negative | topic)] if public else [("The answers", "surveys", {})]
    pages += [("Pain points", "pain-points", topic)]
    return [
        f"{name}: {_address(app_url, slug, rule.brand, (found.since, found.day), more)}" for name, slug, more in pages
    ]


def _address(app_url: str, slug: str, brand: str, period: tuple[date, date], more: dict[str, str]) -> str:
    since, until = period
    params = {"brand": brand, "period": "custom", "from": since.isoformat(), "to": until.isoformat()} | more
    return f"{app_url}/{slug}?{urlencode(params)}"


def _figure(metric: Metric, found: Fired) -> str:
    interval = ""
    if found.low is not None and found.high is not None:
        interval = f", 95% interval {_value(found.low, metric.unit)} to {_value(found.high, metric.unit)}"
    rows = "" if metric.unit == "mentions" else f", from {found.n:,} rows"
    return f"{metric.title}: {_value(found.observed, metric.unit)}{interval}{rows}."


def _usual(metric: Metric, found: Fired) -> str:
    if found.expected is None:
        return f"Compared with {found.basis}."
    return f"Usual: {_value(found.expected, metric.unit)} ({found.basis})."


def _when(found: Fired) -> str:
    if found.hour is not None:
        return f"{found.day}, {found.hour:02d}:00 to {(found.hour + 1) % 24:02d}:00"
    return f"{found.day}" if found.since == found.day else f"{found.since} to {found.day}"


def _behind(queries: Queries, scope: Scope, *, negative: bool) -> list[str]:
    """Top topic, top source and share of copies of the rows of the finding's days."""
    rows, stories = queries.counts.sentiment_counts(scope), queries.counts.story_sentiment_counts(scope)
    total, single = (_rows(c, negative) for c in (rows, stories))
    lines = [_top_topic(queries, scope), _top_source(queries, scope, negative, total)]
    if total:
        share = max(0, total - single) / total
        lines.append(f"Copies: {share:.0%} of {total:,} repeat a text ({single:,} stories).")
    return lines


def _rows(counts: SentimentCounts, negative: bool) -> int:
    return counts.negative if negative else counts.scored + counts.unscored


def _top_topic(queries: Queries, scope: Scope) -> str:
    table = queries.pain_points.table(scope)
    if table.empty or not int(table["mentions"].iloc[0]):
        return "Most complained about: no known topic."
    name, n = table["name"].iloc[0], int(table["mentions"].iloc[0])
    return f"Most complained about: {plain(name, 80)} ({n:,} {'complaint' if n == 1 else 'complaints'})."


def _top_source(queries: Queries, scope: Scope, negative: bool, total: int) -> str:
    frame = queries.daily.by_source(scope)
    names = ("negative",) if negative else ("negative", "neutral", "positive", "unscored")
    counted = [(sum(int(row[n]) for n in names), str(row["source"])) for _, row in frame.iterrows()]
    if not counted or not total:
        return ""
    n, source = max(counted)
    return f"Most from: {plain(source, 80)} ({n:,} of {total:,})."


def _topic_id(queries: Queries, scope: Scope) -> str | None:
    """The id that the pages know the rule's topic by."""
    if scope.topic is None:
        return None
    table = queries.pain_points.table(scope)
    return None if table.empty else str(int(table["topic_id"].iloc[0]))


def _value(value: float, unit: str) -> str:
    if unit == "mentions":
        return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"
    if unit == "%":
        return f"{value:.1f}%"
    if unit == "minutes":
        return str(timedelta(minutes=round(value)))
    return f"{value:+.1f}" if unit == "points" else f"{value:,.2f}"
