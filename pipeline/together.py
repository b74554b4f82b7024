"""Writes that wait at the same moment share one transaction: opening the database costs more than a batch."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from domain.errors import EarshotError
from storage.connection import Database
from storage.store import Store

log = logging.getLogger("earshot.together")

Result = TypeVar("Result")


@dataclass(slots=True, kw_only=True)
class _Job:
    work: Callable[[Store], Any]
    result: Any = None
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)


class Together:
    """Gives many threads one writer. Work may be called twice and must change nothing but its store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[_Job] = []

    def write(self, work: Callable[[Store], Result]) -> Result:
        """What `work` returns once it is committed; raises what it raised, or what the database did."""
        mine = _Job(work=work)
        with self._guard:
            self._waiting.append(mine)
        # Whoever comes through first takes along all that queued up behind the writer before.
        with self._writing:
            if not mine.done.is_set():
                with self._guard:
                    jobs, self._waiting = self._waiting, []
                self._run(jobs)
        if mine.error is not None:
            raise mine.error
        return mine.result  # type: ignore[no-any-return]  # each job gives back what its own work returned

    def _run(self, jobs: Sequence[_Job]) -> None:
        try:
            with self._database.write(more=True) as store:
                results = [job.work(store) for job in jobs]
            for job, result in zip(jobs, results, strict=True):
                job.result = result
        except EarshotError as error:
            # The database, the disk or the configuration: alone each of them would meet the same.
            _fail(jobs, error)
        except Exception as error:  # noqa: BLE001 - it is raised again where the work came from
            if len(jobs) == 1:
                _fail(jobs, error)
                return
            log.warning("one of %d writes failed (%s); each is written alone", len(jobs), type(error).__name__)
            for job in jobs:
                self._run([job])
        except BaseException as error:
            _fail(jobs, error)
            raise
        finally:
            for job in jobs:
                job.done.set()


def _fail(jobs: Sequence[_Job], error: BaseException) -> None:
    for job in jobs:
        job.error = error
