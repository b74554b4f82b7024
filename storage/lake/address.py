"""Opens a DuckLake: rows as Parquet files on shared storage, with their catalogue in PostgreSQL."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import duckdb

from domain.errors import ConfigError, StorageError
from storage.engine import QUIET

# The name of the attached lake, and of the plain connection to its catalogue.
LAKE, CATALOGUE = "lake", "catalogue"
_EXTENSIONS = ("httpfs", "postgres_scanner", "ducklake")
# Fewer rows than this go into the catalogue instead of a file of their own; `maintain` writes them out.
_INLINED = 1_000


class NoLake(StorageError):
    """Nothing was ever written there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeAddress:
    """Where a lake is, and the keys to it, which stand in no text that is shown or logged.

    catalogue: PostgreSQL's own connection words, "host=db dbname=earshot user=earshot", without a password.
    data_path: "s3://bucket/folder/", or a folder that every machine sees at the same place.
    s3_endpoint: "host:port" or a URL of a service other than Amazon's; empty for Amazon's.
    """

    catalogue: str
    data_path: str
    password: str = field(default="", repr=False)
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"

    @property
    def shown(self) -> str:
        """The lake's name in messages."""
        return f"ducklake:postgres:{self.catalogue}"


def connect(address: LakeAddress, *, memory_limit: str, writes: bool) -> duckdb.DuckDBPyConnection:
    """One instance with the lake attached; without `writes` it is sealed: no other file, no setting, no change.

    ConfigError where the extensions are not installed; duckdb's own errors where a service cannot be reached.
    """
    con = duckdb.connect(config={**QUIET, "memory_limit": memory_limit})
    try:
        for name in _EXTENSIONS:
            con.execute(f"load '{_literal(str(_extension(name)))}'")
        _keys(con, address)
        place = f"data_path '{_literal(address.data_path)}', data_inlining_row_limit {_INLINED}"
        options = place if writes else "read_only"
        con.execute(f"attach 'ducklake:postgres:{_literal(address.catalogue)}' as {LAKE} ({options})")
        if writes:
            con.execute(f"attach '{_literal(address.catalogue)}' as {CATALOGUE} (type postgres, read_only)")
        else:
            _seal(con, address)
    except duckdb.InvalidInputException as error:
        con.close()
        if "does not exist" in str(error):
            raise NoLake(f"{address.shown}: holds nothing yet; run: python -m earshot migrate") from error
        raise
    except BaseException:
        con.close()
        raise
    return con


def _keys(con: duckdb.DuckDBPyConnection, address: LakeAddress) -> None:
    """Hand the keys over as secrets, which DuckDB redacts wherever it shows them."""
    if address.password:
        con.execute(f"create secret (type postgres, password '{_literal(address.password)}')")
    if not address.data_path.startswith("s3://"):
        return
    words = {"key_id": address.s3_key, "secret": address.s3_secret, "region": address.s3_region}
    scheme, _, host = address.s3_endpoint.rpartition("://")
    if host:
        words |= {"endpoint": host.rstrip("/"), "url_style": "path"}
    told = ", ".join(f"{name} '{_literal(value)}'" for name, value in words.items() if value)
    tls = "false" if scheme == "http" else "true"
    con.execute(f"create secret (type s3, {told}, use_ssl {tls})")


def _seal(con: duckdb.DuckDBPyConnection, address: LakeAddress) -> None:
    folder = address.data_path.rstrip("/") + "/"
    con.execute(f"set allowed_directories = ['{_literal(folder)}']")
    con.execute("set python_enable_replacements = false")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")


def _extension(name: str) -> Path:
    """The file inside the extension's wheel: nothing is ever fetched from the network."""
    found = find_spec(f"duckdb_extension_{name}")
    files = [] if found is None or not found.origin else list(Path(found.origin).parent.rglob("*.duckdb_extension"))
    if not files:
        raise ConfigError(f"database: DuckLake needs {name}; run: pip install -r requirements-scale.txt")
    return files[0]


def _literal(text: str) -> str:
    return text.replace("'", "''")
