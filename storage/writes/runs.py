"""The record of what ran."""

import json
from datetime import UTC, datetime

import duckdb

from domain.identity import stable_id
from domain.records import Run
from storage.frames import utc

# Old, and not the last of its source that ended so: what health is judged by stays, however old it is.
OLD_RUNS = """
    select run_id from (
        select run_id, finished_at, row_number() over (partition by source, outcome order by finished_at desc) as newest
        from runs
    )
    where finished_at < $before and newest > 1
"""


class Runs:
    """Executions on sources, never updated."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def add(self, run: Run) -> None:
        """Record one execution; times that it does not give are now."""
        now = datetime.now(UTC)
        started, finished = utc(run.started_at or run.finished_at or now), utc(run.finished_at or now)
        self._con.execute(
            """
            insert into runs
            values ($id, $source, $kind, $started, $finished, $outcome, $fetched, $new, $changed, $deleted, $missed,
                $next_due, $error, $warnings)
            """,
            {
                "id": stable_id("run", run.source, str(started), str(finished)),
                "source": run.source,
                "kind": run.kind,
                "started": started,
                "finished": finished,
                "outcome": str(run.outcome),
                "fetched": run.fetched,
                "new": run.new,
                "changed": run.changed,
                "deleted": run.deleted,
                "missed": run.missed,
                "next_due": utc(run.next_due),
                "error": run.error,
                "warnings": json.dumps(run.warnings, ensure_ascii=False),
            },
        )

    def forget(self, before: datetime) -> int:
        """Take the runs that ended before a moment out of the record, but the last of each source and outcome."""
        found = self._con.execute(f"delete from runs where run_id in ({OLD_RUNS})", {"before": utc(before)}).fetchone()  # noqa: S608 - our own names
        return int(found[0]) if found else 0
