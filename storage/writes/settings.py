"""What belongs to the database and to no file: engine in force, time zone, opening hours, the secret's fingerprint."""

import duckdb

from domain.errors import ConfigError
from domain.identity import keyed_hash


class Settings:
    """Short texts by key."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def get(self, key: str) -> str | None:
        """A setting's text, None where it was never set."""
        found = self._con.execute("select value from settings where key = $key", {"key": key}).fetchone()
        return found[0] if found else None

    def set(self, key: str, value: str) -> None:
        """Remember a text under a key, in place of what was there."""
        self._con.execute("delete from settings where key = $key", {"key": key})
        self._con.execute("insert into settings values ($key, $value)", {"key": key, "value": value})

    def engine(self) -> tuple[str, str]:
        """Name and version of the engine in force, both empty where none is yet."""
        return self.get("engine") or "", self.get("engine_version") or ""

    def check_secret(self, secret: bytes) -> None:
        """Remember the secret's fingerprint; raise ConfigError where the database was written with another one.

        A second secret would give every author a second key, and let the erased come back.
        """
        mark = keyed_hash(secret, "fingerprint")[:16]
        known = self.get("secret")
        if known is None:
            self.set("secret", mark)
        elif known != mark:
            raise ConfigError("EARSHOT_SECRET is not the one this database was written with; put the old one back")
