"""What a valid earshot.toml says, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.alerting import Notify
from domain.cases import CaseRule
from domain.errors import ConfigError
from domain.people import Person
from domain.records import Brand, Role, Source
from domain.reports import DigestPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Backups:
    """Where `run` copies the database to, every how many seconds, and how many copies stay."""

    folder: Path
    every: float
    keep: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Llm:
    """The service behind engine "llm": `budget` texts a run at most, `timeout` in seconds, the key's variable."""

    base_url: str
    model: str
    key_env: str = "EARSHOT_LLM_KEY"
    budget: int = 1000
    timeout: float = 60.0
    allow_private_addresses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """Who vouches for people who sign in (OpenID Connect); secrets by the names of their variables."""

    server_metadata_url: str
    client_id: str
    client_secret_env: str
    cookie_secret_env: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIns:
    """Every how many days `run` writes a scorecard of the goals, over the figures of how many days."""

    every: int = 7
    days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A valid configuration; paths are absolute, relative ones in the file start at the file's folder."""

    path: Path | None
    database: str
    data_path: str = ""
    scheduler: str = ""
    maintain_every: float | None = None
    data_dir: Path
    timezone: ZoneInfo
    engine: str
    allow_private_addresses: bool
    heartbeat_url: str | None
    log_file: Path | None = None
    backups: Backups | None = None
    taxonomies: tuple[Path | str, ...]
    journey: str = ""
    business_hours: str
    first_response_target: float = 3600.0
    resolution_target: float = 86_400.0
    sample: bool
    raw_days: int = 30
    keep_days: Mapping[str, int] = field(default_factory=dict)
    keep_author_names: bool = False
    brands: tuple[Brand, ...]
    sources: tuple[Source, ...]
    app_url: str | None = None
    notify: Notify = field(default_factory=Notify)
    llm: Llm | None = None
    case_rules: tuple[CaseRule, ...] = ()
    crm_url: str | None = None
    goals: CheckIns = CheckIns()
    digest: DigestPlan | None = None
    auth: Auth | None = None
    people: tuple[Person, ...] = ()

    def source(self, name: str) -> Source:
        """The source of that name; ConfigError lists the known ones."""
        for source in self.sources:
            if source.name == name:
                return source
        known = ", ".join(s.name for s in self.sources) or "none"
        raise ConfigError(f"no source {name!r} in {self.path}; known: {known}")

    def brand(self, name: str | None) -> Brand:
        """The brand of that name, or the first own brand for None; ConfigError lists the known ones."""
        wanted = [b for b in self.brands if (b.name == name if name else b.role == Role.OWN)]
        if wanted:
            return wanted[0]
        if not self.brands and name:
            return Brand(name=name)
        if not name:
            raise ConfigError(f"{self.path}: no own brand; add a [[brand]] table, or name one with --brand")
        known = ", ".join(b.name for b in self.brands) or "none"
        raise ConfigError(f"no brand {name!r} in {self.path}; known: {known}")
