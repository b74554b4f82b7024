"""Cells into values: texts, numbers, ratings, yes and no. What cannot be read says why, and is never 0."""

import math
import re
from datetime import date, datetime, time

from tables.rows import Cell

MAX_TOLD = 80
"""Characters of a number; the patterns below would take for ever on a page of digits."""
YES = frozenset({"yes", "y", "true", "t", "1", "ja", "oui", "si", "sí", "sim", "churned", "left", "cancelled"})
NO = frozenset({"no", "n", "false", "f", "0", "nein", "non", "não", "nao", "active", "stayed", "retained"})
MONEY = re.compile(r"[\s\u00a0\u202f'’%€$£¥₹]|(?:USD|EUR|GBP|INR)\b", re.IGNORECASE)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
OUT_OF = re.compile(r"([\d.,]+)\s*(?:/|out of|von|sur|de|di|van)\s*([\d.,]+)(?:\s*\w*)?", re.IGNORECASE)
STARS = re.compile(r"([\d.,]+)\s*(?:stars?|sterne?|étoiles?|estrellas?|stelle|★)", re.IGNORECASE)

LABELLED = re.compile(r"(\d{1,2})\s*[-\u2013\u2014:=.)(]\s*[^\W\d_][^\d]*|[^\W\d_][^\d]*[(\[](\d{1,2})[)\]]")
"""A number and what it stands for, as forms write it: "5 - Very satisfied", "Very satisfied (5)"."""


class BadValueError(ValueError):
    """A cell that cannot be read; the text says why and what to do."""


def text(cell: Cell) -> str:
    """A cell as text: line ends as "\\n", outer blanks off, NULs and half characters gone; 5.0 as "5"."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return _told(cell)
    if not cell.isascii() and not _encodable(cell):
        cell = cell.encode("utf-8", "replace").decode("utf-8")
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in cell:
        cell = cell.replace("\0", "")
    return cell.strip()


def _told(cell: int | float | bool | datetime | date | time) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime | date | time) else str(cell)


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def number(cell: Cell, *, decimal: str | None = None) -> float | None:
    """A number; None where the cell is blank. `decimal` states the decimal sign, else the last sign decides.

    "1,234" is read as thousands, "12,5" as a decimal comma. Raises BadValueError.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise BadValueError("is not a number")
    if (isinstance(cell, str) and len(cell) > MAX_TOLD) or (isinstance(cell, int) and abs(cell) > 2**63):
        raise BadValueError("is too long for a number")
    value = _parsed(MONEY.sub("", cell), decimal) if isinstance(cell, str) else float(cell)
    if value is None or not math.isfinite(value):
        raise BadValueError("is not a number")
    return value


def _parsed(told: str, decimal: str | None) -> float | None:
    if decimal == "," or (decimal is None and _comma_is_decimal(told)):
        told = told.replace(".", "").replace(",", ".")
    else:
        told = told.replace(",", "")
    return float(told) if PLAIN.fullmatch(told) else None


def _comma_is_decimal(told: str) -> bool:
    comma, point = told.rfind(","), told.rfind(".")
    if comma < 0 or point > comma:
        return False
    return point >= 0 or not THOUSANDS.fullmatch(told)


def labelled(cell: Cell) -> Cell:
    """The number of a choice that is written with its words, "5 - Very satisfied"; any other cell as it is."""
    if not isinstance(cell, str) or len(cell) > MAX_TOLD:
        return cell
    match = LABELLED.fullmatch(cell.strip())
    return (match[1] or match[2]) if match else cell


def whole(cell: Cell, low: int, high: int, remedy: str) -> int | None:
    """A whole number in low..high, alone, with its words, or "9/10"; None where blank.

    `remedy` ends the sentence of the BadValueError.
    """
    told = labelled(cell)
    if isinstance(told, str) and (match := OUT_OF.fullmatch(told.strip()[:MAX_TOLD])) and match[2] == str(high):
        told = match[1]
    try:
        value = number(told)
    except BadValueError as bad:
        raise BadValueError(f"{bad}; {remedy}") from bad
    if value is None:
        return None
    if not value.is_integer() or not low <= value <= high:
        raise BadValueError(f"is not one of {low}..{high}; {remedy}")
    return int(value)


def boolean(cell: Cell) -> bool | None:
    """Yes or no, None where blank. Raises BadValueError for anything else."""
    if cell is None or isinstance(cell, bool):
        return cell
    told = text(cell).casefold()
    if not told:
        return None
    if told in YES or told in NO:
        return told in YES
    raise BadValueError(
        "is neither yes nor no; give it a value under [codes.churned], for example values = { Lost = true }"
    )


def rating(cell: Cell, *, rating_max: float = 5, decimal: str | None = None) -> float | None:
    """Stars on the scale 1..5: value * 5 / rating_max, never under 1; "4/5", "8 out of 10" bring their own.

    None where blank. Raises BadValueError for 0 (mostly "not rated"), and over the scale's end.
    """
    if isinstance(cell, str) and len(cell) <= MAX_TOLD:
        told = cell.strip()
        if told and set(told) <= {"★", "☆"}:
            return float(told.count("★")) or None
        if match := OUT_OF.fullmatch(told):
            cell, rating_max = match[1], number(match[2], decimal=decimal) or rating_max
        elif match := STARS.fullmatch(told):
            cell = match[1]
    value = number(cell, decimal=decimal)
    if value is None:
        return None
    if not 0 < value <= rating_max:
        raise BadValueError(
            f"is outside 0..{rating_max:g}; say rating_max under [options] of a map, "
            "or missing = [...] under [codes.rating]"
        )
    return max(1.0, round(value * 5 / rating_max, 4))


def mangled(identifier: str) -> bool:
    """Whether a spreadsheet has rounded this id away: 5.7E+17 stands for thousands of different ones."""
    return re.fullmatch(r"[+-]?\d(?:[.,]\d+)?E\+\d+", identifier, re.IGNORECASE) is not None


def code(value: object) -> str:
    """A cell or a declared code in the form in which the two are compared: no case, 11.0 is 11."""
    if isinstance(value, str):
        told = value.strip().casefold()
        return told[:-2] if told.endswith(".0") and told[:-2].isdigit() else told
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).casefold()
