"""The shape of earshot.toml, key by key."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

VARIABLE = r"^[A-Z][A-Z0-9_]{2,99}$"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(every: object) -> object:
    """ "30m" in seconds (1800.0); s, m, h and d are known. Raises ValueError with an example."""
    found = re.fullmatch(r"(\d+)\s*([smhd])", str(every).strip())
    if not found or int(found[1]) == 0:
        raise ValueError('write a time such as "30m", "1h" or "1d"')
    return float(found[1]) * _UNITS[found[2]]


def _off_or_seconds(every: object) -> object:
    return None if every == "off" else seconds(every)


def _at_most_a_year(every: float) -> float:
    if every > 366 * 86_400:
        raise ValueError('write "366d" at most')
    return every


class Strict(BaseModel):
    """Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class BrandTable(Strict):
    """One [[brand]]."""

    name: str = Field(min_length=1, max_length=200)
    query: str | None = Field(default=None, max_length=20_000)
    aliases: tuple[str, ...] = ()
    role: Literal["own", "competitor", "category"] = "own"
    about: str = Field(default="", max_length=500)
    relevance: Literal["flag", "strict"] = "flag"


class SourceTable(Strict):
    """One [[source]]."""

    name: str = Field(min_length=1, max_length=200)
    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    id: str = ""
    brand: str | None = None
    brands: tuple[str, ...] = ()
    every: Annotated[float, BeforeValidator(seconds), AfterValidator(_at_most_a_year)] = 3600.0
    paused: bool = False
    options: dict[str, object] = Field(default_factory=dict)


class BackupTable(Strict):
    """[backup]: copies that `run` makes by itself."""

    dir: str = Field(min_length=1)
    every: Annotated[float, BeforeValidator(seconds)] = 86_400.0
    keep: int = Field(default=7, ge=1, le=1000)


class NotifyTable(Strict):
    """[notify]: names of environment variables that hold addresses; an address itself is a secret."""

    channels: tuple[Annotated[str, Field(pattern=VARIABLE)], ...] = ()
    after_failures: int = Field(default=1, ge=1, le=100)
    owners: dict[str, Annotated[str, Field(pattern=VARIABLE)]] = Field(default_factory=dict)


class AlertTable(Strict):
    """One [[alert]]: seeds a rule, which from then on is kept in the database."""

    name: str = Field(min_length=1, max_length=120)
    brand: str | None = None
    metric: str = "negative_mentions"
    rule: Literal["spike", "dip", "hourly", "threshold", "change"] = "spike"
    topic: str | None = Field(default=None, max_length=200)
    above: float | None = None
    below: float | None = None
    days: int = Field(default=7, ge=1, le=366)
    channel: str | None = Field(default=None, pattern=VARIABLE)
    cool_down: Annotated[float, BeforeValidator(seconds)] = 86_400.0
    paused: bool = False


class CaseRuleTable(Strict):
    """One [[case_rule]]: which texts become a case of the inbox."""

    name: str = Field(min_length=1, max_length=120)
    when: Literal["stars", "nps", "intent", "negative"]
    at_most: float | None = Field(default=None, ge=0, le=10)
    confidence: float | None = Field(default=None, ge=0, le=1)
    intent: (
        Literal["churn_risk", "complaint", "question", "praise", "suggestion", "recommends", "warns_against"] | None
    ) = None
    brand: str | None = None
    owner: str = Field(default="", max_length=60)
    priority: Literal["urgent", "high", "normal", "low"] = "normal"
    due_days: int | None = Field(default=None, ge=0, le=365)
    days: int = Field(default=30, ge=1, le=36_500)


class LlmTable(Strict):
    """[llm]: where engine "llm" asks; `timeout` in seconds a request, `budget_per_run` in texts, the key by name."""

    base_url: str = Field(pattern=r"^https?://[^\s@]+$", max_length=500)
    model: str = Field(min_length=1, max_length=200)
    key_env: str = Field(default="EARSHOT_LLM_KEY", pattern=VARIABLE)
    budget_per_run: int = Field(default=1000, ge=0, le=10_000_000)
    timeout: float = Field(default=60.0, gt=0, le=600)
    allow_private_addresses: bool = False


