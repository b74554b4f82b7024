"""What one row is worth to a figure that is a mean of its rows, and which rows those are."""

from dataclasses import dataclass

from domain.measures import Histogram

_LABEL = "case m.label when 'negative' then {} when 'neutral' then {} when 'positive' then {} end"
_STARS = "least(5, greatest(1, floor(m.rating + 0.5)))"
_ON_SCALE = "r.{column} between {low} and $top and {scale} = $top"
_MINUTES = "epoch_us({end} - k.created_at) / 60e6"
_RESOLVED = "case when k.reopened_at is not null and k.reopened_at >= k.resolved_at then null else k.resolved_at end"
_REPLIED = "case when coalesce(k.author_kind, '') <> 'bot' then k.first_response_at end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """A row's part of a figure: `points` is SQL over a row of `table`, null where the row is not counted.

    The figure is the mean of the points; `counted` says that it is their number instead. `values` are the points'
    own parameters. `bounds` are the least and the most that a row can be worth, None where there is no end.
    """

    table: str
    points: str
    counted: bool = False
    values: tuple[tuple[str, object], ...] = ()
    bounds: tuple[float, float] | None = None


_NET = (-100.0, 100.0)
_SHARE = (0.0, 100.0)

_PLAIN: dict[str, Worth] = {
    "mentions": Worth(table="counted", points="1.0", counted=True),
    "net_sentiment": Worth(table="counted", points=_LABEL.format(-100.0, 0.0, 100.0), bounds=_NET),
    "net_sentiment_polar": Worth(table="counted", points=_LABEL.format(-100.0, "null", 100.0), bounds=_NET),
    "negative_share": Worth(table="counted", points=_LABEL.format(100.0, 0.0, 0.0), bounds=_SHARE),
    "review_stars": Worth(
        table="counted", points=f"case when m.rating is not null then {_STARS} end", bounds=(1.0, 5.0)
    ),
    "review_top2": Worth(
        table="counted",
        points=f"case when m.rating is not null then case when {_STARS} >= 4 then 100.0 else 0.0 end end",
        bounds=_SHARE,
    ),
    "review_response": Worth(
        table="mentions",
        points="""case when m.rating is not null then
            case when m.reply_at is null and coalesce(m.reply_text, '') = '' then 0.0 else 100.0 end end""",
        bounds=_SHARE,
    ),
    "nps": Worth(
        table="answers",
        points="""case when r.nps between 9 and 10 then 100.0 when r.nps between 7 and 8 then 0.0
            when r.nps between 0 and 6 then -100.0 end""",
        bounds=_NET,
    ),
    "churn": Worth(table="customers", points="case when c.lost then 100.0 else 0.0 end", bounds=_SHARE),
    "retention": Worth(table="customers", points="case when c.lost then 0.0 else 100.0 end", bounds=_SHARE),
    "first_response_mean": Worth(
        table="tickets",
        points=f"case when {_MINUTES.format(end=_REPLIED)} >= 0 then {_MINUTES.format(end=_REPLIED)} end",
    ),
    "first_contact_resolution": Worth(
        table="tickets",
        points="""case when (k.resolved_at is not null or k.reopened_at is not null)
            and not coalesce(k.resolved_at < k.created_at, false)
            then case when k.reopened_at is null then 100.0 else 0.0 end end""",
        bounds=_SHARE,
    ),
    "resolution_mean": Worth(
        table="tickets",
        points=f"case when {_MINUTES.format(end=_RESOLVED)} >= 0 then {_MINUTES.format(end=_RESOLVED)} end",
    ),
}
_ON_A_SCALE = ("csat_survey", "csat_mean", "ces", "ces_mean")
EXPLAINED = (*_PLAIN, *_ON_A_SCALE)


def worth(metric: str, answers: Histogram | None = None) -> Worth | None:
    """What a row is worth to `metric`, None where the figure is no mean of its rows (a median, a ratio of sums).

    Satisfaction and effort need the `answers` that the figure is made of: their scale, and its direction.
    """
    if metric not in _ON_A_SCALE:
        return _PLAIN.get(metric)
    asked = answers or Histogram(scale_max=5)
    top = float(asked.scale_max)
    kind = "csat" if metric.startswith("csat") else "ces"
    within = _ON_SCALE.format(column=kind, low=1, scale=f"r.{kind}_max")
    values: list[tuple[str, object]] = [("top", asked.scale_max)]
    answer = f"r.{kind}"
    if kind == "ces":
        within += " and r.ces_direction = $direction"
        values.append(("direction", asked.direction or ""))
        answer = "case when r.ces_direction = 'low_is_easy' then r.ces_max + 1 - r.ces else r.ces end"
    if metric.endswith("_mean"):
        return _scaled(f"case when {within} then {answer} end", values, (1.0, top))
    over = "r.csat >= r.csat_max - 1" if kind == "csat" else f"({answer}) > (r.ces_max + 1) / 2.0"
    return _scaled(f"case when {within} then case when {over} then 100.0 else 0.0 end end", values, _SHARE)


def _scaled(points: str, values: list[tuple[str, object]], bounds: tuple[float, float]) -> Worth:
    return Worth(table="answers", points=points, values=tuple(values), bounds=bounds)
