"""What people do to topics: rename, merge, split, accept, dismiss; every change has an id and can be taken back."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from domain.errors import StorageError
from domain.identity import stable_id
from storage.writes.audit import log
from storage.writes.topics_in_force import pattern_of, settle_topics

_LONGEST = 120
_MOST_PHRASES = 20
PROPOSED, DISMISSED = "proposed", "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    verb: str
    topic_id: int
    other_id: int | None = None
    before: str | None = None
    after: str | None = None
    followers: tuple[int, ...] = ()


class TopicChanges:
    """People's changes; each returns its id, which `undo` takes. Old ids stay resolvable."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def rename(self, topic_id: int, name: str, person: str = "") -> int:
        """Give a topic another name; id, texts and triage stay. StorageError where another topic has that name."""
        old, _ = self._standing(topic_id)
        new = self._free_name(name, topic_id)
        self._set_name(topic_id, new)
        return self._keep(_Change(verb="rename", topic_id=topic_id, before=old, after=new), person)

    def merge(self, topic_id: int, into: int, person: str = "") -> int:
        """Let a topic go into another one; whatever went into the first follows. StorageError on a loop."""
        target = self._con.execute("select merged_into from topics where topic_id = $into", {"into": into}).fetchone()
        if target is None or target[0] is not None or topic_id == into:
            raise StorageError(f"topic {into} cannot take topic {topic_id} in; choose one that stands by itself")
        old, _ = self._standing(topic_id)
        values = {"into": into, "id": topic_id}
        followers = self._con.execute(
            "select topic_id from topics where merged_into = $id", {"id": topic_id}
        ).fetchall()
        self._con.execute("update topics set merged_into = $into where topic_id = $id or merged_into = $id", values)
        settle_topics(self._con, [topic_id, into])
        moved = tuple(int(row[0]) for row in followers)
        change = _Change(verb="merge", topic_id=topic_id, other_id=into, before=old, followers=moved)
        return self._keep(change, person)

    def split(self, topic_id: int, name: str, phrases: Sequence[str], person: str = "") -> int:
        """Make a topic of those texts of another one that hold one of the phrases, now and later; returns the change.

        StorageError where no text of the topic holds one, or every text does.
        """
        self._standing(topic_id)
        pattern = pattern_of(phrases[:_MOST_PHRASES])
        if not pattern:
            raise StorageError("a split needs a word or phrase that sets its texts apart; give at least one")
        new = stable_id("split", str(topic_id), self._free_name(name, None))
        before = self._size(topic_id)
        change = _Change(verb="split", topic_id=topic_id, other_id=new, after=name.strip())
        kept = self._keep(change, person, phrases=list(phrases))
        self._new_split(change, phrases, pattern)
        settle_topics(self._con, [topic_id, new])
        if not 0 < (taken := self._size(new)) < before:
            raise StorageError(f"{taken} of {before} texts hold {', '.join(phrases)}; choose words that only some hold")
        return kept

    def accept(self, topic_id: int, person: str = "") -> int:
        """Take a proposed topic on."""
        return self._set_state(topic_id, "accept", None, person)

    def dismiss(self, topic_id: int, person: str = "") -> int:
        """Name a topic nowhere any more; what it was found by is remembered, so that it is not proposed again."""
        return self._set_state(topic_id, "dismiss", DISMISSED, person)

    def undo(self, change_id: int, person: str = "") -> str:
        """Take one change back; returns a sentence. StorageError where it is unknown, taken back, or overtaken."""
        row = self._con.execute(
            """
            select verb, topic_id, other_id, before, after, followers, undone_at from topic_changes
            where change_id = $id
            """,
            {"id": change_id},
        ).fetchone()
        if row is None:
            raise StorageError(f"topic change {change_id} is not known; `earshot topic history` lists them")
        verb, topic_id, other, before, after, followers, undone_at = row
        if undone_at is not None:
            raise StorageError(f"topic change {change_id} was taken back already")
        change = _Change(
            verb=verb, topic_id=topic_id, other_id=other, before=before, after=after, followers=tuple(followers or ())
        )
        self._back()[verb](change)
        now = log(self._con, person, f"topic undo {verb}", str(topic_id), {"change": change_id})
        self._con.execute(
            "update topic_changes set undone_at = $now where change_id = $id", {"now": now, "id": change_id}
        )
        return f"taken back: {verb} of {before or after or topic_id}"

    def _back(self) -> dict[str, Callable[[_Change], None]]:
        return {
            "rename": self._unrename,
            "merge": self._unmerge,
            "split": self._unsplit,
            "accept": lambda change: self._restate(change.topic_id, change.before),
            "dismiss": lambda change: self._restate(change.topic_id, change.before),
        }

    def _unrename(self, change: _Change) -> None:
        shown = self._row(change.topic_id)[0]
        if shown != change.after:
            raise StorageError(f"{change.after!r} is called {shown!r} by now; rename it instead")
        self._set_name(change.topic_id, self._free_name(change.before or "", change.topic_id))

    def _unmerge(self, change: _Change) -> None:
        into = self._row(change.topic_id)[1]
        if into is None:
            raise StorageError(f"topic {change.topic_id} stands by itself already")
        self._con.execute("update topics set merged_into = null where topic_id = $id", {"id": change.topic_id})
        self._con.execute(
            "update topics set merged_into = $id where list_contains($followers, topic_id) and merged_into = $into",
            {"id": change.topic_id, "into": into, "followers": list(change.followers)},
        )
        settle_topics(self._con, [change.topic_id, into, *change.followers])

    def _unsplit(self, change: _Change) -> None:
        """The split's rule goes; its id leads back to the topic that it came from."""
        assert change.other_id is not None  # noqa: S101 - every split has one
        values = {"id": change.other_id, "source": change.topic_id}
        self._con.execute("delete from topic_splits where topic_id = $id", {"id": change.other_id})
        self._con.execute(
            """
            update topics set merged_into = (
                select coalesce(merged_into, topic_id) from topics where topic_id = $source
            ) where topic_id = $id or merged_into = $id
            """,
            values,
        )
        settle_topics(self._con, [change.other_id, change.topic_id])

    def _set_state(self, topic_id: int, verb: str, state: str | None, person: str) -> int:
        _, old = self._standing(topic_id)
        self._restate(topic_id, state)
        return self._keep(_Change(verb=verb, topic_id=topic_id, before=old, after=state), person)

    def _restate(self, topic_id: int, state: str | None) -> None:
        self._con.execute("update topics set state = $state where topic_id = $id", {"state": state, "id": topic_id})
        settle_topics(self._con, [topic_id])

    def _new_split(self, change: _Change, phrases: Sequence[str], pattern: str) -> None:
        values = {"id": change.other_id, "name": change.after, "source": change.topic_id, "pattern": pattern}
        now = self._now()
        said = f"Split off by: {', '.join(phrases)}"
        # A name that was used before and undone comes back with its id.
        self._con.execute("delete from topics where topic_id = $id", {"id": change.other_id})
        self._con.execute(
            """
            insert into topics (topic_id, name, description, examples, origin, created_at)
            values ($id, $name, $said, '[]', 'split', $now)
            """,
            {"id": change.other_id, "name": change.after, "said": said, "now": now},
        )
        self._con.execute(
            "insert into topic_splits values ($id, $source, $phrases, $pattern, $now)",
            {**{k: values[k] for k in ("id", "source", "pattern")}, "phrases": json.dumps(list(phrases)), "now": now},
        )

    def _set_name(self, topic_id: int, name: str) -> None:
        self._con.execute(
            "update topics set seed_name = coalesce(seed_name, name), name = $name where topic_id = $id",
            {"name": name, "id": topic_id},
        )

    def _free_name(self, name: str, own: int | None) -> str:
        name = " ".join(name.split())[:_LONGEST]
        if not name:
            raise StorageError("a topic needs a name")
        taken = self._con.execute(
            """
            select topic_id from topics
            where lower(name) = lower($name) and merged_into is null and topic_id is distinct from $own
            """,
            {"name": name, "own": own},
        ).fetchone()
        if taken:
            raise StorageError(f"a topic called {name!r} exists ({taken[0]}); choose another name, or merge the two")
        return name

    def _standing(self, topic_id: int) -> tuple[str, str | None]:
        name, into, state = self._row(topic_id)
        if into is not None:
            raise StorageError(f"topic {topic_id} ({name}) went into topic {into}; change that one")
        return name, state

    def _row(self, topic_id: int) -> tuple[str, int | None, str | None]:
        row: Any = self._con.execute(
            "select name, merged_into, state from topics where topic_id = $id", {"id": topic_id}
        ).fetchone()
        if row is None:
            raise StorageError(f"topic {topic_id} is not known; `earshot topic list` shows the ids")
        return row[0], row[1], row[2]

    def _size(self, topic_id: int) -> int:
        found = self._con.execute("select count(*) from text_topics where topic_id = $id", {"id": topic_id}).fetchone()
        return int(found[0]) if found else 0

    def _now(self) -> datetime:
        found = self._con.execute("select max(made_at) from topic_changes").fetchone()
        assert found is not None  # noqa: S101 - an aggregate has one row
        moment: datetime = found[0]
        return moment

    def _keep(self, change: _Change, person: str, **more: object) -> int:
        told = {"other": change.other_id, "before": change.before, "after": change.after, **more}
        now = log(self._con, person, f"topic {change.verb}", str(change.topic_id), told)
        count = self._con.execute("select count(*) from topic_changes").fetchone()
        change_id = int(count[0]) + 1 if count else 1
        self._con.execute(
            """
            insert into topic_changes values (
                $change_id, $now, $person, $verb, $topic_id, $other_id, $before, $after, $followers, null
            )
            """,
            {
                "change_id": change_id,
                "now": now,
                "person": person,
                "verb": change.verb,
                "topic_id": change.topic_id,
                "other_id": change.other_id,
                "before": change.before,
                "after": change.after,
                "followers": list(change.followers),
            },
        )
        return change_id
