"""One file between its arrival and its import: what is known of it, kept for the session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from domain.errors import EarshotError
from domain.imports import Answer, Ask
from tables.look import Look
from tables.recognise import Document, first_map
from tables.rows import ReadOptions

READING = ("delimiter", "encoding", "header_rows", "sheet", "rejoin", "escape")


class Importing(Protocol):
    """What the app lends: a place for the file, child processes that read it, the maps of earlier files."""

    def take(self, name: str, data: bytes) -> Path:
        """Keep an uploaded file; raises ImportFileError where it is too large."""
        ...

    def look(self, path: Path, reading: ReadOptions | None = None) -> Look:
        """What the file holds; raises ImportFileError, ConfigError."""
        ...

    def saved(self, brand: str, headers: Sequence[str]) -> tuple[str, Document] | None:
        """The sort and the map of the last file with these headings."""
        ...

    def start(self, ask: Ask) -> Any:
        """Begin an import or its trial as a child process."""
        ...

    def read(self) -> Any:
        """Begin to read the texts that were stored, as a child process."""
        ...

    def answer(self, path: Path) -> Answer:
        """What that process said."""
        ...

    def rejects(self, name: str) -> bytes:
        """The rejected rows of an import as CSV."""
        ...

    def drop(self, path: Path) -> None:
        """Remove the file."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """`document` is the map to begin with; another `turn` gives every field of the form a fresh start.

    `known`: the map is the one of the last file with these headings.
    """

    name: str
    path: Path
    look: Look
    what: str
    preset: str
    document: Document
    turn: int = 0
    known: bool = False


def key_of(parcel: Parcel, field: str) -> str:
    """A widget's key: with another file, sort or service every field begins anew."""
    return f"import-{parcel.path.parent.name}-{parcel.turn}-{parcel.what}-{field}"


def open_parcel(imports: Importing, name: str, path: Path, brand: str) -> Parcel:
    """A file that has arrived, with the map that its last like had, else the one that its headings speak for."""
    found = imports.look(path)
    if kept := imports.saved(brand, found.headers):
        what, document = kept
        return Parcel(
            name=name, path=path, look=_as_stated(imports, path, found, document), what=what, preset="",
            document=document, known=True,
        )  # fmt: skip
    what, preset = found.recognised.what, found.recognised.preset or ""
    return Parcel(
        name=name,
        path=path,
        look=found,
        what=what,
        preset=preset,
        document=first_map(found.headers, what, preset),
    )


def turned(parcel: Parcel, what: str, preset: str) -> Parcel:
    """The same file as another sort, or as another service's."""
    stated = {key: value for key, value in parcel.document["options"].items() if key in READING}
    document = first_map(parcel.look.headers, what, preset)
    document["options"] = {**document["options"], **stated}
    return replace(parcel, what=what, preset=preset, document=document, turn=parcel.turn + 1, known=False)


def read_otherwise(imports: Importing, parcel: Parcel, document: Document) -> Parcel:
    """The same file read as `document` now says; its columns may be others. Raises ImportFileError, ConfigError."""
    found = imports.look(parcel.path, _reading(document["options"]))
    stated = {key: value for key, value in document["options"].items() if key in READING}
    fresh = first_map(found.headers, parcel.what, parcel.preset)
    fresh["options"] = {**fresh["options"], **stated}
    return replace(parcel, look=found, document=fresh, turn=parcel.turn + 1, known=False)


def is_read_otherwise(parcel: Parcel, document: Document) -> bool:
    """Whether `document` says that the file is written otherwise than it was read."""
    return _reading(document["options"]) != parcel.look.reading


def with_document(parcel: Parcel, document: Mapping[str, Mapping[str, object]]) -> Parcel:
    """The same file with its form filled in anew."""
    return replace(parcel, document={title: {**section} for title, section in document.items()}, turn=parcel.turn + 1)


def _as_stated(imports: Importing, path: Path, found: Look, document: Document) -> Look:
    if not any(key in READING for key in document["options"]):
        return found
    try:
        return imports.look(path, _reading(document["options"]))
    except EarshotError:
        return found


def _reading(options: Mapping[str, object]) -> ReadOptions:
    return ReadOptions(**{key: value for key, value in options.items() if key in READING})  # type: ignore[arg-type]  # the form and the maps write each as its type
