"""People's corrections of topics: this text is, or is not, about that topic."""

import duckdb

from domain.errors import StorageError
from storage.frames import BIGINT, arrive
from storage.writes.audit import log
from storage.writes.labels import content_of
from storage.writes.topics_in_force import settle


class TopicOverrides:
    """One row per text and topic that a person has spoken about; no reading by a machine changes it."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def set(self, text_id: int, topic_id: int, names: bool, person: str) -> None:
        """Say that a text is, or is not, about a topic; StorageError where either is unknown."""
        content = content_of(self._con, text_id)
        topic = self._topic(topic_id)
        now = log(self._con, person, "topic_override", str(text_id), {"topic": str(topic), "names": names})
        self._remove(text_id, topic)
        self._con.execute(
            "insert into topic_overrides values ($id, $topic, $names, $content, $person, $now)",
            {"id": text_id, "topic": topic, "names": names, "content": content, "person": person, "now": now},
        )
        self._settle(text_id)

    def clear(self, text_id: int, topic_id: int, person: str) -> bool:
        """Take the correction back: what the machine found holds again. False where there was none."""
        topic = self._topic(topic_id)
        if not self._remove(text_id, topic):
            return False
        log(self._con, person, "topic_override", str(text_id), {"topic": str(topic), "names": None})
        self._settle(text_id)
        return True

    def _topic(self, topic_id: int) -> int:
        """The topic that stands for it today."""
        found = self._con.execute(
            "select coalesce(merged_into, topic_id) from topics where topic_id = $id", {"id": topic_id}
        ).fetchone()
        if found is None:
            raise StorageError(f"topic {topic_id} is not known; choose one of the list of topics")
        return int(found[0])

    def _remove(self, text_id: int, topic_id: int) -> bool:
        removed = self._con.execute(
            """
            delete from topic_overrides where text_id = $text and topic_id in (
                select topic_id from topics where topic_id = $topic or merged_into = $topic
            )
            """,
            {"text": text_id, "topic": topic_id},
        ).fetchone()
        return bool(removed and removed[0])

    def _settle(self, text_id: int) -> None:
        arrive(self._con, "spoken_of", {"text_id": BIGINT}, [(text_id,)])
        settle(self._con, "spoken_of")
