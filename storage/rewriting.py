"""A database file written anew, row by row, so that erased text is in none of its bytes: DELETE leaves it there."""

from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from shutil import rmtree

import duckdb

from storage import engine
from storage.copying import settle

# Beside the database: files that are not whole yet, and what a writer needed beyond its memory.
_UNFINISHED = (".fresh", ".restoring", ".tmp")


def rewrite(path: Path, *, memory_limit: str) -> None:
    """Put a new file with the same rows in the place of a closed one; only the holder of the turnstile may."""
    with unfinished(path):
        fresh = beside(path, ".fresh")
        with engine.writer(path, memory_limit=memory_limit) as con, engine.translated(path):
            copy_rows(con, fresh)
        settle(fresh)
        fresh.replace(path)


def copy_rows(con: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    """Write every row of the open database into a new file."""
    con.execute("attach '{}' as fresh".format(str(fresh).replace("'", "''")))
    name = con.execute("select current_database()").fetchall()[0][0]
    con.execute('copy from database "{}" to fresh'.format(name.replace('"', '""')))
    con.execute("detach fresh")


@contextmanager
def unfinished(path: Path) -> Iterator[None]:
    """Work on files beside a closed database: what a killed process left goes first, and ours where it fails.

    Half a file on a full disk would keep it full. Only the holder of the turnstile may.
    """
    _clear(path)
    try:
        yield
    finally:
        _clear(path)


def _clear(path: Path) -> None:
    for suffix in _UNFINISHED:
        for left in path.parent.glob(f"{escape(path.name)}{suffix}*"):
            if left.is_dir():
                rmtree(left)
            else:
                left.unlink()


def beside(path: Path, suffix: str) -> Path:
    """A name beside the database for a file that is not whole yet."""
    return path.with_name(f"{path.name}{suffix}")
