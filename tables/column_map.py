"""A column map: which column is what, which codes mean nothing, what the file does not say itself."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from domain.errors import ConfigError
from tables.fields import FIELDS, JOINED, What
from tables.map_options import MapOptions, read_options
from tables.values import code

PRESETS = Path(__file__).parent / "presets"
SECTIONS = ("extends", "columns", "likely", "options", "codes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What a column's codes mean. `missing`: no answer. `values`: what a code or a word stands for."""

    missing: frozenset[str] = frozenset()
    values: Mapping[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """`columns` must be in the file, exactly so written; `likely` are tried in order and may be absent."""

    name: str = "no map"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    likely: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: MapOptions = field(default_factory=MapOptions)
    codes: Mapping[str, Codes] = field(default_factory=dict)

    @classmethod
    def load(cls, reference: str | Path, what: What | str | None = None) -> "ColumnMap":
        """A map from a TOML file, or by the name of a preset; `what` narrows the fields that it may name.

        Raises ConfigError naming file, section, key and what to write instead.
        """
        path = Path(reference)
        if not path.is_file():
            path = _preset(reference)
        try:
            document = tomllib.loads(path.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise ConfigError(f"{path}: not TOML ({wrong})") from wrong
        except OSError as absent:
            raise ConfigError(f"{path}: cannot be read ({absent.strerror}); check its rights") from absent
        return cls.read(document, name=str(reference), what=what)

    @classmethod
    def read(cls, document: Mapping[str, object], *, name: str = "map", what: What | str | None = None) -> "ColumnMap":
        """A map from parsed TOML. Raises ConfigError."""
        for key in document:
            if key not in SECTIONS:
                raise ConfigError(_unknown(name, "section", key, SECTIONS))
        base = _extended(document.get("extends"), name, what)
        known = _known_fields(what)
        columns = _columns(_section(document, "columns", name), "columns", name, known)
        likely = _columns(_section(document, "likely", name), "likely", name, known)
        headers = {header: field for field, names in columns.items() for header in names}
        codes = _codes(_section(document, "codes", name), name, known, headers)
        return replace(
            base,
            name=name,
            columns={**base.columns, **columns},
            likely={**base.likely, **likely},
            options=read_options(_section(document, "options", name), name, base.options),
            codes={**base.codes, **codes},
        )


def presets() -> tuple[str, ...]:
    """The names of the maps that come with Earshot."""
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def _preset(reference: str | Path) -> Path:
    path = PRESETS / f"{reference}.toml"
    if str(reference) not in presets():
        raise ConfigError(f"column map '{reference}': no such file; or use a preset: {', '.join(presets())}")
    return path


def _extended(value: object, name: str, what: What | str | None) -> ColumnMap:
    if value is None:
        return ColumnMap()
    if not isinstance(value, str) or value not in presets():
        raise ConfigError(f"{name}: extends = {value!r} is no preset; known: {', '.join(presets())}")
    return ColumnMap.load(PRESETS / f"{value}.toml", what)


def _known_fields(what: What | str | None) -> tuple[str, ...]:
    chosen = [What(what)] if what else list(What)
    return tuple(dict.fromkeys(field for one in chosen for field in FIELDS[one]))


def _section(document: Mapping[str, object], key: str, name: str) -> Mapping[str, object]:
    section = document.get(key, {})
    if not isinstance(section, dict):
        raise ConfigError(f"{name}: {key} must be a section: write [{key}] on a line of its own")
    return section


def _columns(section: Mapping[str, object], title: str, name: str, known: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, value in section.items():
        if key not in known:
            raise ConfigError(_unknown(name, f"[{title}]", key, known))
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names or not all(isinstance(one, str) and one for one in names):
            raise ConfigError(f'{name}: [{title}] {key} must name a column: {key} = "Its header"')
        if title == "columns" and len(names) > 1 and key not in JOINED:
            raise ConfigError(
                f"{name}: [columns] {key} takes one column; only {', '.join(sorted(JOINED))} take several"
            )
        found[key] = tuple(names)
    return found


def _codes(
    section: Mapping[str, object], name: str, known: Sequence[str], headers: Mapping[str, str]
) -> dict[str, Codes]:
    """Codes by field; a section may also be called by the header of a mapped column."""
    found: dict[str, Codes] = {}
    for key, value in section.items():
        field_name = key if key in known else headers.get(key)
        if field_name is None:
            raise ConfigError(_unknown(name, "[codes]", key, known))
        if not isinstance(value, dict):
            raise ConfigError(f"{name}: [codes] {key} must be a section: [codes.{key}] with missing = [...]")
        found[field_name] = _code_table(value, f"{name}: [codes.{key}]")
    return found


def _code_table(section: Mapping[str, object], where: str) -> Codes:
    for key in section:
        if key not in ("missing", "values"):
            raise ConfigError(f"{where} {key} is not known; known: missing = [...], values = {{ ... }}")
    missing, values = section.get("missing", []), section.get("values", {})
    if not isinstance(missing, list):
        raise ConfigError(f'{where} missing must be a list: missing = [11, "Blank"]')
    if not isinstance(values, dict) or not all(isinstance(v, str | int | float | bool) for v in values.values()):
        raise ConfigError(f'{where} values must be a table of plain values: values = {{ "Very satisfied" = 5 }}')
    return Codes(missing=frozenset(map(code, missing)), values={code(k): v for k, v in values.items()})


def _unknown(name: str, where: str, key: str, known: Sequence[str]) -> str:
    near = get_close_matches(key, known, n=1)
    remedy = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
    return f"{name}: {where} '{key}' is not known; {remedy}"
