"""The record of what ran is kept for two years; a source's last run of each outcome is kept for good."""

from datetime import timedelta

from pipeline.workbench import Workbench

KEPT = timedelta(days=731)


def forget_old_runs(bench: Workbench) -> int:
    """How many runs were taken out of the record because they ended over two years ago."""
    before = bench.clock() - KEPT
    with bench.database.read() as queries:
        if not queries.health.runs_before(before):
            return 0
    with bench.database.write() as store:
        return store.runs.forget(before)
