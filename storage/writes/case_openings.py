"""Which texts a rule makes a case of: each once, and again only where its words have changed since it was closed."""

from datetime import date, datetime, timedelta

import duckdb

from domain.cases import CaseRule, Trigger
from domain.identity import stable_id
from storage.frames import BIGINT, TEXT, arrive, utc

_MENTIONS = """
    select b.brand, m.mention_id as text_id, 'mention' as kind, m.content_hash
    from mentions m join mention_brands b on b.mention_id = m.mention_id
    where b.brand = $brand and not b.muted and m.deleted_at is null and m.day >= $since and {condition}
"""
_ANSWERS = """
    select r.brand, r.response_id as text_id, 'survey' as kind, r.content_hash
    from survey_responses r where r.brand = $brand and r.day >= $since and {condition}
"""
_TICKETS = """
    select k.brand, k.ticket_id as text_id, 'ticket' as kind, k.content_hash
    from tickets k where k.brand = $brand and k.day >= $since and {condition}
"""
_INTENT = """
    exists (
        select 1 from text_traits x
        where x.text_id = {key} and x.content_hash = {content} and list_contains(x.intents, $intent)
    )
"""
# A person's label is certain; the engine's must be sure enough.
_NEGATIVE = """
    {label} = 'negative' and (
        {key} in (select text_id from overrides)
        or exists (
            select 1 from scores s
            join settings e on e.key = 'engine' and e.value = s.engine
            join settings v on v.key = 'engine_version' and v.value = s.version
            where s.text_id = {key} and s.content_hash = {content} and s.confidence >= $limit
        )
    )
"""
_NEW = """
    select f.brand, f.text_id, f.kind, f.content_hash from ({found}) f
    where not exists (
        select 1 from care_cases c where c.brand = f.brand and c.text_id = f.text_id
            and (c.status <> 'closed' or c.content_hash is null or c.content_hash = f.content_hash)
    )
"""


class CaseOpenings:
    """Rules applied to what is stored; a second time they find nothing."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def apply(self, rule: CaseRule, brand: str, today: date, now: datetime) -> int:
        """Open a case on every text of a brand that the rule fits and that has none; returns how many."""
        values: dict[str, object] = {"brand": brand, "since": today - timedelta(days=rule.days)}
        if rule.trigger == Trigger.INTENT:
            values["intent"] = rule.intent
        else:
            values["limit"] = rule.limit
        found = self._con.execute(_NEW.format(found=_of(rule.trigger)), values).fetchall()
        if not found:
            return 0
        rows = [(stable_id("case", b, str(text)), b, text, kind, content) for b, text, kind, content in found]
        columns = {"case_id": BIGINT, "brand": TEXT, "text_id": BIGINT, "kind": TEXT, "content_hash": BIGINT}
        arrive(self._con, "opening", columns, rows)
        due = today + timedelta(days=rule.due_days) if rule.due_days is not None else None
        self._con.execute(
            """
            merge into care_cases as t using opening as s on t.case_id = s.case_id
            when matched then update set
                status = 'open', content_hash = s.content_hash, rule = $rule, opened_at = $now, changed_at = $now,
                closed_at = null, first_response_at = null, escalated_at = null, due = coalesce($due, t.due)
            when not matched then insert (
                case_id, brand, text_id, kind, status, owner, due, opened_at, changed_at, priority, rule, content_hash
            )
            values (
                s.case_id, s.brand, s.text_id, s.kind, 'open', nullif($owner, ''), $due, $now, $now, $priority, $rule,
                s.content_hash
            )
            """,
            {"rule": rule.name, "owner": rule.owner, "priority": str(rule.priority), "due": due, "now": utc(now)},
        )
        return len(rows)


def _of(trigger: Trigger) -> str:
    """The texts that the trigger is about and that fit it."""
    if trigger == Trigger.STARS:
        return _MENTIONS.format(condition="m.rating <= $limit")
    if trigger == Trigger.NPS:
        return _ANSWERS.format(condition="r.nps <= $limit")
    shape = _INTENT if trigger == Trigger.INTENT else _NEGATIVE
    kinds = ((_MENTIONS, "m", "mention_id"), (_ANSWERS, "r", "response_id"), (_TICKETS, "k", "ticket_id"))
    return " union all ".join(
        sql.format(condition=shape.format(key=f"{a}.{key}", content=f"{a}.content_hash", label=f"{a}.label"))
        for sql, a, key in kinds
    )
