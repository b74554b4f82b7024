"""One promise, what was measured, and whether it holds; every benchmark gives these."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A row of docs/benchmarks.md. `held` is None where a figure is only told, such as the one a peer wins."""

    subject: str
    promise: str
    figure: str
    held: bool | None


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of several calls took, sorted."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def p50(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def busy() -> str:
    """How busy the machine is, beside any figure that another process can spoil; empty where it cannot be told."""
    load = getattr(os, "getloadavg", lambda: (0.0,))()[0]
    return f"load {load:.0f} on {os.cpu_count()} cores" if load else ""


VERDICTS = {True: "holds", False: "**missed**", None: "told"}


def table(rows: Sequence[Promise]) -> str:
    """Markdown; what does not hold is printed like everything else."""
    lines = ["| subject | promise | measured | verdict |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {r.subject} | {r.promise} | {r.figure} | {VERDICTS[r.held]} |" for r in rows)])
