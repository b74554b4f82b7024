"""Starter sets that come along as TOML files: one list of tables, read from a bundled name or from a person's file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Starters:
    """One kind of starter set and its bounds.

    `noun` names the kind in messages ("journey"), `table` the TOML tables ("touchpoint"), `say` what each must hold
    at least; `longest` is in characters.
    """

    noun: str
    table: str
    say: str
    folder: Path
    keys: frozenset[str]
    most: int
    longest: int

    def names(self) -> tuple[str, ...]:
        """Names of the bundled files, such as "hotel"."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.toml")))

    def read(self, source: str | Path) -> tuple[Path, list[tuple[str, Mapping[str, object]]]]:
        """The path behind a name or path, and its tables in order, each with what to call it in a message.

        Raises ConfigError that names file, table and key, and says what to write instead.
        """
        path = Path(source)
        if not path.suffix and str(source) in self.names():
            path = self.folder / f"{source}.toml"
        try:
            tables = tomllib.loads(path.read_text("utf-8-sig")).get(self.table)
        except OSError as error:
            known = ", ".join(self.names())
            raise ConfigError(f"{self.noun} {source}: cannot be read; give a TOML file, or one of {known}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{self.noun} {path}: no TOML in UTF-8: {error}") from error
        if not isinstance(tables, list) or not tables:
            raise ConfigError(f"{self.noun} {path}: no {self.table}s; write [[{self.table}]] tables with {self.say}")
        if len(tables) > self.most:
            raise ConfigError(f"{self.noun} {path}: {len(tables)} {self.table}s; at most {self.most} make sense")
        return path, [self._checked(f"{self.noun} {path}: {self.table} {n}", t) for n, t in enumerate(tables, 1)]

    def line(self, where: str, key: str, value: object) -> str:
        """`value` as a bounded text; raises ConfigError that says where."""
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {key} must be text in quotes")
        if len(value) > self.longest:
            raise ConfigError(f"{where}: {key} has {len(value)} characters; at most {self.longest}")
        return value

    def lines(self, where: str, key: str, value: object) -> tuple[str, ...]:
        """`value` as a list of bounded texts; raises ConfigError that says where."""
        if not isinstance(value, list):
            raise ConfigError(f'{where}: {key} must be a list, such as ["delivery", "late parcel"]')
        return tuple(self.line(where, key, one) for one in value)

    def _checked(self, where: str, table: object) -> tuple[str, Mapping[str, object]]:
        if not isinstance(table, Mapping):
            raise ConfigError(f"{where}: write it as a [[{self.table}]] table")
        if unknown := sorted(set(table) - self.keys):
            raise ConfigError(f"{where}: unknown key {unknown[0]!r}; there are {', '.join(sorted(self.keys))}")
        if not self.line(where, "name", table.get("name", "")).strip():
            raise ConfigError(f"{where}: name is missing")
        return where, table
