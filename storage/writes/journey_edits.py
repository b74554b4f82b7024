"""Changes of a journey template as people make them and take them back, and what they move."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import duckdb

from domain.errors import StorageError
from domain.identity import stable_id
from domain.journey import JourneyEdit
from storage.journey_rows import JourneyEditRows
from storage.shapes import PendingText
from storage.writes.audit import log
from storage.writes.journey import Journeys, Step

Read = Sequence[tuple[PendingText, Sequence[str]]]


class JourneyEdits(JourneyEditRows):
    """One row per edit; one that was taken back stays, and says nothing."""

    def __init__(self, con: duckdb.DuckDBPyConnection, journeys: Journeys) -> None:
        super().__init__(con)
        self._con = con
        self._journeys = journeys

    def put(self, journey: str, edit: JourneyEdit, person: str = "") -> int:
        """Remember an edit and return its id; `amend` then puts the template in force."""
        edit_id = stable_id("journey edit", uuid4().hex) >> 10
        self._log(edit, person, "journey edit", edit.added)
        self._con.execute(
            "insert into journey_edits values ($id, $journey, $touchpoint, $kind, $value, $added, $person, $now, null)",
            {
                "id": edit_id,
                "journey": journey,
                "touchpoint": edit.touchpoint,
                "kind": str(edit.lead),
                "value": edit.value,
                "added": edit.added,
                "person": person,
                "now": datetime.now(UTC).replace(tzinfo=None),
            },
        )
        return edit_id

    def take_back(self, journey: str, edit_id: int, person: str = "") -> JourneyEdit:
        """Forget an edit and return it; StorageError where it is unknown, or was taken back already."""
        found = next((edit for edit in self.known(journey) if edit.edit_id == edit_id), None)
        if found is None:
            raise StorageError(f"journey edit {edit_id}: there is none, or it was taken back already")
        now = self._log(found, person, "undo journey edit", None)
        self._con.execute("update journey_edits set removed_at = $now where edit_id = $id", {"now": now, "id": edit_id})
        return found

    def amend(self, version: str, steps: Sequence[Step], read: Read, *, whole: bool) -> None:
        """Put the edited template in force with what it reads in the texts that an edit may move.

        Unless that is the `whole` of them, every text is read again by the next analysis.
        """
        if whole:
            self._journeys.amend(version, steps)
        else:
            self._journeys.use(version, steps)
        self._journeys.add(version, read)

    def _log(self, edit: JourneyEdit, person: str, verb: str, added: bool | None) -> datetime:
        detail: dict[str, object] = {str(edit.lead): edit.value, "added": added}
        return log(self._con, person, verb, edit.touchpoint, detail)
