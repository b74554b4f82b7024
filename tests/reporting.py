"""A report of the pages' brand, for everything that issues, draws or sends one."""

from datetime import date, datetime, timedelta
from pathlib import Path

from config import Config
from config.read import parse
from domain.reports import Digest
from pipeline.digest import Question, issue
from storage.connection import Database
from tests.views import world

NOW = datetime.fromisoformat("2026-05-05T09:00:00+00:00")
LAST = date(2026, 5, 4)


def configured(folder: Path, extra: str = "") -> Config:
    """The configuration of the pages' brand; `extra` is more TOML."""
    import tomllib

    brands = "".join(f'[[brand]]\nname = "{b.name}"\nrole = "{b.role}"\n' for b in world.BRANDS)
    sources = "".join(
        f'[[source]]\nname = "{s.name}"\nkind = "{s.kind}"\nbrands = {list(s.brands)}\nevery = "12h"\n'
        for s in world.SOURCES
    )
    head = 'engine = "vader"\napp_url = "https://earshot.example"\ntaxonomy = []\n'
    return parse(tomllib.loads(f"{head}{extra}{brands}{sources}"), folder / "earshot.toml")


def issued(database: Database, config: Config, *, as_of: date = LAST, days: int = 7, now: datetime = NOW) -> Digest:
    """A report of the own brand."""
    return issue(database, config, Question(brand=world.BRANDS[0].name, as_of=as_of, days=days), now)


def later(days: float) -> datetime:
    return NOW + timedelta(days=days)
