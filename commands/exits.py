"""Turns what went wrong into one sentence on standard error and an exit code that scripts can rely on."""

import errno
import os
import signal
import sys
from enum import IntEnum

import click

from domain.errors import ConfigError, EarshotError, ImportFileError, StorageBusy


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    BUSY = 3


def translate(command: click.Command) -> int:
    """Run `command` on the process's arguments and give its exit code.

    SIGTERM ends it as Ctrl-C does, so that what is half written is removed; verbs that can stop between two steps
    answer it themselves.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        # Not command.main(): it would answer a closed pipe with exit code 1.
        with command.make_context("earshot", sys.argv[1:]) as context:
            result = command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return int(end.exit_code)
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("earshot: stopped", err=True)
        return Exit.SOME_FAILED
    except EarshotError as error:
        click.echo(f"earshot: {printable(str(error))}", err=True)
        return code_of(error)
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.errno == errno.EPIPE:
            return _hung_up()
        where = error.filename or "output"
        click.echo(f"earshot: {printable(str(where))}: {error.strerror or error}; nothing more was written", err=True)
        return Exit.USAGE
    return int(result) if isinstance(result, int) else Exit.DONE


def _interrupt(signum: int, frame: object) -> None:
    # A second one must not break off the clearing up.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _hung_up() -> int:
    """The reader of our output left (`| head`): nothing is wrong, and Python must not complain at exit."""
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
    return Exit.DONE


def printable(text: str) -> str:
    """A message without what could move the cursor of somebody's terminal: strangers' headings may be in it."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def code_of(error: EarshotError) -> Exit:
    """The exit code for an error that reached the door."""
    if isinstance(error, ConfigError | ImportFileError):
        return Exit.USAGE
    return Exit.BUSY if isinstance(error, StorageBusy) else Exit.SOME_FAILED
