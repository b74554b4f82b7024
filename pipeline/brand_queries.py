"""Whether every brand's query can be read, which is to be known before any service is asked."""

from config import Config
from domain.errors import ConfigError
from matching import compile_query


def check_queries(config: Config) -> None:
    """ConfigError with the brand, the column and what to write instead, for the first query that cannot be read."""
    for brand in config.brands:
        if brand.query is None:
            continue
        try:
            compile_query(brand.query)
        except ConfigError as error:
            raise ConfigError(f"brand {brand.name!r}: {error}") from None
