"""What `run` does once everything is collected and analysed, and how it says so."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from commands.alert_words import alert_sentences, alerts_json
from commands.goal_words import check_in_sentences, check_ins_json
from commands.kept import rotation_json, rotation_sentences
from domain.alerting import AlertEvent
from domain.goals import CheckIn
from domain.reports import Digest
from pipeline import alerts, cases
from pipeline.digest_schedule import send_when_due
from pipeline.follow_up import FollowUp
from pipeline.goals import check_in
from pipeline.old_runs import forget_old_runs
from pipeline.outbox import Delivered, deliver
from pipeline.retention import drop_aged
from pipeline.rotation import Rotation, back_up_when_due
from pipeline.upkeep import maintain_when_due
from pipeline.workbench import Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What a run did once everything was collected and analysed."""

    acted: cases.Acted
    told: alerts.Alerted
    report: Digest | None
    cards: list[CheckIn]
    aged: dict[str, int]
    upkept: dict[str, int]
    kept: Rotation | None


def follow_up(bench: Workbench, unfinished: datetime | None, then: FollowUp) -> After:
    """Cases and alerts first: the report comes after what it tells of, and goes out with it. The copy has it all."""
    acted = then.step("cases", partial(cases.act, bench), cases.Acted())
    events: tuple[AlertEvent, ...] = then.step("alerts", partial(alerts.note, bench, unfinished), ())
    report = then.step("digest", partial(send_when_due, bench), None)
    sent = then.step("messages", partial(deliver, bench), Delivered())
    cards: list[CheckIn] = then.step("check-ins", partial(check_in, bench), [])
    then.step("old runs", partial(forget_old_runs, bench), 0)
    aged: dict[str, int] = then.step("what is too old", partial(drop_aged, bench), {})
    upkept: dict[str, int] = then.step("upkeep of the lake", partial(maintain_when_due, bench), {})
    kept = then.step("backup", partial(back_up_when_due, bench), None)
    told = alerts.Alerted(events=events, delivered=sent)
    return After(acted=acted, told=told, report=report, cards=cards, aged=aged, upkept=upkept, kept=kept)


def after_json(after: After) -> dict[str, object]:
    """The part of `run --json` that scripts find it in."""
    return {
        "alerts": alerts_json(after.told),
        "cases": asdict(after.acted),
        "check_ins": check_ins_json(after.cards),
        "digest": after.report.report_id if after.report else None,
        "aged": after.aged,
        "maintained": after.upkept or None,
        "backup": rotation_json(after.kept),
    }


def after_sentences(after: After) -> list[str]:
    """The same in lines, nothing where nothing happened."""
    report = after.report
    return [
        *_cases(after.acted),
        *alert_sentences(after.told),
        *check_in_sentences(after.cards),
        *([f"digest: {report.brand}, report {report.report_id}"] if report else []),
        *([f"older than keep_days, gone: {_rows(after.aged)}"] if after.aged else []),
        *rotation_sentences(after.kept),
    ]


def _rows(counts: dict[str, int]) -> str:
    return ", ".join(f"{n:,} in {table}" for table, n in counts.items())


def _cases(acted: cases.Acted) -> list[str]:
    late = f", {acted.escalated} overdue" if acted.escalated else ""
    return [f"{acted.opened} cases opened{late}"] if acted.opened or acted.escalated else []
