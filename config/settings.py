"""What a valid earshot.toml says, as values."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import ConfigError
from domain.records import Brand, Role, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A valid configuration; paths are absolute, relative ones in the file start at the file's folder."""

    path: Path | None
    database: str
    data_dir: Path
    timezone: ZoneInfo
    engine: str
    allow_private_addresses: bool
    heartbeat_url: str | None
    taxonomies: tuple[Path | str, ...]
    business_hours: str
    sample: bool
    brands: tuple[Brand, ...]
    sources: tuple[Source, ...]

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
