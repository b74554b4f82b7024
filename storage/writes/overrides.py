"""People's corrections of what an engine said; they always win and are never lost."""

import duckdb

from domain.errors import StorageError
from domain.records import Label
from storage.frames import BIGINT, arrive
from storage.writes.audit import log
from storage.writes.labels import TEXTS, Labels


class Overrides:
    """One row per text that a person has corrected."""

    def __init__(self, con: duckdb.DuckDBPyConnection, labels: Labels) -> None:
        self._con = con
        self._labels = labels

    def set(self, text_id: int, label: Label | None, person: str) -> None:
        """Correct a text's label, or with None take the correction back; raises StorageError for an unknown text."""
        content = self._content(text_id)
        now = log(self._con, person, "override", str(text_id), {"label": label and str(label)})
        self._con.execute("delete from overrides where text_id = $id", {"id": text_id})
        if label is not None:
            self._con.execute(
                "insert into overrides values ($id, $label, $content, $person, $now)",
                {"id": text_id, "label": str(label), "content": content, "person": person, "now": now},
            )
        arrive(self._con, "corrected", {"text_id": BIGINT}, [(text_id,)])
        self._labels.refresh("corrected")

    def _content(self, text_id: int) -> int:
        for table, key in TEXTS.values():
            query = f"select content_hash from {table} where {key} = $id"  # noqa: S608 - our own names
            if found := self._con.execute(query, {"id": text_id}).fetchone():
                return int(found[0])
        raise StorageError(f"text {text_id} is not stored; it may have been erased")
