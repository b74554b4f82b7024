"""The key behind author keys: from the environment, else made once beside the database."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path


def author_secret(data_dir: Path, environment: Mapping[str, str]) -> bytes:
    """The key behind author keys: EARSHOT_SECRET, else one made once beside the database, for its owner alone."""
    if given := environment.get("EARSHOT_SECRET"):
        return given.encode()
    path = data_dir / "secret"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _make_secret(path)
    return path.read_bytes()


def _make_secret(path: Path) -> None:
    """Write beside and link: another process that starts now sees no file or a whole one, and one of us wins."""
    handle, written = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        Path(written).unlink()
