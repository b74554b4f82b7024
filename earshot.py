"""The command door: python -m earshot VERB. Exit codes: 0 done, 1 some source or row failed, 2 usage, 3 busy."""

import sys

import click

from commands import (
    alerts,
    ask,
    calibrate,
    cause,
    demo,
    digest,
    files,
    goals,
    imports,
    judge,
    keep,
    maintain,
    mute,
    query,
    raw,
    rules,
    serve,
    setup,
    tags,
    topics,
    whatif,
    work,
)
from commands.door import Door
from commands.exits import translate
from domain import VERSION

VERBS = (
    *setup.VERBS,
    *work.VERBS,
    *imports.VERBS,
    *files.VERBS,
    *ask.VERBS,
    *query.VERBS,
    *judge.VERBS,
    *digest.VERBS,
    *goals.VERBS,
    *whatif.VERBS,
    *alerts.VERBS,
    *cause.VERBS,
    *calibrate.VERBS,
    *rules.VERBS,
    *topics.VERBS,
    *tags.VERBS,
    *keep.VERBS,
    *maintain.VERBS,
    *mute.VERBS,
    *raw.VERBS,
    *serve.VERBS,
    *demo.VERBS,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--config",
    type=click.Path(dir_okay=False),
    default=None,
    help="Default: earshot.toml, or $EARSHOT_CONFIG.",
)
@click.option("--env-file", type=click.Path(exists=True, dir_okay=False), help="KEY=VALUE lines for cron.")
@click.option("-v", "--verbose", is_flag=True, help="Log more, to standard error.")
@click.version_option(VERSION, prog_name="earshot")
@click.pass_context
def cli(context: click.Context, config: str | None, env_file: str | None, verbose: bool) -> None:
    """Self-hosted social listening: reviews, Reddit and feeds beside surveys and service figures."""
    context.obj = Door.open(config, env_file, verbose)


for verb in VERBS:
    cli.add_command(verb)


def main() -> None:
    """Run one command; a user's mistake ends in a sentence and an exit code, not in a stack trace."""
    sys.exit(translate(cli))


if __name__ == "__main__":
    main()
