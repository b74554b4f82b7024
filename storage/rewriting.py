"""A database file written anew, row by row, so that erased text is in none of its bytes: DELETE leaves it there."""

from pathlib import Path

import duckdb

from storage import engine
from storage.snapshots import settle

_UNFINISHED = (".fresh", ".restoring")


def rewrite(path: Path, *, memory_limit: str) -> None:
    """Put a new file with the same rows in the place of a closed one; only the holder of the turnstile may."""
    clear_unfinished(path)
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


def clear_unfinished(path: Path) -> None:
    """Remove what a rewriting or a restore that was killed left behind; only the holder of the turnstile may."""
    for suffix in _UNFINISHED:
        for left in path.parent.glob(f"{path.name}{suffix}*"):
            left.unlink()


def beside(path: Path, suffix: str) -> Path:
    """A name beside the database for a file that is not whole yet."""
    return path.with_name(f"{path.name}{suffix}")
