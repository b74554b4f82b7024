"""Pages with filters that people gave a name, for everybody."""

import duckdb

from domain.errors import StorageError
from domain.identity import stable_id
from storage.writes.audit import log

LONGEST_NAME, LONGEST_QUERY = 60, 2000


class SavedViews:
    """One per name; saving under a name again replaces what it meant."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def add(self, name: str, page: str, query: str, person: str = "") -> int:
        """Keep a page's address parts under a name; returns its id. StorageError for a name that says nothing."""
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME:
            raise StorageError(f"a saved view needs a name of at most {LONGEST_NAME} characters")
        if len(query) > LONGEST_QUERY:
            raise StorageError("the filters are too long to be saved; choose fewer sources")
        view_id = stable_id("view", name.casefold())
        now = log(self._con, person, "save view", name, {"page": page, "query": query})
        self._con.execute("delete from saved_views where view_id = $id", {"id": view_id})
        self._con.execute(
            "insert into saved_views values ($id, $name, $page, $query, $person, $now, null)",
            {"id": view_id, "name": name, "page": page, "query": query, "person": person, "now": now},
        )
        return view_id

    def remove(self, view_id: int, person: str = "") -> None:
        """Take one out of the list; put_back() undoes it."""
        now = log(self._con, person, "remove view", str(view_id), {})
        self._con.execute("update saved_views set removed_at = $now where view_id = $id", {"now": now, "id": view_id})

    def put_back(self, view_id: int, person: str = "") -> None:
        """Undo of remove()."""
        log(self._con, person, "put view back", str(view_id), {})
        self._con.execute("update saved_views set removed_at = null where view_id = $id", {"id": view_id})
