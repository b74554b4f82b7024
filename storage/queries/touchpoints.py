"""Counts behind the figures of touchpoints: what was imported, and what answers weigh by what customers spend."""

from collections.abc import Sequence
from datetime import date

from domain.measures import Histogram, Rate, Scope
from storage.queries import scope as where
from storage.queries.ask import Ask
from storage.queries.small_groups import kept_back

# A file may hold a total and its segments; where no segment is asked for, a total stands for the whole.
_FIGURES = """
    with chosen as (
        select
            lower(trim(f.touchpoint)) as touchpoint, f.kind, f.first_day, f.last_day,
            coalesce(f.segment, '') as segment, f.value, f.customers, f.scale_max,
            bool_or(f.segment is null) over (partition by lower(trim(f.touchpoint)), f.kind, f.first_day, f.last_day)
                as has_total
        from touchpoint_figures f
        where {where}
    )
    select touchpoint, kind, first_day, last_day, segment, value, customers, scale_max from chosen
    where segment = '' or not has_total
"""

_SPENT = """
    with spend as (
        select customer_key, any_value(monthly_revenue) as spent from customers
        where brand = $brand and monthly_revenue > 0
        group by customer_key
    )
    select {scale}, r.{column}, count(*), sum(s.spent), sum(s.spent * s.spent)
    from survey_responses r
    join spend s on s.customer_key = r.customer_key
    where r.{column} is not null and {where}
    group by all
"""

Row = tuple[str, str, date, date, str, float, float | None, int | None]


class TouchpointCounts:
    """What metrics on touchpoints and on spending are made of."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def returns_rate(self, scope: Scope) -> Rate:
        """Returns against customers, of the figures that say both."""
        return per_customer(figure_rows(self._ask, scope), "returns")

    def complaints_rate(self, scope: Scope) -> Rate:
        """Complaints against customers, of the figures that say both."""
        return per_customer(figure_rows(self._ask, scope), "complaints")

    def funnel(self, scope: Scope) -> Rate:
        """Steps completed against visits, of the touchpoints, days and segments that say both."""
        return completed(figure_rows(self._ask, scope))

    def own_ratings(self, scope: Scope) -> tuple[float, ...]:
        """What we think of ourselves, as shares 0..1 of the scales."""
        return own_views(figure_rows(self._ask, scope))

    def csat_spend(self, scope: Scope) -> Histogram:
        """Satisfaction answers of customers whose monthly revenue is known, which is their weight."""
        return self._spent("csat", "r.csat_max", scope)

    def nps_spend(self, scope: Scope) -> Histogram:
        """Recommendation answers of customers whose monthly revenue is known, which is their weight."""
        return self._spent("nps", "10", scope)

    def _spent(self, column: str, scale: str, scope: Scope) -> Histogram:
        found = where.answers(scope)
        sql = _SPENT.format(scale=scale, column=column, where=found.sql)
        asked = [] if kept_back(self._ask, scope, f"{column}_spend") else self._ask.rows(sql, found.values)
        rows = [(_int(t), _int(v), _int(n), float(str(w)), float(str(s))) for t, v, n, w, s in asked]
        if not rows:
            return Histogram(scale_max=10 if column == "nps" else 5)
        sizes: dict[int, int] = {}
        for top, _, n, *_ in rows:
            sizes[top] = sizes.get(top, 0) + n
        usual = max(sizes, key=lambda top: (sizes[top], top))
        kept = [row for row in rows if row[0] == usual]
        return Histogram(
            counts={v: n for _, v, n, _, _ in kept},
            weights={v: w for _, v, _, w, _ in kept},
            squares={v: s for _, v, _, _, s in kept},
            scale_max=usual,
        )


def figure_rows(ask: Ask, scope: Scope) -> list[Row]:
    """The imported figures in scope, a total in place of its segments."""
    found = where.figures(scope)
    return ask.rows(_FIGURES.format(where=found.sql), found.values)  # type: ignore[return-value]  # as selected


def per_customer(rows: Sequence[Row], kind: str) -> Rate:
    """Figures of a kind against customers, of those that say both."""
    held = [row for row in rows if row[1] == kind and row[6]]
    return Rate(events=sum(row[5] for row in held), base=sum(row[6] or 0.0 for row in held), rows=len(held))


def completed(rows: Sequence[Row]) -> Rate:
    """Steps completed against visits, of the touchpoints, days and segments that say both."""
    cells: dict[tuple[object, ...], dict[str, float]] = {}
    for touchpoint, kind, first, last, segment, value, _, _ in rows:
        cells.setdefault((touchpoint, first, last, segment), {})[kind] = value
    both = [cell for cell in cells.values() if {"visits", "completed"} <= set(cell)]
    return Rate(
        events=sum(cell["completed"] for cell in both), base=sum(cell["visits"] for cell in both), rows=len(both)
    )


def own_views(rows: Sequence[Row]) -> tuple[float, ...]:
    """Own ratings as shares 0..1 of their scales."""
    return tuple(
        (value - 1) / (top - 1) for _, kind, _, _, _, value, _, top in rows if kind == "own_rating" and top and top > 1
    )


def _int(value: object) -> int:
    return int(str(value))
