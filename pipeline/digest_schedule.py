"""Sends the report that is due, once: what was missed goes out with the next run, and says that it is late."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.alerting import AlertEvent
from domain.identity import stable_id
from domain.reports import Digest, DigestPlan
from notify.plain import plain
from pipeline.digest import Question, issue
from pipeline.digest_links import HERE
from pipeline.digest_page import compose
from pipeline.workbench import Workbench
from storage.store import Store

LATE = timedelta(hours=6)
DONE = "digest_sent"
# A Monday: every plan counts its periods from here.
_ANCHOR = date(1970, 1, 5)
_MOST_LINES = 6


def slot(plan: DigestPlan, now: datetime, zone: ZoneInfo) -> datetime:
    """The latest moment up to now at which a report was due, aware UTC."""
    first = _ANCHOR + timedelta(days=plan.weekday)
    local = now.astimezone(zone)
    passed = (local.date() - first).days // plan.days * plan.days
    due = _at(first + timedelta(days=passed), plan.hour, zone)
    return due if due <= now else _at(first + timedelta(days=passed - plan.days), plan.hour, zone)


def is_due(plan: DigestPlan | None, done: str | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a report waits to be sent; `done` is what the database remembers under DONE."""
    if plan is None:
        return False
    return done is None or _mark(plan, slot(plan, now, zone)) != done


def send_when_due(bench: Workbench) -> Digest | None:
    """Issue the report that is due and put it into the outbox; None where none is. Only with the lock of `run`.

    The first run after [digest] was written sends nothing: nobody waited for a report yet.
    """
    plan, now = bench.config.digest, bench.clock()
    if plan is None or bench.stop.is_set():
        return None
    due = slot(plan, now, bench.config.timezone)
    with bench.database.write() as store:
        done = store.settings.get(DONE)
        if done is None or not done.startswith(_plan(plan)):
            store.settings.set(DONE, _mark(plan, due))
            return None
    if done == _mark(plan, due):
        return None
    bench.database.publish()
    asked = Question(brand=plan.brand, as_of=_day_before(due, bench.config.timezone), days=plan.days, origin="schedule")
    made = issue(bench.database, bench.config, asked, now)
    with bench.database.write() as store:
        _tell(store, bench, made, due)
        store.settings.set(DONE, _mark(plan, due))
    # What goes along with the message is drawn from the published report.
    bench.database.publish()
    return made


def _tell(store: Store, bench: Workbench, made: Digest, due: datetime) -> None:
    """The message and what goes along, in one write with the mark that it was sent."""
    plan, now = bench.config.digest, bench.clock()
    assert plan is not None  # noqa: S101 - asked before
    document = compose(made, bench.config.app_url)
    late = now - due > LATE
    lead = document.lead
    lines = [line for section in document.sections[:2] for line in section.lines][:_MOST_LINES]
    body = [
        f"Late: it was due on {due.astimezone(bench.config.timezone):%Y-%m-%d %H:%M}." if late else "",
        "Sample data." if made.sample else "",
        f"{lead.glyph} {plain(lead.text, 240)}".strip(),
        *(f"{line.glyph} {plain(line.text, 200)}".strip() for line in lines),
        f"Report {made.report_id}: {bench.config.app_url or HERE}/reports?report={made.report_id}",
    ]
    event = AlertEvent(
        key=f"digest|{_mark(plan, due)}",
        rule="digest",
        subject=f"digest|{made.brand}",
        kind="digest",
        since=made.since,
        day=made.until,
        title=f"{plain(made.brand, 80)}: {document.period}" + (" (late)" if late else ""),
        body="\n".join(line for line in body if line),
        brand=made.brand,
        n=made.total,
        channels=plan.channels,
    )
    if store.alert_events.add([event], now):
        store.reports.told(stable_id("alert", event.key), made.report_id, plan.formats)


def _plan(plan: DigestPlan) -> str:
    return f"{plan.brand}|{plan.days}|{plan.weekday}|{plan.hour}|"


def _mark(plan: DigestPlan, due: datetime) -> str:
    return f"{_plan(plan)}{due:%Y-%m-%dT%H:%M}"


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)


def _day_before(due: datetime, zone: ZoneInfo) -> date:
    return due.astimezone(zone).date() - timedelta(days=1)
