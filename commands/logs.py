"""Where the log goes: standard error, or a file that never grows beyond its bound, however many processes write it."""

import logging
import os
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from domain.errors import ConfigError

FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"
BYTES, KEPT = 2_000_000, 5


def log_to_standard_error(verbose: bool) -> None:
    """Warnings and worse; everything with `verbose`."""
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, stream=sys.stderr, format=FORM)


def log_to_file(path: Path) -> None:
    """From now on into `path`, with at most KEPT older files beside it; ConfigError where it cannot be written."""
    root = logging.getLogger()
    if any(isinstance(handler, SharedLog) and handler.baseFilename == str(path) for handler in root.handlers):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = SharedLog(path, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise ConfigError(
            f"log_file: {path}: {error.strerror}; name a file that can be written, or remove it"
        ) from None
    handler.setFormatter(logging.Formatter(FORM))
    for other in root.handlers[:]:
        if isinstance(other, SharedLog) or getattr(other, "stream", None) is sys.stderr:
            root.removeHandler(other)
            if isinstance(other, SharedLog):
                other.close()
    root.addHandler(handler)


class SharedLog(RotatingFileHandler):
    """Rotates by size, and follows when another process has: `serve` and its runs write to the same file."""

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 - the library's name
        """Whether the file of that name, not the one once opened, is too large for one line more."""
        if self.stream and self._moved(self.stream.fileno()):
            self.stream.close()
            self.stream = self._open()
        return bool(super().shouldRollover(record))

    def _moved(self, opened: int) -> bool:
        try:
            named = Path(self.baseFilename).stat()
        except FileNotFoundError:
            return True
        return not os.path.samestat(os.fstat(opened), named)
