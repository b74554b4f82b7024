"""`serve`: the app and the scheduler in one command; work runs in child processes, so it never freezes the app."""

import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from apscheduler.schedulers.background import BackgroundScheduler

import wiring
from commands.door import Door
from commands.exits import Exit
from config import Config
from pipeline.space import shortage

ROOT = Path(__file__).resolve().parent.parent
LOOK_EVERY = 30
PATIENCE = 20


@click.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-schedule", is_flag=True, help="Only the app; something else calls `earshot run`.")
@click.pass_obj
def serve(door: Door, port: int, no_schedule: bool) -> int:
    """Open the app on 127.0.0.1 and keep the sources fresh until stopped."""
    bench = door.workbench()
    bench.database.publish()
    click.echo(f"earshot: http://127.0.0.1:{port} (stop with Ctrl-C)", err=True)
    return keep_serving(bench.config, door.environment, port, schedule=not no_schedule)


def keep_serving(config: Config, environment: Mapping[str, str], port: int, *, schedule: bool) -> int:
    """Run the app, and `earshot run` whenever a source is due; returns when the app ends or we are told to stop.

    Both get `environment`: what --env-file said must reach them, too.
    """
    environment = {**environment, "EARSHOT_CONFIG": str(config.path)}
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda signum, frame: stop.set())
    app = subprocess.Popen(app_command(port), env=environment, cwd=ROOT)  # noqa: S603 - our own arguments
    runs = _Runs(config, environment)
    scheduler = BackgroundScheduler(timezone="UTC")
    if schedule:
        now = datetime.now(UTC)
        scheduler.add_job(runs.start_if_due, "interval", seconds=LOOK_EVERY, coalesce=True, next_run_time=now)
        scheduler.start()
    try:
        while not stop.wait(0.5):
            if app.poll() is not None:
                return Exit.SOME_FAILED
        return Exit.DONE
    finally:
        if schedule:
            scheduler.shutdown(wait=False)
        runs.end()
        end(app)


def app_command(port: int) -> list[str]:
    """How the app is started: loopback only, no telemetry, nothing opened by itself."""
    return [
        *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
        *("--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"),
        *("--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"),
    ]


class _Runs:
    """At most one `earshot run` at a time, as a child process."""

    def __init__(self, config: Config, environment: Mapping[str, str]) -> None:
        self._config = config
        self._environment = environment
        self._child: subprocess.Popen[bytes] | None = None
        self._paused = False

    def start_if_due(self) -> None:
        if self._child and self._child.poll() is None:
            return
        if self._is_paused():
            return
        if wiring.something_is_due(self._config):
            command = [sys.executable, "-m", "earshot", "--config", str(self._config.path), "run"]
            self._child = subprocess.Popen(  # noqa: S603 - our own arguments
                command, cwd=ROOT, stdout=sys.stderr, env=self._environment
            )

    def _is_paused(self) -> bool:
        """Whether the disk is too full to collect; said once, and once more when there is room again."""
        reason = shortage(wiring.database(self._config).size())
        if bool(reason) != self._paused:
            self._paused = bool(reason)
            click.echo(f"earshot: {reason or 'there is room on the disk again; collecting goes on'}", err=True)
        return self._paused

    def end(self) -> None:
        if self._child:
            end(self._child)


def end(child: "subprocess.Popen[bytes]") -> None:
    """Ask politely, wait, and only then insist."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


VERBS = (serve,)
