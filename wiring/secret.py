"""The key behind author keys: from the environment, else made once beside the database."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

from domain.errors import ConfigError


def author_secret(data_dir: Path, environment: Mapping[str, str]) -> bytes:
    """The key behind author keys: EARSHOT_SECRET, else one made once beside the database, for its owner alone."""
    if given := environment.get("EARSHOT_SECRET"):
        return given.encode()
    path = data_dir / "secret"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _make_secret(path)
    if secret := path.read_bytes():
        return secret
    raise ConfigError(
        f"{path}: is empty, and without it no author is known again; bring it back from a backup's folder"
    )


def _make_secret(path: Path) -> None:
    """Write beside and link: another process that starts now sees no file or a whole one, and one of us wins."""
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        # What is stored under its keys is worth nothing without it.
        os.fsync(file.fileno())
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        Path(written).unlink()
