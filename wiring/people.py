"""Who somebody is: by what the sign-in vouches for and the list in earshot.toml, or whoever sits at this machine."""

import getpass
from collections.abc import Mapping
from pathlib import Path

from config import Config, load
from config.people import CALLBACK
from domain.errors import ConfigError, NotAllowed
from domain.people import Person, Rank

NAME = "EARSHOT_PERSON"
_SHORTEST_SECRET = 32


def local_person(environment: Mapping[str, str]) -> Person:
    """Whoever sits at this machine, an admin: EARSHOT_PERSON, else the operating system's name for them."""
    try:
        name = environment.get(NAME, "").strip()[:100] or getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that nothing names.
        name = "this machine"
    return Person(name=name, rank=Rank.ADMIN, local=True)


def signed_in(config: Config, claims: Mapping[str, object]) -> Person:
    """The person that a sign-in vouches for; NotAllowed where the address is not listed, or not theirs for sure."""
    email = str(claims.get("email") or "").strip()
    if not email.isascii() or "@" not in email:
        raise NotAllowed("The sign-in gave no e-mail address; ask whoever runs it to send the claim email")
    if str(claims.get("email_verified", True)).lower() == "false":
        raise NotAllowed(f"{email} has not been verified by the sign-in; verify it there, then sign in again")
    return listed(config, email)


def listed(config: Config, email: str) -> Person:
    """The person of that address as the file has it now; NotAllowed for anybody else."""
    for person in config.people:
        if person.name == email.lower():
            return person
    raise NotAllowed(f"{email} is not on the list of people who may use this Earshot; ask an admin to add you")


def sign_in_secrets(config: Config, environment: Mapping[str, str]) -> dict[str, dict[str, str]] | None:
    """What Streamlit's sign-in needs to know; None without [auth]. ConfigError names a variable that is missing."""
    if config.auth is None:
        return None
    cookie = _secret(config.auth.cookie_secret_env, environment)
    if len(cookie) < _SHORTEST_SECRET:
        raise ConfigError(f"{config.auth.cookie_secret_env} is too short: {_SHORTEST_SECRET} random characters or more")
    return {
        "auth": {
            "redirect_uri": f"{config.app_url}{CALLBACK}",
            "cookie_secret": cookie,
            "client_id": config.auth.client_id,
            "client_secret": _secret(config.auth.client_secret_env, environment),
            "server_metadata_url": config.auth.server_metadata_url,
        }
    }


def secrets_at_start(path: Path, environment: Mapping[str, str]) -> dict[str, dict[str, str]] | None:
    """The same for a server that starts; None too where that cannot be said: it must start to say why on its page."""
    try:
        return sign_in_secrets(load(path), environment)
    except ConfigError:
        return None


def _secret(name: str, environment: Mapping[str, str]) -> str:
    if value := environment.get(name, ""):
        return value
    raise ConfigError(f"[auth]: the variable {name} is not set; put the secret there, never into the file")
