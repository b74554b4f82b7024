"""The licences of what Earshot needs to run, by the packages' own word. As a script it writes docs/licences.md."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/licences.md"
HEAD = """# Licences

Earshot itself is under the Apache License 2.0. These are the packages that `requirements.txt` locks for it to
run, each with the licence that its own metadata names; the page is written by `make licences`. A package "for another
system" is locked, but not installed where this was written.

| package | version | licence |
|---|---|---|
"""
ELSEWHERE = "for another system"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One line of a lock file, and what the package says of its licence."""

    name: str
    version: str
    licence: str

    @property
    def row(self) -> str:
        return f"| {self.name} | {self.version} | {self.licence} |"


def locked(lock: Path = ROOT / "requirements.txt") -> Iterator[Package]:
    """Every package of a lock file, in its order."""
    for line in lock.read_text("utf-8").splitlines():
        if found := _LOCKED.match(line):
            name, version = found.groups()
            yield Package(name=name, version=version, licence=licence(name))


def licence(name: str) -> str:
    """What an installed package calls its licence: the expression, else the classifiers, else the first words."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    return _named(told).replace("|", "/")


def _named(told: PackageMetadata) -> str:
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License :: ")]
    named = [c for c in classifiers if c != "OSI Approved"]
    if named:
        return ", ".join(named)
    words = next((line.strip() for line in str(told.get("License") or "").splitlines() if line.strip()), "")
    return words[:_LONGEST] or "not told"


def page() -> str:
    return HEAD + "".join(f"{package.row}\n" for package in locked())


if __name__ == "__main__" and "--write" in sys.argv:
    PAGE.write_text(page(), "utf-8")
