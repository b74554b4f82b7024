"""`serve`: the app and the scheduler in one command; work runs in child processes, so it never freezes the app."""

import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

import wiring
from commands.door import Door
from commands.exits import Exit, printable
from config import Config, load
from domain.errors import ConfigError
from pipeline.brand_queries import check_queries
from pipeline.space import shortage

ROOT = Path(__file__).resolve().parent.parent
LOOK_EVERY = 30
PATIENCE = 20
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the app listens, and by which names it may be called ("*": by any)."""

    port: int
    address: str = "127.0.0.1"
    hosts: tuple[str, ...] = LOOPBACK


@click.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--address", default="127.0.0.1", show_default=True, help="Others need people to sign in ([auth]).")
@click.option("--i-know-this-is-public", "public", is_flag=True, help="Listen there without a sign-in all the same.")
@click.option("--no-schedule", is_flag=True, help="Only the app; something else calls `earshot run`.")
@click.pass_obj
def serve(door: Door, port: int, address: str, public: bool, no_schedule: bool) -> int:
    """Open the app and keep the sources fresh until stopped; without a configuration, begin one in the app."""
    # The pages and the scheduler take as long to load as all else, and no other command needs them.
    from views._guard import OVERRIDE  # noqa: PLC0415

    config = door.config() if door.config_path.exists() else None
    environment = {**door.environment, **({OVERRIDE: "1"} if public else {})}
    place = listening(config, environment, port, address)
    if config is not None and config.brands:
        bench = door.workbench()
        bench.database.publish()
    click.echo(f"earshot: http://{_spoken(address)}:{port} (stop with Ctrl-C)", err=True)
    return keep_serving(config or door.config_path, environment, place, schedule=not no_schedule)


def listening(config: Config | None, environment: Mapping[str, str], port: int, address: str) -> Place:
    """Where to listen; ConfigError where strangers could look, or the sign-in lacks its secrets."""
    from views._guard import OVERRIDE, is_loopback, refusal  # noqa: PLC0415

    sign_in = config is not None and wiring.sign_in_secrets(config, environment) is not None
    if why := refusal(address, environment, sign_in=sign_in):
        raise ConfigError(f"{why}. `serve --i-know-this-is-public` does that, and warns")
    if not sign_in and not is_loopback(address):
        click.echo(f"earshot: warning: anybody who reaches {address} may read and change everything", err=True)
    known = urlsplit(config.app_url).hostname if config and config.app_url else None
    vouched = not sign_in and environment.get(OVERRIDE) == "1"
    hosts = ("*",) if vouched else (*LOOPBACK, *filter(None, [known]))
    return Place(port=port, address=address, hosts=hosts)


def _spoken(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def keep_serving(config: Config | Path, environment: Mapping[str, str], place: Place, *, schedule: bool) -> int:
    """Run the app, and `earshot run` whenever a source is due; returns when the app ends or we are told to stop.

    Both get `environment`: what --env-file said must reach them, too. `config` may be the path of a file that a person
    is about to write in the app.
    """
    from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415

    path = config if isinstance(config, Path) else config.path
    environment = {**environment, "EARSHOT_CONFIG": str(path.resolve() if path else path)}
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda signum, frame: stop.set())
    app = subprocess.Popen(app_command(place), env=environment, cwd=ROOT)  # noqa: S603 - our own arguments
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


def app_command(place: Place) -> list[str]:
    """How the app is started: for the hosts it is known by, no telemetry, nothing opened by itself."""
    return [
        *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
        *("--server.address", place.address, "--server.port", str(place.port), "--server.headless", "true"),
        *("--server.enableStaticServing", "false"),
        *(word for host in place.hosts for word in ("--server.allowedHosts", host)),
        *("--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"),
    ]


class _Runs:
    """At most one `earshot run` at a time, as a child process."""

    def __init__(self, config: Config | Path, environment: Mapping[str, str]) -> None:
        self._path = config if isinstance(config, Path) else config.path
        self._config = None if isinstance(config, Path) else config
        self._environment = environment
        self._child: subprocess.Popen[bytes] | None = None
        self._paused = False
        self._wrong = ""

    def start_if_due(self) -> None:
        if self._child and self._child.poll() is None:
            return
        if not self._is_read() or self._config is None or self._is_paused(self._config):
            return
        if wiring.something_is_due(self._config):
            command = [sys.executable, "-m", "earshot", "--config", str(self._config.path), "run"]
            self._child = subprocess.Popen(  # noqa: S603 - our own arguments
                command, cwd=ROOT, stdout=sys.stderr, env=self._environment
            )

    def _is_read(self) -> bool:
        """Whether the configuration, which somebody may have changed since, is valid; said once where it is not."""
        if self._path is None or not (self._config or self._path.exists()):
            return self._config is not None
        try:
            self._config = load(self._path)
            check_queries(self._config)
            wrong = ""
        except ConfigError as error:
            wrong = str(error)
        if wrong and wrong != self._wrong:
            click.echo(f"earshot: {printable(wrong)}; nothing is collected until it is mended", err=True)
        self._wrong = wrong
        return not wrong

    def _is_paused(self, config: Config) -> bool:
        """Whether the disk is too full to collect; said once, and once more when there is room again."""
        reason = shortage(wiring.database(config).size())
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
