"""[llm] as values, from the file or, for commands that need no file, from the environment."""

import re
from collections.abc import Mapping

from config.settings import Llm
from config.tables import FileTable
from domain.errors import ConfigError


def llm(file: FileTable) -> Llm | None:
    """What the file says of the service; None where it says nothing."""
    if file.llm is None:
        return None
    return Llm(
        base_url=file.llm.base_url,
        model=file.llm.model,
        key_env=file.llm.key_env,
        budget=file.llm.budget_per_run,
        timeout=file.llm.timeout,
        allow_private_addresses=file.llm.allow_private_addresses or file.allow_private_addresses,
    )


def llm_from_environment(environment: Mapping[str, str]) -> Llm | None:
    """The same from EARSHOT_LLM_URL, EARSHOT_LLM_MODEL and EARSHOT_LLM_BUDGET; None without an address.

    EARSHOT_LLM_PRIVATE=1 lets the address be a private one. ConfigError where something is wrong.
    """
    url, model = environment.get("EARSHOT_LLM_URL"), environment.get("EARSHOT_LLM_MODEL")
    if not url:
        return None
    if not re.fullmatch(r"https?://[^\s@]+", url) or not model:
        raise ConfigError(
            "EARSHOT_LLM_URL is an address such as https://host/v1, and EARSHOT_LLM_MODEL names the model"
        )
    budget = environment.get("EARSHOT_LLM_BUDGET", "1000")
    if not budget.isdecimal() or len(budget) > 7:
        raise ConfigError(f"EARSHOT_LLM_BUDGET: {budget[:20]!r} is no number of texts; write one such as 1000")
    private = environment.get("EARSHOT_LLM_PRIVATE") == "1"
    return Llm(base_url=url, model=model, budget=int(budget), allow_private_addresses=private)
