"""A column map written down as the TOML file that a person would write, so that the command line takes it too."""

import json
from collections.abc import Mapping
from datetime import date

HEAD = "# A column map of Earshot: python -m earshot import {what} FILE --brand BRAND --map THIS_FILE\n"


def toml(document: Mapping[str, Mapping[str, object]], what: str) -> str:
    """Sections "columns", "options" and "codes", empty ones left out; reads back as the same document."""
    parts = [HEAD.format(what=what)]
    for title in ("columns", "options"):
        if section := document.get(title):
            parts.append(f"[{title}]\n" + "".join(f"{_text(k)} = {_value(v)}\n" for k, v in section.items()))
    for field, codes in document.get("codes", {}).items():
        if isinstance(codes, Mapping) and codes:
            lines = "".join(f"{_text(k)} = {_value(v)}\n" for k, v in codes.items())
            parts.append(f"[codes.{_text(field)}]\n{lines}")
    return "\n".join(parts)


def _value(value: object) -> str:
    match value:
        case str():
            return _text(value)
        case list() | tuple():
            return "[" + ", ".join(_value(one) for one in value) + "]"
        case Mapping():
            return "{ " + ", ".join(f"{_text(str(k))} = {_value(v)}" for k, v in value.items()) + " }"
        case date():
            return value.isoformat()
    return json.dumps(value)


def _text(text: str) -> str:
    """A basic string; TOML forbids what JSON allows: half characters and the control character DEL."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
