"""One writer at a time between machines: a lock in PostgreSQL, which frees it when its holder's connection ends."""

import time

import duckdb

from domain.errors import StorageBusy
from domain.identity import stable_id
from storage.lake.address import CATALOGUE, LakeAddress

# Milliseconds to stand in PostgreSQL's queue before looking whether the time is up; the queue is fair.
_SLICE = 2_000
# A machine that lost its power holds the lock this long: 15 s of silence, then three questions 5 s apart.
_ALIVE = (
    "select set_config('tcp_keepalives_idle', '15', true) as idle,"
    " set_config('tcp_keepalives_interval', '5', true) as step, set_config('tcp_keepalives_count', '3', true) as steps,"
    " set_config('lock_timeout', '{wait}', true) as wait"
)


def acquire(gate: duckdb.DuckDBPyConnection, address: LakeAddress, timeout: float) -> None:
    """Take the writer's lock, until the gate's transaction ends; StorageBusy after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    key = stable_id("writer", address.data_path)
    while True:
        wait = max(1, min(_SLICE, int(1000 * (deadline - time.monotonic()))))
        gate.begin()
        _ask(gate, _ALIVE.format(wait=wait))
        try:
            _ask(gate, f"select pg_advisory_xact_lock({key})::text as taken")
            return
        except duckdb.Error as error:
            gate.rollback()
            if "lock timeout" not in str(error):
                raise
            if time.monotonic() >= deadline:
                raise StorageBusy(f"{address.shown}: another machine is writing; try again when it is done") from error


def try_lock(gate: duckdb.DuckDBPyConnection, address: LakeAddress, name: str) -> bool:
    """Take a named lock until the gate's transaction ends; False where another holds it."""
    gate.begin()
    _ask(gate, _ALIVE.format(wait=_SLICE))
    key = stable_id("named", address.data_path, name)
    return bool(_ask(gate, f"select pg_try_advisory_xact_lock({key}) as taken")[0][0])


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the fence: one row, its number one higher with each transaction."""
    con.execute("create table if not exists fence (turn bigint)")
    if con.execute("select 1 from fence").fetchone() is None:
        con.execute("insert into fence values (0)")


def fence(con: duckdb.DuckDBPyConnection) -> None:
    """Write the row that every transaction writes: of two at once, the second cannot commit."""
    con.execute("update fence set turn = turn + 1")


def _ask(gate: duckdb.DuckDBPyConnection, question: str) -> list[tuple[object, ...]]:
    quoted = question.replace("'", "''")
    return gate.execute(f"from postgres_query('{CATALOGUE}', '{quoted}')").fetchall()
