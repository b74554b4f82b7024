"""Answers `metric`: counts from the published snapshot, judged by the metric's own function."""

from dataclasses import dataclass

from domain.errors import ConfigError
from domain.measures import Scope
from domain.records import Estimate
from metrics import METRICS, Metric
from storage.queries import Queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One figure; `estimate` is None where there is no data, which is not zero."""

    metric: Metric
    scope: Scope
    estimate: Estimate | None


def answer(queries: Queries, name: str, scope: Scope) -> Answer:
    """The metric `name` on the rows of `scope`; ConfigError lists the known names for an unknown one."""
    metric = METRICS.get(name)
    if metric is None:
        raise ConfigError(f"no metric {name!r}; known: {', '.join(sorted(METRICS))}")
    counts = getattr(queries.counts, metric.needs)(scope)
    return Answer(metric=metric, scope=scope, estimate=metric.estimate(counts))


def as_json(given: Answer) -> dict[str, object]:
    """The shape that scripts rely on; `value` null means no data."""
    found = given.estimate
    return {
        "metric": given.metric.name,
        "brand": given.scope.brand,
        "value": found.value if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "n": found.n if found else 0,
        "note": found.note if found else "no data",
        "unit": given.metric.unit,
        "definition": given.metric.definition,
        "method": given.metric.method,
    }
