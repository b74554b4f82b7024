"""A disk that fills up is told once, without the database: a note beside it says who knows already."""

import json
import logging
from datetime import datetime
from pathlib import Path

from domain.alerting import AlertEvent
from pipeline.alert_health import DISK, RULE
from pipeline.outbox import address_of
from pipeline.workbench import Workbench

log = logging.getLogger("earshot.alerts")


def tell_shortage(bench: Workbench, reason: str) -> int:
    """Send the reason to every channel that has not had it since the disk filled up; returns how many took it."""
    since, told = _read(_note(bench)) or (bench.clock(), ())
    reached = []
    for channel in bench.config.notify.channels:
        address = address_of(channel, bench.environment)
        if channel not in told and address:
            error = bench.send(address, "▲ Earshot: the disk is nearly full", f"{reason}.")
            reached += [] if error else [channel]
    try:
        _note(bench).parent.mkdir(parents=True, exist_ok=True)
        _note(bench).write_text(json.dumps({"since": since.isoformat(), "told": [*told, *reached]}), "utf-8")
    except OSError as error:
        # Not a byte is left: the run must still end well, and the next one tells it again.
        log.error("%s: %s; the shortage may be told again", _note(bench), error.strerror or error)
    return len(reached)


def past_shortage(bench: Workbench) -> list[AlertEvent]:
    """The shortage that is over, for the log; it was told while it lasted, so nothing is sent."""
    found = _read(_note(bench))
    if found is None:
        return []
    since, told = found
    return [
        AlertEvent(
            key=f"{DISK}|{since.isoformat()}",
            rule=RULE,
            subject="disk",
            kind=DISK,
            day=since.date(),
            title="▲ Earshot: the disk was nearly full",
            body=f"Collecting was paused from {since:%Y-%m-%d %H:%M} UTC until {bench.clock():%Y-%m-%d %H:%M} UTC.",
            held=f"told at once to {', '.join(told)}" if told else "no channel could be told",
        )
    ]


def forget_shortage(bench: Workbench) -> None:
    """There is room again, and the log says so: the next shortage is told anew."""
    _note(bench).unlink(missing_ok=True)


def _note(bench: Workbench) -> Path:
    return bench.config.data_dir / "disk-low.json"


def _read(path: Path) -> tuple[datetime, tuple[str, ...]] | None:
    try:
        found = json.loads(path.read_text("utf-8"))
        return datetime.fromisoformat(found["since"]), tuple(found["told"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        # A note torn by the full disk that it speaks of: better told twice than never.
        return None
