"""[digest] as a value: which brand's report goes out by itself, when, where to, and as which files."""

from pathlib import Path

from config.tables import DigestTable, FileTable
from domain.errors import ConfigError
from domain.reports import DigestPlan

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def digest(file: FileTable, path: Path) -> DigestPlan | None:
    """What the file says, None where it says nothing; ConfigError names the key and what to write instead."""
    written = file.digest
    if written is None:
        return None
    unknown = [name for name in written.channels if name not in file.notify.channels]
    if unknown:
        known = ", ".join(file.notify.channels) or "none"
        raise ConfigError(f"{path}: digest.channels: no channel {unknown[0]!r} in [notify] channels; known: {known}")
    return DigestPlan(
        brand=_brand(written, file, path),
        days=int(written.every // 86_400),
        weekday=_WEEKDAYS.index(written.weekday),
        hour=written.hour,
        channels=tuple(dict.fromkeys(written.channels or file.notify.channels)),
        formats=tuple(dict.fromkeys(written.formats)),
    )


def _brand(written: DigestTable, file: FileTable, path: Path) -> str:
    names = [brand.name for brand in file.brand]
    own = [brand.name for brand in file.brand if brand.role == "own"]
    if written.brand is None and own:
        return own[0]
    if written.brand in names and written.brand is not None:
        return written.brand
    listed = ", ".join(names) or "none; add a [[brand]] table"
    raise ConfigError(f"{path}: digest.brand: no brand {written.brand!r}; known: {listed}")
