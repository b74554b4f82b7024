"""Frozen numbers as text and back, the same to the last digit: floats keep their shortest exact form."""

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from domain.reports import Digest

Record = TypeVar("Record")
# Not part of what is frozen: the id is made of the rest, quotes lie apart, the moment is when it was first asked.
APART = ("report_id", "quotes", "made_at")


def frozen(digest: Digest) -> str:
    """The numbers as one JSON document; keys in order, so that the same numbers are the same text."""
    kept = {key: value for key, value in asdict(digest).items() if key not in APART}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, default=_plain, allow_nan=False)


def thawed(body: str, **apart: object) -> Digest:
    """The numbers again, with what lay apart."""
    return revive(Digest, json.loads(body) | apart)


def revive(kind: type[Record], data: dict[str, Any]) -> Record:
    """A record of what `asdict` made of it; keys that it does not know are left out."""
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]  # only records are asked for
    return kind(**{key: _value(hints[key], value) for key, value in data.items() if key in known})


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is UnionType:
        hint = next(one for one in get_args(hint) if one is not type(None))
        return None if value is None else _value(hint, value)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if hint is float and isinstance(value, int):
        return float(value)
    if isinstance(value, str) and hint in (date, datetime):
        return hint.fromisoformat(value)
    return revive(hint, value) if isinstance(value, dict) else value


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be frozen")
