"""What engines said about texts; only the engine in force shows in labels and figures."""

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from domain.records import Sentiment
from storage.frames import BIGINT, DOUBLE, TEXT, arrive
from storage.shapes import PendingText
from storage.writes.labels import Labels
from storage.writes.settings import Settings
from storage.writes.tombstones import drop_gone
from storage.writes.work import TEXTS_TO_READ, Work

_COLUMNS = {
    "text_id": BIGINT,
    "kind": TEXT,
    "content_hash": BIGINT,
    "label": TEXT,
    "polarity": DOUBLE,
    "confidence": DOUBLE,
    "language": TEXT,
    "reason": TEXT,
}


class Scores:
    """Scores by text, engine, version and content: a new engine destroys nothing, an edited text is stale by itself."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, labels: Labels, work: Work) -> None:
        self._con = con
        self._settings = settings
        self._labels = labels
        self._work = work

    def pending(self, engine: str, version: str, limit: int) -> list[PendingText]:
        """At most `limit` texts without a score by this engine and version; empty once there are none."""
        done = "select text_id, content_hash from scores where engine || '|' || version = replace($task, 'score|', '')"
        return self._work.pending(_task(engine, version), done, limit)

    def left(self, engine: str, version: str) -> int:
        """How many texts are queued for an engine that has been asked for before."""
        return self._work.left(_task(engine, version))

    def add(self, engine: str, version: str, rows: Sequence[tuple[PendingText, Sentiment]]) -> int:
        """Keep what an engine said, skipped texts (label None and a reason) included; returns how many were new."""
        if not rows:
            return 0
        scored = {(p.text_id, p.content_hash): (p, s) for p, s in rows}
        arrive(self._con, "scored", _COLUMNS, [_row(p, s) for p, s in scored.values()])
        drop_gone(self._con, "scored")
        values = {"engine": engine, "version": version, "now": datetime.now(UTC).replace(tzinfo=None)}
        # A text that is scored again (requeue) gets its new score in place of the old one.
        self._con.execute(
            """
            delete from scores
            where engine = $engine and version = $version
                and (text_id, content_hash) in (select text_id, content_hash from scored)
            """,
            {"engine": engine, "version": version},
        )
        added = self._con.execute(
            """
            insert into scores
            select text_id, $engine, $version, content_hash, label, polarity, confidence, language, reason, $now
            from scored
            """,
            values,
        ).fetchone()
        self._work.done(_task(engine, version), "scored")
        if self._settings.engine() == (engine, version):
            self._labels.refresh("scored", {p.kind for p, _ in rows})
        return int(added[0]) if added else 0

    def use(self, engine: str, version: str) -> None:
        """Put an engine in force: every label and every daily count becomes its own, at once."""
        if self._settings.engine() == (engine, version):
            return
        self._settings.set("engine", engine)
        self._settings.set("engine_version", version)
        self._work.forget("score", but=_task(engine, version))
        self._labels.refresh_all()

    def in_force(self) -> tuple[str, str]:
        """Name and version of the engine in force, both empty where none is yet."""
        return self._settings.engine()

    def requeue(self, engine: str, version: str) -> None:
        """Make all texts pending again; what is known of them stays until they are scored anew."""
        self._work.restart(_task(engine, version))
        self._work.pending(_task(engine, version), "select 0 as text_id, 0 as content_hash where false", 0)

    def requeue_fallen(self, engine: str, version: str, limit: int) -> int:
        """Make at most `limit` texts pending again that another engine read for this one; returns how many."""
        found = self._con.execute(
            f"""
            insert into work_queue
            select $task, s.text_id, x.kind, s.content_hash
            from scores s join ({TEXTS_TO_READ}) x on x.text_id = s.text_id and x.content_hash = s.content_hash
            where s.engine = $engine and s.version = $version and starts_with(s.reason, 'fallback')
                and s.label is not null and s.text_id not in (select text_id from work_queue where task = $task)
                and $task in (select task from work_tasks)
            order by s.scored_at, s.text_id
            limit $limit
            """,  # noqa: S608 - our own names
            {"task": _task(engine, version), "engine": engine, "version": version, "limit": limit},
        ).fetchone()
        return int(found[0]) if found else 0


def _task(engine: str, version: str) -> str:
    return f"score|{engine}|{version}"


def _row(pending: PendingText, said: Sentiment) -> tuple[object, ...]:
    label = None if said.label is None else str(said.label)
    return (
        pending.text_id,
        pending.kind,
        pending.content_hash,
        label,
        said.polarity,
        said.confidence,
        said.language,
        said.reason,
    )
