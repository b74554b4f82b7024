"""Phrase rules, and the texts that may hold a phrase; for readers of the snapshot and inside a writer's transaction."""

from dataclasses import dataclass

import duckdb

from domain.records import Label, PhraseRule, Sentiment
from storage.frames import aware
from storage.shapes import PendingText

# One row per text with the word in it, with what the engine said of it and who else has a say.
_TEXTS = """
    with found as (
        select mention_id as text_id, 'mention' as kind, content_hash, title, text, label from mentions
        where deleted_at is null and contains(replace(lower(concat_ws(' ', title, text)), '’', ''''), $word)
            and mention_id in (select mention_id from mention_brands)
        union all
        select response_id, 'survey', content_hash, '', comment, label from survey_responses
        where contains(replace(lower(comment), '’', ''''), $word)
        union all
        select ticket_id, 'ticket', content_hash, subject, text, label from tickets
        where contains(replace(lower(concat_ws(' ', subject, text)), '’', ''''), $word)
    ),
    about as (
        select mention_id as text_id, list(brand order by brand) as brands from mention_brands
        where mention_id in (select text_id from found where kind = 'mention') group by mention_id
        union all select response_id, [brand] from survey_responses
        where response_id in (select text_id from found where kind = 'survey')
        union all select ticket_id, [brand] from tickets
        where ticket_id in (select text_id from found where kind = 'ticket')
    )
    select f.text_id, f.kind, f.content_hash, f.title, f.text, a.brands, s.label, s.polarity, f.label, o.label
    from found f
    join about a on a.text_id = f.text_id
    join scores s on s.text_id = f.text_id and s.content_hash = f.content_hash
        and s.engine = $engine and s.version = $version
    left join overrides o on o.text_id = f.text_id
    order by f.text_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseText:
    """A text that an engine has read: what it `said`, the label in force, and a person's own or None."""

    pending: PendingText
    brands: tuple[str, ...]
    said: Sentiment
    in_force: Label | None
    person: Label | None


class PhraseTexts:
    """Reads of one connection."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def known(self) -> list[PhraseRule]:
        """The rules in use, oldest first."""
        rows = self._con.execute("""
            select rule_id, phrase, effect, brand, person, made_at from phrase_rules
            where removed_at is null order by made_at, rule_id
        """).fetchall()
        return [rule_of(*row) for row in rows]

    def holding(self, phrase: str, engine: str, version: str) -> list[PhraseText]:
        """The texts read by that engine that hold the phrase's longest word, by id: whoever asks looks closer."""
        word = max(phrase.lower().replace("\u2019", "'").split(), key=len)
        values = {"word": word, "engine": engine, "version": version}
        return [_text(row) for row in self._con.execute(_TEXTS, values).fetchall()]

    def in_force(self) -> tuple[str, str]:
        """Engine and version whose labels are in force, both empty where nothing was scored yet."""
        rows = dict(self._con.execute("select key, value from settings where starts_with(key, 'engine')").fetchall())
        return rows.get("engine", ""), rows.get("engine_version", "")


def rule_of(rule_id: int, phrase: str, effect: str, brand: str | None, person: str, made_at: object) -> PhraseRule:
    """A stored rule as a record."""
    moment = aware(made_at)  # type: ignore[arg-type]  # a timestamp column
    assert moment is not None, "made_at is always written"  # noqa: S101 - by rules.py
    label = None if effect == "mask" else Label(effect)
    return PhraseRule(rule_id=rule_id, phrase=phrase, label=label, brand=brand, person=person, made_at=moment)


def _text(row: tuple[object, ...]) -> PhraseText:
    text_id, kind, content, title, text, brands, said, polarity, in_force, person = row
    pending = PendingText(
        text_id=int(str(text_id)),
        kind=str(kind),
        content_hash=int(str(content)),
        title=str(title or ""),
        text=str(text or ""),
    )
    return PhraseText(
        pending=pending,
        brands=tuple(brands) if isinstance(brands, list) else (),
        said=Sentiment(
            polarity=None if polarity is None else float(str(polarity)), label=Label(str(said)) if said else None
        ),
        in_force=Label(str(in_force)) if in_force else None,
        person=Label(str(person)) if person else None,
    )
