"""Lakes for tests: a migrated catalogue is made once and copied for each test that wants one."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from storage.lake import Lake
from tests.scale import Services, services


class Lakes:
    """New lakes without rows, in today's schema."""

    def __init__(self, running: Services, folder: Path) -> None:
        self._running = running
        self._numbers = count()
        # Most tests need no bucket; the server that stands in for one is slow.
        self._rows = f"{folder}/rows/"
        first = Lake(running.address("pattern", data_path=self._rows), folder)
        # The first write keeps the time zone, which touches every table.
        with first.write():
            pass
        first.close()

    def empty(self, folder: Path) -> Lake:
        """A lake that nothing was ever written to, not even its catalogue."""
        return Lake(self._running.address(f"lake{next(self._numbers)}"), folder)

    def holds(self, lake: Lake, token: str) -> bool:
        """Whether the token's bytes are in the bucket, or in the catalogue's tables, as they are now."""
        return self._running.bucket_holds(token) or self._running.postgres.holds(lake.address.catalogue, token)

    def new(self, folder: Path, **options: object) -> Lake:
        """A lake of its own, with a folder for what stays on this machine."""
        address = self._running.address(f"lake{next(self._numbers)}", "pattern", self._rows)
        return Lake(address, folder, **options)  # type: ignore[arg-type]

    def copy(self, built: Lake, folder: Path) -> Lake:
        """A lake of its own with the rows of one that nobody has open."""
        template = built.address.catalogue.rpartition("dbname=")[2]
        return Lake(self._running.address(f"lake{next(self._numbers)}", template, self._rows), folder)


@contextmanager
def lakes(folder: Path) -> Iterator[Lakes]:
    """Lakes on servers that end with the block; a test asks `require` first."""
    with services() as running:
        yield Lakes(running, folder)
