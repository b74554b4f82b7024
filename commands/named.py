"""What a person named on the command line and nobody knows: refused in words, not answered with "no data"."""

from domain.errors import ConfigError
from domain.measures import Scope
from storage.queries import Queries

_SHOWN = 8


def check_topic(queries: Queries, scope: Scope) -> None:
    """ConfigError where no topic has the name or id that the scope asks for, or ever had it."""
    if scope.topic is None or queries.topics.meant(scope.topic) is not None:
        return
    known = list(queries.topics.table()["name"])
    more = ", ..." if len(known) > _SHOWN else ""
    raise ConfigError(f"no topic {scope.topic!r}; known: {', '.join(known[:_SHOWN]) or 'none yet'}{more}")
