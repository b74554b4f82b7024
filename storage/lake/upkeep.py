"""What a lake needs from time to time: small pieces merged, old snapshots forgotten, the files of both removed."""

import duckdb

from storage.lake.address import LAKE

# How long a reader may still use a snapshot that is no longer the newest.
_KEPT = "1 hour"


def maintain(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Flush, merge, expire, clean up; {"snapshots": forgotten, "files": removed}."""
    con.execute(f"call ducklake_flush_inlined_data('{LAKE}')")
    con.execute(f"call ducklake_merge_adjacent_files('{LAKE}')")
    return _clean(con, f"older_than => now() - interval '{_KEPT}'")


def scrub(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Leave no byte of a deleted row in any file; {"snapshots": forgotten, "files": removed}."""
    con.execute(f"call ducklake_flush_inlined_data('{LAKE}')")
    con.execute(f"call ducklake_rewrite_data_files('{LAKE}', delete_threshold => 0)")
    return _clean(con, "older_than => now()")


def stored(con: duckdb.DuckDBPyConnection) -> int:
    """Bytes of the lake's data files."""
    found = con.execute(f"select sum(file_size_bytes) from ducklake_table_info('{LAKE}')").fetchone()  # noqa: S608
    return int(found[0] or 0) if found else 0


def oldest(con: duckdb.DuckDBPyConnection) -> int:
    """The oldest snapshot that is still kept, -1 where the catalogue does not answer any more."""
    query = "select min(snapshot_id) as oldest from ducklake_snapshot"
    try:
        with con.cursor() as asking:
            found = asking.execute(f"from postgres_query('__ducklake_metadata_{LAKE}', '{query}')").fetchone()
    except duckdb.Error:
        return -1
    return int(found[0]) if found else -1


def _clean(con: duckdb.DuckDBPyConnection, which: str) -> dict[str, int]:
    expired = con.execute(f"from ducklake_expire_snapshots('{LAKE}', {which})").fetchall()
    files = con.execute(f"from ducklake_cleanup_old_files('{LAKE}', cleanup_all => true)").fetchall()
    return {"snapshots": len(expired), "files": len(files)}
