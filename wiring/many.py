"""Scoring on many machines: hands batches of texts to a Dask scheduler; the only file that knows Dask.

Workers get texts and give scores back, and never see the database: the one that asked commits them, in one
transaction that keys each score by text, engine, version and content. So a worker that dies is asked again elsewhere,
and a driver that dies, or two at once, leave each score there once.
"""

import asyncio
import atexit
import concurrent.futures
import logging
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from domain.errors import ConfigError, StorageError
from domain.records import Sentiment
from nlp import batch

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

LOCAL = "local"
# Small enough that every worker has some of a slice, large enough that asking costs little.
_PART = 250
_RETRIES = 5
_PATIENCE = 30
# Seconds between two looks whether anybody still works, and without workers until that is said.
_LOOK, _ALONE = 5.0, 300.0


class DaskScorer:
    """The engine of that name on the workers of a scheduler; `local` starts two workers of its own.

    Raises ConfigError where Dask is not installed or nobody answers within half a minute.
    """

    def __init__(self, engine: str, scheduler: str) -> None:
        self.name = engine
        # It tells of each hand that it shakes.
        logging.getLogger("distributed").setLevel(logging.WARNING)
        self._where = scheduler
        self._client, self._cluster = _connected(scheduler)
        # Workers that are still there when Python ends complain at length.
        atexit.register(self.close)
        with self._translated():
            self.version: str = self._client.submit(batch.version, engine, pure=False, retries=_RETRIES).result()

    def score(self, texts: Sequence[str]) -> list[Sentiment]:
        """As many results as texts, in their order; StorageError where the scheduler is gone, ConfigError for a worker
        with another version of the engine."""
        parts = [list(texts[start : start + _PART]) for start in range(0, len(texts), _PART)]
        with self._translated():
            asked = [
                self._client.submit(batch.score, self.name, self.version, part, pure=False, retries=_RETRIES)
                for part in parts
            ]
            return [said for part in self._gathered(asked) for said in part]

    def _gathered(self, asked: "list[Future]") -> list[list[Sentiment]]:
        """The answers, once all are there; StorageError where nobody has worked for a while, who would never answer."""
        from distributed import wait

        worked = time.monotonic()
        while True:
            try:
                wait(asked, timeout=_LOOK)
                return list(self._client.gather(asked))
            except TimeoutError:
                if self._client.scheduler_info(n_workers=-1)["workers"]:
                    worked = time.monotonic()
                elif time.monotonic() - worked >= _ALONE:
                    raise StorageError(self._gone()) from None

    def _gone(self) -> str:
        return f"scale.scheduler: {self._where} or its workers went away; what was scored is kept; run analyze again"

    def scheduler(self) -> str:
        """Where other drivers find the same workers, "tcp://host:port"."""
        return str(self._client.scheduler.address)

    def workers(self) -> dict[int, str]:
        """The workers' addresses by process id."""
        return {int(pid): address for address, pid in self._client.run(os.getpid).items()}

    def close(self) -> None:
        """Let the scheduler go, and end the workers that were started here."""
        atexit.unregister(self.close)
        self._client.close()
        if self._cluster:
            self._cluster.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        try:
            yield
        except (
            concurrent.futures.CancelledError,
            asyncio.CancelledError,
            KilledWorker,
            CommClosedError,
            OSError,
        ) as error:
            raise StorageError(self._gone()) from error


def _connected(scheduler: str) -> "tuple[Client, LocalCluster | None]":
    """A client of the scheduler, once somebody works there, and the cluster that was started for it."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ConfigError("scale.scheduler: Dask is missing; run: pip install -r requirements-scale.txt") from None
    try:
        cluster: LocalCluster | None = (
            LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0")
            if scheduler == LOCAL
            else None
        )
        client = Client(cluster or scheduler, timeout=_PATIENCE)
        client.wait_for_workers(1, timeout=_PATIENCE)
        return client, cluster
    except (OSError, TimeoutError) as error:
        raise ConfigError(
            f"scale.scheduler: nobody works at {scheduler}; start it: dask scheduler, dask worker"
        ) from error
