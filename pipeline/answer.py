"""Answers `metric`: counts from the published snapshot, judged by the metric's own function."""

from dataclasses import dataclass

from domain.errors import ConfigError
from domain.measures import Scope
from domain.records import Estimate
from domain.small_groups import SMALLEST
from metrics import METRICS, Metric
from storage.queries import Queries

KEPT_BACK = f"kept back: this segment is fewer than {SMALLEST} people, or would give away one that is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One figure; `estimate` is None where there is no data, which is not zero, or where it is kept back."""

    metric: Metric
    scope: Scope
    estimate: Estimate | None
    kept_back: bool = False

    @property
    def missing(self) -> str:
        """Why there is no estimate."""
        return KEPT_BACK if self.kept_back else "no data"


def answer(queries: Queries, name: str, scope: Scope) -> Answer:
    """The metric `name` on the rows of `scope`; ConfigError lists the known names for an unknown one."""
    metric = METRICS.get(name)
    if metric is None:
        raise ConfigError(f"no metric {name!r}; known: {', '.join(sorted(METRICS))}")
    counts = getattr(queries.counts, metric.needs)(scope)
    found = metric.estimate(counts)
    hidden = found is None and queries.segments.kept_back(scope, metric.needs)
    return Answer(metric=metric, scope=scope, estimate=found, kept_back=hidden)


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
        "note": found.note if found else given.missing,
        "unit": given.metric.unit,
        "definition": given.metric.definition,
        "method": given.metric.method,
    }
