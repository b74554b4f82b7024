"""The shape of earshot.toml, key by key."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(every: object) -> object:
    """ "30m" in seconds (1800.0); s, m, h and d are known. Raises ValueError with an example."""
    found = re.fullmatch(r"(\d+)\s*([smhd])", str(every).strip())
    if not found or int(found[1]) == 0:
        raise ValueError('write a time such as "30m", "1h" or "1d"')
    return float(found[1]) * _UNITS[found[2]]


class Strict(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class BrandTable(Strict):
    """One [[brand]]."""

    name: str = Field(min_length=1, max_length=200)
    query: str | None = Field(default=None, max_length=20_000)
    aliases: tuple[str, ...] = ()
    role: Literal["own", "competitor", "category"] = "own"


class SourceTable(Strict):
    """One [[source]]."""

    name: str = Field(min_length=1, max_length=200)
    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    id: str = ""
    brand: str | None = None
    brands: tuple[str, ...] = ()
    every: Annotated[float, BeforeValidator(seconds)] = 3600.0
    paused: bool = False
    options: dict[str, object] = Field(default_factory=dict)


class FileTable(Strict):
    """The whole of earshot.toml."""

    database: str = "earshot.duckdb"
    data_dir: str | None = None
    timezone: str = "UTC"
    engine: Literal["default", "vader"] = "default"
    allow_private_addresses: bool = False
    heartbeat_url: str | None = None
    taxonomy: str | tuple[str, ...] = "general"
    business_hours: str = "Mon-Fri 09:00-17:00"
    sample: bool = False
    brand: tuple[BrandTable, ...] = ()
    source: tuple[SourceTable, ...] = ()
