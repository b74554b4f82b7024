"""Erasing by hand of a person at a page: the same as the command `forget`."""

from config import Config
from domain.errors import ConfigError
from pipeline import forget as forgetting
from pipeline.forget import Receipt
from wiring.bench import workbench

AUTHOR, MENTION, RESPONDENT = "author", "mention", "respondent"


def erase(config: Config, what: str, name: str) -> Receipt:
    """Erase and give the receipt; ConfigError where nothing is named."""
    name = name.strip()
    if not name:
        raise ConfigError(f"{what}: write whom or what to erase")
    bench = workbench(config)
    if what == AUTHOR:
        return forgetting.forget_author(bench, name)
    if what == RESPONDENT:
        return forgetting.forget_respondent(bench, name)
    if what != MENTION or not name.isascii() or not name.lstrip("-").isdigit() or len(name) > 20:
        raise ConfigError(f"mention {name[:40]!r}: write its number, as its page's address has it")
    return forgetting.forget_mention(bench, int(name))
