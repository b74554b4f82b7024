"""What the options of several kinds have in common, and the keys that only the environment may hold."""

from typing import Annotated
from urllib.parse import urlencode

from pydantic import AfterValidator, Field

from collectors import World
from collectors._text import usable_url
from domain.errors import SourceRefused
from domain.records import Source


def _words(written: str) -> str:
    if not written.strip():
        raise ValueError("empty words find everything; write what to search for")
    return written.strip()


def _address(written: str) -> str:
    if not usable_url(written):
        raise ValueError("write an address such as https://www.example.com")
    return written.rstrip("/")


Words = Annotated[str, Field(max_length=512), AfterValidator(_words)]
Address = Annotated[str, AfterValidator(_address)]
Pages = Annotated[int, Field(ge=1, le=200)]


def link(base: str, path: str, **query: object) -> str:
    """An address with its query escaped; what is None is left out."""
    said = {key: value for key, value in query.items() if value is not None}
    return f"{base}{path}?{urlencode(said)}" if said else f"{base}{path}"


def needed(world: World, source: Source, *names: str, where: str) -> tuple[str, ...]:
    """The values of those environment variables; SourceRefused names the missing ones and `where` to get them."""
    values = tuple(world.environment.get(name, "").strip() for name in names)
    if missing := [name for name, value in zip(names, values, strict=True) if not value]:
        raise SourceRefused(f"source '{source.name}': set {' and '.join(missing)} in the environment; {where}")
    return values
