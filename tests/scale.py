"""PostgreSQL and an S3 server on loopback, started by the tests that need many machines."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from pyarrow import parquet

from storage.lake.address import LakeAddress

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
# Programs whose output is wanted; the server must not inherit a pipe, which would never end.
_ANSWERS = {"psql", "pg_dump"}
_NEEDED = ("moto", "boto3", "distributed", "duckdb_extension_ducklake", "duckdb_extension_postgres_scanner")


def missing() -> str:
    """What this machine lacks for the many-machine tests, empty where it lacks nothing."""
    if not _BINARIES:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    absent = [name for name in _NEEDED if find_spec(name) is None]
    return f"{', '.join(absent)}: not installed (pip install -r requirements-scale.txt)" if absent else ""


def require() -> None:
    """Skip, with the reason, outside CI, where minutes count; in CI fail where something is missing."""
    if not (os.environ.get("CI") or os.environ.get("EARSHOT_CI")):
        pytest.skip("many machines take minutes: EARSHOT_CI=1 make test runs them, as .ci/run does")
    if reason := missing():
        pytest.fail(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Both servers; `template` names a database to copy new catalogues from, empty for none."""

    postgres: "Postgres"
    s3: str

    def address(self, database: str, template: str = "template0", data_path: str = "s3://lake/rows/") -> LakeAddress:
        """A lake of its own: a new catalogue, with what lies in `template`, and the bucket or folder they all share."""
        self.postgres.sql(f'create database "{database}" template "{template}"')
        return LakeAddress(
            catalogue=f"host=127.0.0.1 port={self.postgres.port} user=earshot dbname={database}",
            data_path=data_path,
            password="postgres-password",
            s3_key="s3-key",
            s3_secret="s3-secret",
            s3_endpoint=self.s3,
        )

    def bucket_holds(self, token: str) -> bool:
        """Whether a file of the bucket holds the token, plain or in compressed pages."""
        import boto3

        keys = {"aws_access_key_id": "s3-key", "aws_secret_access_key": "s3-secret", "region_name": "us-east-1"}
        bucket = boto3.resource("s3", endpoint_url=self.s3, **keys).Bucket("lake")
        for file in bucket.objects.all():
            columns = parquet.read_table(BytesIO(file.get()["Body"].read())).to_pydict().values()
            if any(token in str(value) for values in columns for value in values):
                return True
        return False


class Postgres:
    """A cluster of its own in a folder; root lends it to a user without rights, as PostgreSQL demands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._user = "postgres" if os.geteuid() == 0 else None
        self._bin = _BINARIES[-1].parent
        self.port = free_port()

    def start(self) -> None:
        self._folder.mkdir(parents=True)
        if self._user:
            shutil.chown(self._folder, self._user)
        secret = self._folder / "password"
        secret.write_text("postgres-password", "ascii")
        if self._user:
            shutil.chown(secret, self._user)
        self._run(
            "initdb",
            "-D",
            "data",
            "-U",
            "earshot",
            "-A",
            "md5",
            f"--pwfile={secret}",
            "-N",
            "--no-locale",
            "-E",
            "UTF8",
        )
        words = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        settings = " ".join(f"-c {name}={value}" for name, value in words.items())
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def sql(self, text: str) -> str:
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "earshot", "-d", "postgres", "-qtAc", text]
        return self._run("psql", *where)

    def holds(self, catalogue: str, token: str) -> bool:
        """Whether a dump of a catalogue holds the token."""
        database = catalogue.rpartition("dbname=")[2]
        return token in self._run("pg_dump", "-h", "127.0.0.1", "-p", str(self.port), "-U", "earshot", database)

    def _run(self, name: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self._bin / name), *arguments],
            cwd=self._folder,
            user=self._user,
            env={"PATH": os.environ["PATH"], "PGPASSWORD": "postgres-password", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if name in _ANSWERS else subprocess.DEVNULL,
            stderr=subprocess.PIPE if name in _ANSWERS else subprocess.DEVNULL,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr or done.returncode}")
        return (done.stdout or "").strip()


@contextmanager
def services() -> Iterator[Services]:
    """Both servers, with an empty bucket; both end with the block. RuntimeError where something is not installed."""
    if reason := missing():
        raise RuntimeError(reason)
    # Not below pytest's own folder, which other users may not enter.
    folder = Path(tempfile.mkdtemp(prefix="earshot-scale-"))
    folder.chmod(0o755)
    postgres = Postgres(folder / "postgres")
    try:
        postgres.start()
        with _bucket() as s3:
            yield Services(postgres=postgres, s3=s3)
    finally:
        postgres.stop()
        shutil.rmtree(folder)


@contextmanager
def _bucket() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        urlopen(Request(f"{address}/lake", method="PUT")).close()
        yield address
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
