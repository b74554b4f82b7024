"""A person's own SELECT on a lake: what reaches past the lake's tables is refused by name."""

import re

from domain.errors import StorageError
from storage.queries import Queries
from storage.queries.sql import Answer

# Functions that talk to the catalogue, to any PostgreSQL, or to the lake's bookkeeping, and the catalogue's tables.
_PAST_THE_LAKE = re.compile(
    r"postgres_\w+|__ducklake\w*|ducklake_\w+|duckdb_secrets|which_secret|parquet_\w+|sniff_csv"
    r"|read_(?:csv|json|ndjson|parquet|text|blob)\w*|\bglob\b",
    re.IGNORECASE,
)


class LakeQueries(Queries):
    """The same questions; strangers' SQL is held to the tables, as no setting can do it."""

    def sql(self, text: str) -> Answer:
        """(columns, rows) of one SELECT of a person's own; StorageError for anything that reaches past the tables."""
        if found := _PAST_THE_LAKE.search(text):
            raise StorageError(f"sql: {found[0]!r} is not allowed on a lake, which can only be asked for its tables")
        return super().sql(text)
