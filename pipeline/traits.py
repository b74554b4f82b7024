"""Reads emotion and intents of what lacks them, slice by slice, beside the topics, which read the same sentences."""

from domain.ports import Scorer, TraitReader
from domain.reading import reading
from pipeline.workbench import Progress, Workbench

SLICE = 2_000


class TraitStage:
    """One `analyze`'s reading of traits; the reader loads when it is first wanted."""

    def __init__(self, bench: Workbench, scorer: Scorer, progress: Progress) -> None:
        self._bench, self._progress = bench, progress
        # Intents go by the sentiment too: another engine makes other ones.
        self._felt_by = f"{scorer.name}-{scorer.version}"
        self._reader: TraitReader | None = None

    def some(self) -> bool:
        """Read one slice; False where nothing is left, or the work is to stop. Raises StorageBusy."""
        if self._bench.stop.is_set():
            return False
        reader = self._reader = self._reader or self._bench.traits()
        version = f"{reader.version}+{self._felt_by}"
        with self._bench.database.write() as store:
            rows = store.traits.pending(version, SLICE)
        if not rows:
            return False
        found = reader.read([reading(row.title, row.text) for row, _ in rows], [felt for _, felt in rows])
        with self._bench.database.write() as store:
            store.traits.add(version, [(row, traits) for (row, _), traits in zip(rows, found, strict=True)])
        self._progress(len(rows))
        return True

    def rest(self) -> None:
        """Read all that is left."""
        while self.some():
            pass
