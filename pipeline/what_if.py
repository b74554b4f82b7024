"""What a better score might be worth, from what is stored and what a person states."""

from dataclasses import asdict, replace
from datetime import date, timedelta

from domain.errors import ConfigError
from domain.measures import Scope
from metrics import METRICS
from metrics.assumptions import NAMES, Known, known, mistake, settled
from metrics.what_if import SPANS, WORDS, Range, Worth, worth
from storage.queries import Queries

MONTH = 30


def assume(queries: Queries, metric: str, scope: Scope, target: float | None, today: date) -> Known:
    """What own data say of every assumption; ConfigError for a metric that has no what-if."""
    if metric not in SPANS:
        raise ConfigError(f"no what-if for {metric!r}; known: {', '.join(sorted(SPANS))}")
    counts = getattr(queries.counts, METRICS[metric].needs)(scope)
    ever = replace(scope, since=None, until=None)
    month = replace(ever, since=today - timedelta(days=MONTH), until=today)
    return known(
        metric,
        METRICS[metric].estimate(counts),
        target,
        queries.goals.kept(ever, metric),
        queries.counts.customer_value(month),
    )


def judged(found: Known) -> Worth:
    """The worth; ConfigError where an assumption is missing or impossible, with what to state."""
    if wrong := mistake(found):
        raise ConfigError(f"whatif {found.metric}: {wrong}")
    return worth(settled(found))


def as_json(found: Known, money: Worth) -> dict[str, object]:
    """The shape that scripts rely on: every assumption with where it comes from, then the steps."""
    assumptions = {name: _range(getattr(found, name)) for name in NAMES}
    steps = {name: {k: v for k, v in asdict(one).items() if k != "why"} for name, one in _steps(money)}
    return {"metric": found.metric, "assumptions": assumptions, **steps, "note": WORDS}


def _steps(money: Worth) -> list[tuple[str, Range]]:
    return [("moved", money.moved), ("kept", money.kept), ("worth", money.money)]


def _range(one: Range | None) -> dict[str, object] | None:
    return asdict(one) if one else None
