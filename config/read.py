"""Reads earshot.toml: unknown keys are refused, and an error names file, key and what to write instead."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationError

from config.alerting import notify
from config.cases import case_rules
from config.digest import digest
from config.lake import lake_path
from config.llm import llm
from config.people import auth, people
from config.settings import Backups, CheckIns, Config
from config.tables import BackupTable, BrandTable, FileTable, SourceTable
from domain.errors import ConfigError
from domain.records import Brand, Role, Source

_TABLES = {"brand", "source", "alert", "case_rule", "person"}
_REMEDY = "earshot init BRAND writes one, earshot demo shows the sample brand"


def load(path: Path) -> Config:
    """The configuration in `path`; ConfigError with file, key and remedy for whatever is wrong in it."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file; {_REMEDY}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error.__class__.__name__}); it must be UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    return parse(content, path)


def parse(content: Mapping[str, object], path: Path) -> Config:
    """The same from a parsed document; `path` says where relative paths start and names the file in errors."""
    try:
        file = FileTable.model_validate(content)
    except ValidationError as error:
        raise ConfigError("\n".join(_sentences(error, path))) from None
    _consistent(file, path)
    folder = path.resolve().parent
    data_dir = folder / file.data_dir if file.data_dir else None
    database = _database(file.database, folder, data_dir)
    if Path(database).is_dir():
        raise ConfigError(f"{path}: database: {database} is a folder; name a file in it, such as earshot.duckdb")
    return Config(
        path=path.resolve(),
        database=database,
        data_path=lake_path(file, path),
        scheduler=file.scale.scheduler,
        maintain_every=file.scale.maintain,
        data_dir=data_dir or Path(database).parent if ":" not in database[2:] else data_dir or folder,
        timezone=ZoneInfo(file.timezone),
        engine=file.engine,
        allow_private_addresses=file.allow_private_addresses,
        heartbeat_url=file.heartbeat_url,
        log_file=folder / Path(file.log_file).expanduser() if file.log_file else None,
        backups=_backups(file.backup, folder),
        taxonomies=tuple(_taxonomy(t, folder) for t in _several(file.taxonomy)),
        journey=str(_taxonomy(file.journey, folder)),
        business_hours=file.business_hours,
        first_response_target=file.first_response_target,
        resolution_target=file.resolution_target,
        sample=file.sample,
        raw_days=file.raw_days,
        keep_days=file.keep_days,
        keep_author_names=file.keep_author_names,
        brands=tuple(_brand(b) for b in file.brand),
        sources=tuple(_source(s, folder) for s in file.source),
        app_url=file.app_url.rstrip("/") if file.app_url else None,
        notify=notify(file, path),
        llm=llm(file),
        case_rules=case_rules(file, path),
        crm_url=file.crm_url,
        goals=CheckIns(every=int(file.goals.every // 86_400), days=file.goals.days),
        digest=digest(file, path),
        auth=auth(file, path),
        people=people(file, path),
    )


def _backups(written: BackupTable | None, folder: Path) -> Backups | None:
    if written is None:
        return None
    return Backups(folder=folder / Path(written.dir).expanduser(), every=written.every, keep=written.keep)


def _database(written: str, folder: Path, data_dir: Path | None) -> str:
    if written.startswith("ducklake:"):
        return written
    default = FileTable.model_fields["database"].default
    return str(((data_dir if data_dir and written == default else folder) / written).resolve())


def _brand(written: BrandTable) -> Brand:
    return Brand(
        name=written.name,
        role=Role(written.role),
        query=written.query,
        aliases=written.aliases,
        about=written.about,
        strict=written.relevance == "strict",
    )


def _several(written: str | tuple[str, ...]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else written


def _taxonomy(written: str, folder: Path) -> Path | str:
    """A path for "mine.toml"; the bare name of a bundled one ("ecommerce") stays a name."""
    return folder / written if written.endswith(".toml") else written


def _source(source: SourceTable, folder: Path) -> Source:
    brands = tuple(dict.fromkeys((*filter(None, [source.brand]), *source.brands)))
    return Source(
        name=source.name,
        kind=source.kind,
        brands=brands,
        every=source.every,
        paused=source.paused,
        options=_from(folder, source.options) if source.kind == "file" else source.options,
        stable_id=source.id,
    )


def _from(folder: Path, options: dict[str, object]) -> dict[str, object]:
    """Relative paths in a source's options start where all of the file's do; a preset's bare name stays a name."""
    paths = {key: str(value) for key, value in options.items() if key == "path" or str(value).endswith(".toml")}
    return options | {key: str(folder / Path(value).expanduser()) for key, value in paths.items()}


def _consistent(file: FileTable, path: Path) -> None:
    """What one key alone cannot show: doubled names, unknown brands, an unknown zone."""
    for noun, names in (("brand", [b.name for b in file.brand]), ("source", [s.name for s in file.source])):
        if doubled := sorted({n for n in names if names.count(n) > 1}):
            raise ConfigError(f"{path}: two {noun}s are called {doubled[0]!r}; names must differ")
    spaces = [(s.kind, s.id or s.name) for s in file.source]
    if doubled := sorted({name for _, name in spaces if spaces.count((_, name)) > 1}):
        raise ConfigError(f"{path}: two sources have the id {doubled[0]!r}; their items would take each other's place")
    if file.timezone not in available_timezones():
        raise ConfigError(f'{path}: timezone: {file.timezone!r} is unknown; write one such as "Europe/London"')
    known = {b.name for b in file.brand}
    for source in file.source:
        for name in (*source.brands, *filter(None, [source.brand])):
            if name not in known:
                listed = ", ".join(sorted(known)) or "none; add a [[brand]] table"
                raise ConfigError(f"{path}: source {source.name!r}: no brand {name!r}; known: {listed}")


def _sentences(error: ValidationError, path: Path) -> list[str]:
    """One sentence per mistake: file, key, what is wrong."""
    sentences = []
    for mistake in error.errors():
        key = ".".join(str(part) for part in mistake["loc"])
        wrong = mistake["msg"].removeprefix("Value error, ")
        if mistake["type"] == "extra_forbidden":
            wrong = "unknown key; remove it, or look up its name in earshot.example.toml"
        if mistake["type"] == "tuple_type":
            wrong = f"write [[{key}]], in two brackets" if key in _TABLES else 'write a list such as ["one", "two"]'
        sentences.append(f"{path}: {key}: {wrong}")
    return sentences
