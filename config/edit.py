"""Changes earshot.toml as a careful person would: comments stay, the result is valid, the file is replaced whole."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from config.read import load, parse
from config.settings import Config
from domain.errors import ConfigError
from domain.people import Rank

Change = Callable[[TOMLDocument], None]


def rewrite(path: Path, change: Change) -> Config:
    """Apply one change and give what the file says now; ConfigError, and the file as it was, where that is invalid.

    Readers see the old file or the new one, never a part. Two who change it at once must take turns: the caller's lock.
    """
    load(path)
    try:
        document = tomlkit.parse(path.read_text("utf-8-sig"))
    except (OSError, TOMLKitError) as error:
        raise ConfigError(f"{path}: cannot be changed ({error.__class__.__name__}); edit it by hand") from error
    change(document)
    found = parse(document.unwrap(), path)
    replace_file(path, tomlkit.dumps(document))
    return found


def setting(key: str, value: str | int | bool) -> Change:
    """Set one key of the file's top."""

    def change(document: TOMLDocument) -> None:
        document[key] = value

    return change


def person(email: str, rank: Rank) -> Change:
    """Let somebody in, or give who is in another role; the last admin must stay one."""
    email = email.strip().lower()

    def change(document: TOMLDocument) -> None:
        table = _listed(document).get(email)
        if table is not None:
            table["role"] = str(rank)  # type: ignore[index]  # a table of theirs
        else:
            fresh = tomlkit.table()
            fresh.update({"email": email, "role": str(rank)})
            _people(document).append(fresh)
        _admins_stay(document)

    return change


def without_person(email: str) -> Change:
    """Let somebody in no longer; ConfigError for the last admin, or nobody of that address."""
    email = email.strip().lower()

    def change(document: TOMLDocument) -> None:
        people = _people(document)
        places = [n for n, table in enumerate(people) if str(table.get("email", "")).lower() == email]
        if not places:
            raise ConfigError(f"{email} is not on the list of people")
        del people[places[0]]
        _admins_stay(document)

    return change


def replace_file(path: Path, text: str) -> None:
    """Write beside and rename, with the rights that the file had; ConfigError where the folder refuses."""
    try:
        handle, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                Path(written).chmod(path.stat().st_mode & 0o777)
            Path(written).replace(path)
        finally:
            Path(written).unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror}); may the app write there?") from error


def _people(document: TOMLDocument) -> AoT:
    found = document.setdefault("person", tomlkit.aot())
    if not isinstance(found, AoT):
        raise ConfigError("person: written in one line; write [[person]] tables, so that they can be changed")
    return found


def _listed(document: TOMLDocument) -> Mapping[str, object]:
    return {str(table.get("email", "")).lower(): table for table in _people(document)}


def _admins_stay(document: TOMLDocument) -> None:
    if not any(str(table.get("role", "")) == Rank.ADMIN for table in _people(document)):
        raise ConfigError("the last admin must stay one; make somebody else an admin first")
