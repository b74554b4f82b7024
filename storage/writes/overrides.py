"""People's corrections of what an engine said; they always win and are never lost."""

import duckdb

from domain.records import Label
from storage.frames import BIGINT, arrive
from storage.writes.audit import log
from storage.writes.labels import Labels, content_of


class Overrides:
    """One row per text that a person has corrected."""

    def __init__(self, con: duckdb.DuckDBPyConnection, labels: Labels) -> None:
        self._con = con
        self._labels = labels

    def set(self, text_id: int, label: Label | None, person: str) -> None:
        """Correct a text's label, or with None take the correction back; raises StorageError for an unknown text."""
        content = content_of(self._con, text_id)
        now = log(self._con, person, "override", str(text_id), {"label": label and str(label)})
        self._con.execute("delete from overrides where text_id = $id", {"id": text_id})
        if label is not None:
            self._con.execute(
                "insert into overrides values ($id, $label, $content, $person, $now)",
                {"id": text_id, "label": str(label), "content": content, "person": person, "now": now},
            )
        arrive(self._con, "corrected", {"text_id": BIGINT}, [(text_id,)])
        self._labels.refresh("corrected")
