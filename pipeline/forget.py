"""Erases a person or a mention everywhere below the data folder, and says what was removed from where."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.raw import erased_by
from pipeline.uploads import FOLDER, clear
from pipeline.workbench import Workbench
from storage.backup import back_up, held
from storage.store import Store

BACKUP_FOLDERS = "backup_folders"

Erase = Callable[[Store], dict[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was erased; it names nobody. `rows`: by table. `files`: by place, those that were replaced or removed.

    `backups`: the folders whose copies were replaced by a new one that holds nothing of it; `without_copies`: those
    that `backup` has written to and that show none now, be it that they are gone or that their disk is not there.
    """

    what: str
    erased_at: datetime
    rows: dict[str, int]
    files: dict[str, int]
    backups: tuple[str, ...]
    without_copies: tuple[str, ...] = ()

    def in_words(self) -> str:
        """The receipt as lines for a person."""
        rows = ", ".join(f"{n:,} in {table}" for table, n in self.rows.items()) or "none was stored"
        files = ", ".join(f"{place} {n}" for place, n in self.files.items() if n)
        lines = [
            f"{self.what} erased at {self.erased_at:%Y-%m-%d %H:%M:%S} UTC",
            f"    rows: {rows}",
            f"    files replaced or removed: {files}",
            *(f"    copies in {folder} were replaced by a new one" for folder in self.backups),
            *(
                f"    no copies were found in {folder}; where its disk is only not there now, run this again when it is"
                for folder in self.without_copies
            ),
            "    a keyed mark stays, so that no source, import or restored copy brings it back",
        ]
        return "\n".join(lines)


def forget_author(bench: Workbench, name: str) -> Receipt:
    """Erase all that an author wrote; a tombstone under the author's key keeps it out.

    Raises ConfigError for another secret than the database was written with.
    """
    return _forget(bench, "author", lambda s: s.erasures.author(name, secret=bench.secret, now=bench.clock()))


def forget_mention(bench: Workbench, mention_id: int) -> Receipt:
    """Erase one mention and keep it out."""
    return _forget(bench, "mention", lambda s: s.erasures.mention(mention_id, now=bench.clock()))


def forget_respondent(bench: Workbench, name: str) -> Receipt:
    """Erase a respondent's or customer's answers, tickets and record, and keep them out."""
    return _forget(bench, "respondent", lambda s: s.erasures.respondent(name, secret=bench.secret, now=bench.clock()))


def remember_backup(store: Store, folder: Path) -> None:
    """Note where copies lie, so that an erasure finds them."""
    store.settings.set(BACKUP_FOLDERS, json.dumps(sorted({*_folders(store), str(folder.resolve())})))


def _folders(store: Store) -> list[str]:
    return [str(one) for one in json.loads(store.settings.get(BACKUP_FOLDERS) or "[]")]


def _forget(bench: Workbench, what: str, erase: Erase) -> Receipt:
    """Rows first, then every file that may still hold their bytes; killed in between, the same command finishes it."""
    with bench.database.write() as store:
        rows, folders = erase(store), _folders(store)
        erased = erased_by(store.erasures.known(), store.erasures.ids())
    dropped = bench.database.rewrite()
    files = {
        "database": 1,
        "snapshots": dropped["snapshots"],
        "copies made before migrations": dropped["backups"],
        "raw payloads": bench.raw.erase(erased),
        "rejected rows of imports": _remove(bench.config.data_dir / "rejects"),
        "files brought to pages": clear(bench.config.data_dir / FOLDER),
    }
    # Last: a disk elsewhere that takes no new copy must not keep what is here.
    copies = {folder: _renew(bench, Path(folder)) for folder in folders}
    return Receipt(
        what=what,
        erased_at=bench.clock(),
        rows=rows,
        files={**files, "backups": sum(copies.values())},
        backups=tuple(folder for folder, count in copies.items() if count),
        without_copies=tuple(folder for folder, count in copies.items() if not count),
    )


def _renew(bench: Workbench, folder: Path) -> int:
    """Put one new copy in the place of all old ones, unfinished ones included; returns how many there were."""
    old = len(held(bench.database, folder))
    if old:
        back_up(bench.database, folder, keep=1)
    return old


def _remove(folder: Path) -> int:
    """Rejected rows are kept as they came, so anybody's words may stand in any of these files."""
    files = [path for path in folder.glob("*") if path.is_file()]
    for path in files:
        path.unlink()
    return len(files)
