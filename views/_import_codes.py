"""What a column's codes mean, as one line that a person writes: "11, Blank, Very satisfied = 5"."""

from collections.abc import Mapping
from math import isfinite

Plain = str | int | float | bool
WORDS: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False}


def written(codes: object) -> str:
    """The line for a section of [codes]."""
    if not isinstance(codes, Mapping):
        return ""
    missing, values = codes.get("missing", []), codes.get("values", {})
    alone = [str(one) for one in missing] if isinstance(missing, list | tuple) else []
    pairs = [f"{code} = {_told(value)}" for code, value in values.items()] if isinstance(values, Mapping) else []
    parts = [*alone, *pairs]
    return ("; " if any("," in part for part in parts) else ", ").join(parts)


def read(line: str) -> dict[str, object]:
    """The section of [codes] for a line: a code alone is no answer, `code = value` stands for the value.

    Parts are set apart by semicolons where there is one, else by commas: an answer's words may hold a comma.
    """
    parts = [part.strip() for part in line.split(";" if ";" in line else ",")]
    pairs = [part.rpartition("=") for part in parts if "=" in part]
    missing = [part for part in parts if part and "=" not in part]
    values = {code.strip(): _value(value.strip()) for code, _, value in pairs if code.strip() and value.strip()}
    return {**({"missing": missing} if missing else {}), **({"values": values} if values else {})}


def _value(told: str) -> Plain:
    if told.casefold() in WORDS:
        return WORDS[told.casefold()]
    try:
        return int(told)
    except ValueError:
        pass
    try:
        number = float(told)
    except ValueError:
        return told
    return number if isfinite(number) else told


def _told(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
