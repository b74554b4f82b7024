"""Phrase rules as people make and remove them, and the labels that they give."""

from collections.abc import Collection, Sequence

import duckdb

from domain.errors import ConfigError, StorageError
from domain.records import PhraseRule, Ruled
from storage.frames import BIGINT, DOUBLE, TEXT, arrive, utc
from storage.phrase_texts import PhraseTexts, rule_of
from storage.shapes import PendingText
from storage.writes.audit import log
from storage.writes.labels import Labels
from storage.writes.settings import Settings
from storage.writes.tombstones import drop_gone

_COLUMNS = {
    "text_id": BIGINT,
    "content_hash": BIGINT,
    "rule_id": BIGINT,
    "label": TEXT,
    "polarity": DOUBLE,
}


class PhraseRules(PhraseTexts):
    """Rules, newest change last; a removed one is remembered, so that it can come back."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings, labels: Labels) -> None:
        super().__init__(con)
        self._con = con
        self._settings = settings
        self._labels = labels

    def add(self, rule: PhraseRule) -> None:
        """Put a rule in use, a new one or one that was removed; ConfigError where its phrase has one already."""
        same = [r for r in self.known() if r.phrase.lower() == rule.phrase.lower() and r.brand == rule.brand]
        if same:
            raise ConfigError(
                f"rule {rule.phrase!r}: is there already (number {same[0].rule_id}); remove that one first"
            )
        effect = "mask" if rule.label is None else str(rule.label)
        self._con.execute("delete from phrase_rules where rule_id = $id", {"id": rule.rule_id})
        self._con.execute(
            "insert into phrase_rules values ($id, $phrase, $effect, $brand, $person, $now, null)",
            {
                "id": rule.rule_id,
                "phrase": rule.phrase,
                "effect": effect,
                "brand": rule.brand,
                "person": rule.person,
                "now": utc(rule.made_at),
            },
        )
        log(self._con, rule.person, "rule", str(rule.rule_id), {"phrase": rule.phrase, "effect": effect})
        self._forget(rule.rule_id)

    def remove(self, rule_id: int, person: str) -> PhraseRule:
        """Put a rule out of use; StorageError where there is none of that number."""
        found = next((rule for rule in self.known() if rule.rule_id == rule_id), None)
        if found is None:
            raise StorageError(f"rule {rule_id}: there is none; `rules` lists those in use")
        now = log(self._con, person, "rule", str(rule_id), {"phrase": found.phrase, "effect": None})
        self._con.execute("update phrase_rules set removed_at = $now where rule_id = $id", {"now": now, "id": rule_id})
        self._forget(rule_id)
        return found

    def last_change(self) -> tuple[PhraseRule, bool] | None:
        """The rule that was added or removed last, and whether it is in use; None where there never was one."""
        row = self._con.execute("""
            select rule_id, phrase, effect, brand, person, made_at, removed_at is null from phrase_rules
            order by greatest(made_at, coalesce(removed_at, made_at)) desc, rule_id limit 1
        """).fetchone()
        return (rule_of(*row[:6]), bool(row[6])) if row else None

    def brands(self, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The brands of mentions, answers and tickets, by id."""
        rows = self._con.execute(
            """
            select mention_id, list(brand order by brand) from mention_brands
            where list_contains($ids::bigint[], mention_id) group by mention_id
            union all select response_id, [brand] from survey_responses where list_contains($ids::bigint[], response_id)
            union all select ticket_id, [brand] from tickets where list_contains($ids::bigint[], ticket_id)
            """,
            {"ids": list(ids)},
        ).fetchall()
        return {key: tuple(names) for key, names in rows}

    def put(self, engine: str, version: str, rows: Sequence[tuple[PendingText, Ruled | None]]) -> None:
        """Keep what rules make of texts that this engine has read, in place of what they made of them before."""
        if not rows:
            return
        arrive(self._con, "reread", {"text_id": BIGINT}, [(p.text_id,) for p, _ in rows])
        values = {"engine": engine, "version": version}
        self._con.execute(
            """
            delete from ruled_texts
            where engine = $engine and version = $version and text_id in (select text_id from reread)
            """,
            values,
        )
        ruled = [(p.text_id, p.content_hash, r.rule_id, str(r.label), r.polarity) for p, r in rows if r is not None]
        arrive(self._con, "ruled", _COLUMNS, ruled)
        drop_gone(self._con, "ruled")
        self._con.execute(
            "insert into ruled_texts select text_id, $engine, $version, * exclude (text_id) from ruled", values
        )
        if self._settings.engine() == (engine, version):
            self._labels.refresh("reread", {p.kind for p, _ in rows})

    def _forget(self, rule_id: int) -> None:
        """What the rule gave, and all that engines not in force would give: that is found anew before they come in."""
        engine, version = self._settings.engine()
        self._con.execute(
            "delete from ruled_texts where rule_id = $id or engine <> $engine or version <> $version",
            {"id": rule_id, "engine": engine, "version": version},
        )
