"""[auth] and [[person]] as values: who vouches for people, and who of them may do what."""

from pathlib import Path
from urllib.parse import urlsplit

from config.settings import Auth
from config.tables import FileTable
from domain.errors import ConfigError
from domain.people import Person, Rank

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CALLBACK = "/oauth2callback"


def auth(file: FileTable, path: Path) -> Auth | None:
    """Who vouches for people; None without [auth]. ConfigError for what would let nobody in, or anybody listen."""
    if file.auth is None:
        return None
    for key, address in (("auth.server_metadata_url", file.auth.server_metadata_url), ("app_url", file.app_url)):
        if address is None:
            raise ConfigError(f'{path}: app_url: [auth] needs the address that people open, such as "https://host"')
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ConfigError(f"{path}: {key}: sign-in needs https, except on this machine")
    if not file.person:
        raise ConfigError(f'{path}: [auth] lets nobody in; add [[person]] email = "you@host", role = "admin"')
    return Auth(
        server_metadata_url=file.auth.server_metadata_url,
        client_id=file.auth.client_id,
        client_secret_env=file.auth.client_secret_env,
        cookie_secret_env=file.auth.cookie_secret_env,
    )


def people(file: FileTable, path: Path) -> tuple[Person, ...]:
    """The people of the file, addresses in lower case; ConfigError where one is listed twice."""
    found = tuple(Person(name=one.email.lower(), rank=Rank(one.role)) for one in file.person)
    names = [person.name for person in found]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise ConfigError(f"{path}: person {doubled[0]!r} is listed twice; leave the one with the right role")
    return found
