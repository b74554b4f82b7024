"""Keeps the label in force on each text true: a person's override, else a phrase rule, else the engine in force."""

from collections.abc import Collection

import duckdb

from domain.errors import StorageError
from storage.writes.days import Days
from storage.writes.settings import Settings

# Table, its id, and what is added to language: only a mention's is filled in from what an engine saw.
TEXTS = {
    "mention": ("mentions", "mention_id"),
    "survey": ("survey_responses", "response_id"),
    "ticket": ("tickets", "ticket_id"),
}

_IN_FORCE = """
    update {table} as t
    set label = n.label, polarity = n.polarity {language}
    from (
        select
            t.{key} as text_id,
            coalesce(o.label, r.label, s.label) as label,
            case o.label when 'negative' then -1.0 when 'neutral' then 0.0 when 'positive' then 1.0
                else coalesce(r.polarity, s.polarity) end as polarity,
            s.language
        from {table} t
        left join overrides o on o.text_id = t.{key}
        left join scores s
            on s.text_id = t.{key} and s.content_hash = t.content_hash
            and s.engine = $engine and s.version = $version
        left join ruled_texts r
            on r.text_id = t.{key} and r.content_hash = t.content_hash
            and r.engine = $engine and r.version = $version
        {restriction}
    ) n
    where n.text_id = t.{key}
        and (n.label is distinct from t.label or n.polarity is distinct from t.polarity {other_language})
"""


class Labels:
    """The labels in force of one transaction."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, days: Days) -> None:
        self._con = con
        self._settings = settings
        self._days = days

    def refresh(self, ids: str, kinds: Collection[str] = tuple(TEXTS)) -> None:
        """Look up the label of every text whose `text_id` the temporary table `ids` holds, and mark its day."""
        for kind in kinds:
            self._update(kind, f"where t.{TEXTS[kind][1]} in (select text_id from {ids})")  # noqa: S608 - our own names
        if "mention" in kinds:
            self._days.mark(ids)

    def refresh_all(self) -> None:
        """Look up every label, and count every day again."""
        for kind in TEXTS:
            self._update(kind, "")
        self._days.rebuild_all()

    def _update(self, kind: str, restriction: str) -> None:
        table, key = TEXTS[kind]
        mention = kind == "mention"
        engine, version = self._settings.engine()
        self._con.execute(
            _IN_FORCE.format(
                table=table,
                key=key,
                restriction=restriction,
                language=", language = coalesce(t.language, n.language)" if mention else "",
                other_language="or (t.language is null and n.language is not null)" if mention else "",
            ),
            {"engine": engine, "version": version},
        )


def content_of(con: duckdb.DuckDBPyConnection, text_id: int) -> int:
    """The hash of what a text says today; StorageError where no mention, answer or ticket has that id."""
    for table, key in TEXTS.values():
        query = f"select content_hash from {table} where {key} = $id"  # noqa: S608 - our own names
        if found := con.execute(query, {"id": text_id}).fetchone():
            return int(found[0])
    raise StorageError(f"text {text_id} is not stored; it may have been erased")
