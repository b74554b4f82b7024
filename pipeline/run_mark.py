"""A mark beside the database while `run` is at work: one that is found at the next start was left by a dead run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.workbench import Workbench


@contextmanager
def marked(bench: Workbench) -> Iterator[datetime | None]:
    """Enters with when a run began that did not end, None where the last one did; only under the lock of `run`.

    An error that ends the run takes the mark away: it was told where it happened. A kill leaves it.
    """
    path = bench.config.data_dir / "run.open"
    unfinished = _read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(bench.clock().isoformat(), "utf-8")
    try:
        yield unfinished
    finally:
        path.unlink(missing_ok=True)


def _read(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(path.read_text("utf-8").strip())
    except (FileNotFoundError, ValueError):
        return None
