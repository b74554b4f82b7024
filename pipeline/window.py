"""Whether what a source shows reaches back to what was stored before; between two windows apart lies a gap."""

from dataclasses import dataclass, replace

from domain.identity import mention_id
from domain.records import Batch, Source
from storage.store import Store

NONE = "it shows nothing, although something of it is stored; where that goes on, open its address in a browser"
GAP = "nothing that it shows was stored before; entries in between may be lost: read it more often"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a run that ignores `cursor` has seen: `own` ids are its own, `apart` while it met nothing older.

    `empty` while nothing was shown: such a run must not forget what the cursor remembers.
    """

    cursor: str
    own: frozenset[int] = frozenset()
    apart: bool = True
    empty: bool = True

    def kept(self, batch: Batch) -> Batch:
        """The batch as it may be committed."""
        return batch if not self.empty or batch.mentions else replace(batch, cursor=self.cursor)

    def before(self, store: Store, source: Source, batch: Batch) -> "Window":
        """The same with a batch that is about to be committed; a source of which nothing is stored leaves no gap."""
        if not batch.mentions:
            return self
        if not self.apart or (self.empty and not store.mentions.found_by(source.name)):
            return replace(self, apart=False, empty=False)
        ids = {mention_id(m.kind, m.namespace, m.external_id) for m in batch.mentions}
        apart = not store.mentions.knows(ids - self.own)
        return replace(self, own=self.own | ids, apart=apart, empty=False)
