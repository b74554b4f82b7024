"""What people say to each other about a mention, a topic, a chart or a case."""

from uuid import uuid4

import duckdb

from domain.errors import StorageError
from domain.identity import stable_id
from storage.writes.audit import log

LONGEST = 2000
KINDS = frozenset({"mention", "topic", "chart", "case"})


class Comments:
    """Comments are added and removed, never changed."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def add(self, kind: str, subject: str, said: str, person: str = "") -> int:
        """Say something about a subject of KINDS; returns the comment's id. StorageError where nothing is said."""
        said = said.strip()
        if kind not in KINDS or not subject:
            raise StorageError(f"nothing of kind {kind!r} can be commented on")
        if not said or len(said) > LONGEST:
            raise StorageError(f"a comment has between 1 and {LONGEST} characters")
        comment_id = stable_id("comment", uuid4().hex)
        # The audit says that it was said, not what: a comment on an erased text must leave no copy.
        now = log(self._con, person, "comment", subject, {"kind": kind, "comment": str(comment_id)})
        self._con.execute(
            "insert into comments values ($id, $kind, $subject, $said, $person, $now, null)",
            {"id": comment_id, "kind": kind, "subject": subject, "said": said, "person": person, "now": now},
        )
        return comment_id

    def remove(self, comment_id: int, person: str = "") -> None:
        """Take a comment out of sight; put_back() undoes it."""
        now = log(self._con, person, "remove comment", str(comment_id), {})
        self._con.execute(
            "update comments set removed_at = $now where comment_id = $id", {"now": now, "id": comment_id}
        )

    def put_back(self, comment_id: int, person: str = "") -> None:
        """Undo of remove()."""
        log(self._con, person, "put comment back", str(comment_id), {})
        self._con.execute("update comments set removed_at = null where comment_id = $id", {"id": comment_id})