class AuthTable(Strict):
    """[auth]: an OpenID Connect provider; its two secrets by the names of environment variables."""

    server_metadata_url: str = Field(pattern=r"^https?://[^\s@]+$", max_length=500)
    client_id: str = Field(min_length=1, max_length=300)
    client_secret_env: str = Field(default="EARSHOT_CLIENT_SECRET", pattern=VARIABLE)
    cookie_secret_env: str = Field(default="EARSHOT_COOKIE_SECRET", pattern=VARIABLE)


class PersonTable(Strict):
    """One [[person]] who may sign in."""

    # Plain ASCII: two addresses that only look alike must never be one.
    email: str = Field(pattern=r"^[!-?A-~]+@[!-?A-~]+$", max_length=254)
    role: Literal["viewer", "triager", "admin"] = "viewer"


class GoalsTable(Strict):
    """[goals]: how often `run` writes a scorecard, and over how many days its figures are."""

    every: Annotated[float, BeforeValidator(seconds), Field(ge=86_400, le=366 * 86_400)] = 7 * 86_400.0
    days: int = Field(default=30, ge=1, le=3653)


class DigestTable(Strict):
    """[digest]: a report that `run` sends by itself."""

    brand: str | None = None
    every: Annotated[float, BeforeValidator(seconds), Field(ge=86_400, le=366 * 86_400)] = 7 * 86_400.0
    weekday: Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] = "Mon"
    hour: int = Field(default=8, ge=0, le=23)
    channels: tuple[Annotated[str, Field(pattern=VARIABLE)], ...] = ()
    formats: tuple[Literal["html", "pdf", "md", "png", "pptx"], ...] = ("pdf",)


class ScaleTable(Strict):
    """[scale]: the Dask scheduler that scoring is handed to, such as "tcp://10.0.0.5:8786"; empty: this process.

    maintain: how long after the last upkeep of a lake `run` does it again; "off": something else calls `maintain`.
    """

    scheduler: str = Field(default="", pattern=r"^(local|(tcp|tls)://[^\s]+)?$", max_length=300)
    maintain: Annotated[float | None, BeforeValidator(_off_or_seconds)] = 3600.0


class FileTable(Strict):
    """The whole of earshot.toml."""

    database: str = "earshot.duckdb"
    data_path: str | None = Field(default=None, min_length=1, max_length=1000)
    scale: ScaleTable = ScaleTable()
    data_dir: str | None = None
    timezone: str = "UTC"
    engine: Literal["default", "vader", "calibrated", "llm"] = "default"
    llm: LlmTable | None = None
    allow_private_addresses: bool = False
    heartbeat_url: str | None = None
    log_file: str | None = Field(default=None, min_length=1)
    backup: BackupTable | None = None
    taxonomy: str | tuple[str, ...] = "general"
    journey: str = Field(default="", max_length=1_000)
    business_hours: str = "Mon-Fri 09:00-17:00"
    first_response_target: Annotated[float, BeforeValidator(seconds)] = 3600.0
    resolution_target: Annotated[float, BeforeValidator(seconds)] = 86_400.0
    raw_days: int = Field(default=30, ge=0, le=3650)
    keep_days: dict[str, Annotated[int, Field(ge=1, le=36_500)]] = {}
    keep_author_names: bool = False
    sample: bool = False
    app_url: str | None = Field(default=None, pattern=r"^https?://[^\s]+$", max_length=500)
    notify: NotifyTable = NotifyTable()
    alert: tuple[AlertTable, ...] = ()
    case_rules: Literal["default", "off"] = "default"
    case_rule: tuple[CaseRuleTable, ...] = ()
    crm_url: str | None = Field(default=None, pattern=r"^https?://[^\s]+$", max_length=500)
    auth: AuthTable | None = None
    person: tuple[PersonTable, ...] = ()
    goals: GoalsTable = GoalsTable()
    digest: DigestTable | None = None
    brand: tuple[BrandTable, ...] = ()
    source: tuple[SourceTable, ...] = ()
