"""After the analysis of a run: rules open cases, owners hear of theirs once, what is overdue is escalated once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.alerting import AlertEvent
from domain.records import Role
from notify.plain import plain
from pipeline.workbench import Workbench
from storage.store import Store

RULE, YOURS, OVERDUE = "cases", "assigned", "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """How many cases were opened, how many owners have been told, how many cases and pain points escalated."""

    opened: int = 0
    told: int = 0
    escalated: int = 0


def act(bench: Workbench) -> Acted:
    """Open cases and write down what their owners are to be told; the next delivery of the outbox sends it.

    A second call opens nothing and tells nothing. One transaction: a run that is killed here has done nothing.
    """
    if bench.stop.is_set():
        return Acted()
    now = bench.clock()
    today = now.astimezone(bench.config.timezone).date()
    with bench.database.write() as store:
        opened = sum(
            store.case_openings.apply(rule, brand, today, now)
            for rule in bench.config.case_rules
            for brand in _brands(bench, rule.brand)
        )
        yours, late = _yours(bench, store, today), _overdue(bench, store, today)
        store.alert_events.add([*yours, *late], now)
    return Acted(opened=opened, told=len(yours), escalated=len(late))


def _brands(bench: Workbench, named: str | None) -> Sequence[str]:
    """The brand that a rule names, else our own; a competitor's unhappy customers are nobody's case."""
    return [named] if named else [brand.name for brand in bench.config.brands if brand.role == Role.OWN]


def _yours(bench: Workbench, store: Store, today: date) -> list[AlertEvent]:
    """One message for each owner who has a channel, about all cases that are newly theirs."""
    events = []
    for owner, rows in groupby(store.cases.unheard(), key=lambda row: row[0]):
        ids = [case_id for _, case_id in rows]
        store.cases.heard(ids)
        channel = bench.config.notify.owners.get(owner)
        if channel is None:
            continue
        noun = "case is" if len(ids) == 1 else "cases are"
        title = f"{len(ids)} {noun} yours, {plain(owner, 60)}"
        events.append(_event(f"{YOURS}|{owner}|{_key(ids)}", YOURS, title, bench, today, (channel,)))
    return events


def _overdue(bench: Workbench, store: Store, today: date) -> list[AlertEvent]:
    """One message for each case and pain point past its day, to its owner and to every channel."""
    events = []
    cases = store.cases.overdue(today)
    store.cases.escalate([case_id for case_id, _, _ in cases], bench.clock())
    for case_id, brand, owner in cases:
        title = f"▲ Overdue: a case of {plain(brand, 60)}, {_whose(owner)}"
        key = f"{OVERDUE}|{case_id}|{today}"
        events.append(_event(key, OVERDUE, title, bench, today, _everywhere(bench, owner)))
    for topic_id, brand, owner, name in store.triage.overdue(today):
        store.triage.escalate(brand, topic_id, bench.clock())
        title = f"▲ Overdue: {plain(name, 80)} of {plain(brand, 60)}, {_whose(owner)}"
        key = f"{OVERDUE}|{brand}|{topic_id}|{today}"
        events.append(_event(key, OVERDUE, title, bench, today, _everywhere(bench, owner), "pain-points"))
    return events


def _event(
    key: str,
    kind: str,
    title: str,
    bench: Workbench,
    today: date,
    channels: tuple[str, ...],
    page: str = "cases",
) -> AlertEvent:
    where = f"{bench.config.app_url}/{page}" if bench.config.app_url else f"the page {page} of the app"
    return AlertEvent(
        key=key, rule=RULE, subject=key, kind=kind, day=today, title=title, body=f"See {where}", channels=channels
    )


def _everywhere(bench: Workbench, owner: str) -> tuple[str, ...]:
    own = bench.config.notify.owners.get(owner)
    return tuple(dict.fromkeys([*([own] if own else []), *bench.config.notify.channels]))


def _whose(owner: str) -> str:
    return f"owner {plain(owner, 60)}" if owner else "nobody's yet"


def _key(ids: Sequence[int]) -> str:
    return ",".join(str(case_id) for case_id in ids[:20]) + f"|{len(ids)}"
