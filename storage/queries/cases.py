"""The inbox: cases with the texts that they are about, who works on how many, and how long that takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from domain.measures import Durations
from storage.frames import aware, utc
from storage.queries.ask import Ask

# The tabs of the inbox, as conditions on `care_cases c`.
TABS: Mapping[str, str] = {
    "new": "c.status = 'open' and c.opened_at > $seen",
    "open": "c.status <> 'closed'",
    "overdue": "c.status <> 'closed' and c.due < $today",
    "waiting": "c.status = 'waiting'",
    "closed": "c.status = 'closed'",
    "all": "true",
}

_CHOSEN = "select c.* from care_cases c where c.brand = $brand and ($owner is null or coalesce(c.owner, '') = $owner)"

_ROWS = """
    with chosen as ({chosen} and {condition}),
    texts as (
        select
            c.case_id, m.source, m.url, m.title, m.text, m.rating, null::integer as nps, m.author_key as customer_key,
            m.label as sentiment, m.polarity, coalesce(m.published_at, m.first_seen_at) as published_at, m.deleted_at
        from chosen c join mentions m on m.mention_id = c.text_id
        where c.kind = 'mention'
        union all
        select
            c.case_id, r.survey, null, '', r.comment, null, r.nps, coalesce(r.customer_key, r.respondent_key),
            r.label, r.polarity, coalesce(r.answered_at, r.first_seen_at), null
        from chosen c join survey_responses r on r.response_id = c.text_id
        where c.kind = 'survey'
        union all
        select
            c.case_id, coalesce(k.channel, 'ticket'), null, k.subject, k.text, null, null, k.customer_key,
            k.label, k.polarity, coalesce(k.created_at, k.first_seen_at), null
        from chosen c join tickets k on k.ticket_id = c.text_id
        where c.kind = 'ticket'
    )
    select
        c.case_id, c.brand, c.text_id, c.kind, c.status, coalesce(c.owner, '') as owner, c.due,
        coalesce(c.root_cause, '') as root_cause, coalesce(c.action, '') as action,
        coalesce(c.told_customer, false) as told_customer, c.opened_at, c.changed_at, c.closed_at,
        coalesce(c.priority, 'normal') as priority, coalesce(c.rule, '') as rule, c.first_response_at, c.escalated_at,
        case when c.status <> 'closed' and c.due < $today then date_diff('day', c.due, $today) end as overdue_days,
        c.status = 'open' and c.opened_at > $seen as fresh,
        t.source, t.url, coalesce(t.title, '') as title, coalesce(t.text, '') as text, t.rating, t.nps,
        t.customer_key, t.sentiment, t.polarity, t.published_at, t.case_id is null or t.deleted_at is not null as gone
    from chosen c left join texts t on t.case_id = c.case_id
    order by
        c.status = 'closed', coalesce(c.due < $today, false) desc,
        case c.priority when 'urgent' then 0 when 'high' then 1 when 'low' then 3 else 2 end,
        coalesce(c.closed_at, c.opened_at) desc, c.case_id
    limit $limit
"""

_OWNERS = """
    select
        coalesce(owner, '') as owner,
        count(*) filter (status <> 'closed') as open,
        count(*) filter (status <> 'closed' and due < $today) as overdue,
        count(*) filter (status = 'closed') as closed,
        count(*) filter (first_response_at is null) as unanswered,
        coalesce(list(date_diff('second', opened_at, first_response_at) / 60.0 order by first_response_at - opened_at)
            filter (first_response_at >= opened_at), []) as responses,
        coalesce(list(date_diff('second', opened_at, closed_at) / 60.0 order by closed_at - opened_at)
            filter (closed_at >= opened_at), []) as resolutions
    from care_cases
    where brand = $brand and (opened_at >= $today - interval 90 day or status <> 'closed')
    group by coalesce(owner, '')
    order by open desc, owner
"""


_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One owner's cases of the last 90 days and older ones still open; owner '' stands for nobody."""

    owner: str
    open: int
    overdue: int
    closed: int
    response: Durations
    resolution: Durations


class CaseRows:
    """Cases of one brand."""

    def __init__(self, ask: Ask, clock: Callable[[], datetime]) -> None:
        self._ask = ask
        self._clock = clock

    def inbox(
        self, brand: str, tab: str, *, owner: str | None = None, seen: datetime | None = None, limit: int = 50
    ) -> pd.DataFrame:
        """The cases of a tab (a key of TABS), overdue ones first, then by priority, then the newest.

        `seen`: up to when the reader knows them; `fresh` marks later ones. `gone`: the text is stored no more.
        `overdue_days` is null where it is not overdue. owner '' asks for those of nobody.
        """
        sql = _ROWS.format(chosen=_CHOSEN, condition=f"({TABS[tab]})")
        return self._ask.frame(sql, {**self._values(brand, seen), "owner": owner, "limit": limit})

    def counts(self, brand: str, *, owner: str | None = None, seen: datetime | None = None) -> dict[str, int]:
        """How many cases each tab holds."""
        counted = ", ".join(f"count(*) filter ({condition})" for condition in TABS.values())
        row = self._ask.row(
            f"select {counted} from ({_CHOSEN}) c",  # noqa: S608 - our own names
            {**self._values(brand, seen), "owner": owner},
        )
        return {tab: int(str(n)) for tab, n in zip(TABS, row, strict=True)}

    def of_text(self, brand: str, text_id: int) -> str | None:
        """The status of the case on a text; None where there is none."""
        rows = self._ask.rows(
            "select status from care_cases where brand = $brand and text_id = $id", {"brand": brand, "id": text_id}
        )
        return str(rows[0][0]) if rows else None

    def owners(self, brand: str) -> list[Workload]:
        """Workload, first response and resolution by owner, the busiest first."""
        rows = self._ask.con.execute(_OWNERS, {"brand": brand, "today": self._today()}).fetchall()
        return [
            Workload(
                owner=owner,
                open=open_,
                overdue=overdue,
                closed=closed,
                response=Durations(minutes=tuple(responses), open=unanswered),
                resolution=Durations(minutes=tuple(resolutions), open=open_),
            )
            for owner, open_, overdue, closed, unanswered, responses, resolutions in rows
        ]

    def history(self, case_id: int) -> pd.DataFrame:
        """Columns made_at, person, detail: every change of a case, newest first."""
        return self._ask.frame(
            """
            select made_at, person, detail from audit_log
            where verb = 'case' and subject = $id order by made_at desc limit 30
            """,
            {"id": str(case_id)},
        )

    def seen(self, person: str, page: str) -> datetime | None:
        """Up to when a person has seen the news of a page; None before the first visit."""
        rows = self._ask.rows(
            "select seen_at from visits where person = $person and page = $page", {"person": person, "page": page}
        )
        return aware(rows[0][0]) if rows and isinstance(rows[0][0], datetime) else None

    def _values(self, brand: str, seen: datetime | None) -> dict[str, object]:
        return {"brand": brand, "today": self._today(), "seen": utc(seen or _NEVER)}

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(self._ask.setting("timezone") or "UTC")).date()
