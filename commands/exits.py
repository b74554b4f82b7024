"""Turns what went wrong into one sentence on standard error and an exit code that scripts can rely on."""

import os
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
    """Run `command` on the process's arguments and give its exit code."""
    try:
        result = command.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        return int(end.exit_code)
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except click.Abort:
        click.echo("earshot: stopped", err=True)
        return Exit.SOME_FAILED
    except BrokenPipeError:
        # The reader of our output left (`| head`); nothing is wrong, and Python must not complain at exit.
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        return Exit.DONE
    except EarshotError as error:
        click.echo(f"earshot: {error}", err=True)
        return code_of(error)
    return int(result) if isinstance(result, int) else Exit.DONE


def code_of(error: EarshotError) -> Exit:
    """The exit code for an error that reached the door."""
    if isinstance(error, ConfigError | ImportFileError):
        return Exit.USAGE
    return Exit.BUSY if isinstance(error, StorageBusy) else Exit.SOME_FAILED
