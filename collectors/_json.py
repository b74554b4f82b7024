"""JSON that strangers wrote: read by path, no type believed, nothing that cannot be stored."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from collectors._addresses import shown
from collectors._answer import Answer
from collectors._raw import raw_of
from collectors._text import parse_date, tidy
from domain.errors import SourceRefused
from domain.records import Mention

Step = str | int
_LARGEST = 1 << 53


def under(value: object, *path: Step) -> object:
    """What lies at the end of a path of keys and indexes; None where the path ends early."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
    return value


def text(value: object, *path: Step) -> str:
    """A string, or a number in its digits; empty where there is neither."""
    found = under(value, *path)
    if isinstance(found, str):
        return tidy(found)
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else ""


def whole(value: object, *path: Step) -> int | None:
    """A whole number, also one written in digits; None where it is none or larger than any count."""
    found = text(value, *path)
    number = int(found) if found.isascii() and found.lstrip("-").isdigit() and len(found) < 18 else None
    return number if number is not None and abs(number) < _LARGEST else None


def moment(value: object, *path: Step) -> datetime | None:
    """An aware UTC time, from Unix seconds or from a written date."""
    seconds = whole(value, *path)
    if seconds is None:
        return parse_date(text(value, *path))
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def stars(value: object, *path: Step) -> float | None:
    """A rating of 1 to 5; None for anything else."""
    found = under(value, *path)
    number = float(found) if isinstance(found, int | float) and not isinstance(found, bool) else whole(found)
    return float(number) if number is not None and 1 <= number <= 5 else None


def author(value: object, *path: Step) -> str | None:
    """A name, cut where it turns into a novel."""
    return text(value, *path)[:200] or None


def counts(value: object, **names: str) -> dict[str, int]:
    """Our name for a count to the key that holds it, where it holds one."""
    found = {ours: whole(value, theirs) for ours, theirs in names.items()}
    return {ours: number for ours, number in found.items() if number is not None}


def rows(answer: Answer, *path: Step) -> list[object]:
    """The list at a path of the answer; SourceRefused where the service promised one and there is none."""
    said = answer.json()
    found = under(said, *path)
    if not isinstance(found, list):
        place = ".".join(str(step) for step in path)
        why = text(said, "message") or text(said, "error") or "check options and base_url"
        promised = f"JSON without the list '{place}'" if place else "JSON that is no list"
        raise SourceRefused(f"{shown(answer.url)} answered {promised}; {why[:200]}")
    return found


def each(found: Sequence[object], make: Callable[[object], Mention | None], answer: Answer) -> tuple[Mention, ...]:
    """The mentions of those rows; SourceRefused where there are rows and none can be read."""
    made = tuple(_readable((make(row), row) for row in found))
    if found and not made:
        raise SourceRefused(
            f"{shown(answer.url)} answered {len(found)} entries of which none can be read; its form has changed"
        )
    return made


def _readable(read: Iterable[tuple[Mention | None, object]]) -> Iterable[Mention]:
    return (replace(mention, raw=raw_of(row)) for mention, row in read if mention is not None and mention.external_id)
