"""Numbers as a person reads them: signed, with their interval, in their unit, and what changed."""

from datetime import date

MINUS = "−"


def number(value: float, digits: int = 1) -> str:
    """1,234.5 with a real minus sign; a rounded zero has no sign."""
    text = f"{value:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def signed(value: float, digits: int = 1) -> str:
    """+4.1 or −4.1; zero has no sign."""
    text = number(value, digits)
    return text if text.startswith(MINUS) or not text.strip("0.,") else f"+{text}"


def count(value: int) -> str:
    """12,345, with a real minus sign."""
    return f"{int(value):,}".replace("-", MINUS)


def many(value: int, noun: str, plural: str | None = None) -> str:
    """1 mention, 2 mentions."""
    return f"{count(value)} {noun if value == 1 else plural or noun + 's'}"


def short_day(day: date) -> str:
    """21 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def span(since: date, until: date) -> str:
    """23 Oct to 21 Nov 2026, naming the year once where there is one."""
    if since == until:
        return short_day(since)
    head = f"{since.day} {since:%b}" if since.year == until.year else short_day(since)
    return f"{head} to {short_day(until)}"


def sentence(text: str) -> str:
    """With a capital first letter and a full stop."""
    stripped = text.strip()
    return stripped[:1].upper() + stripped[1:] + ("" if stripped[-1:] in ".!?" else ".")


def measure(value: float, unit: str) -> str:
    """A figure in its unit, without the unit's name where it has a sign of its own."""
    if unit == "points":
        return signed(value)
    if unit == "%":
        return f"{number(value)}%"
    if unit == "minutes":
        return duration(value)
    if unit == "mentions":
        return count(round(value))
    return number(value, 0 if abs(value) >= 1000 else 2)


def difference(value: float, unit: str) -> str:
    """A change of a figure, always signed, with the unit in words."""
    if unit in {"%", "points"}:
        return f"{signed(value)} points"
    if unit == "minutes":
        return f"{'+' if value >= 0 else MINUS}{duration(abs(value))}"
    if unit == "mentions":
        return signed(value, 0)
    return signed(value, 0 if abs(value) >= 1000 else 2)


def duration(minutes: float) -> str:
    """25 min, 1.7 h, 3.2 days."""
    size = abs(minutes)
    if size < 99.5:
        return f"{number(minutes, 0 if size >= 10 or size == 0 else 1)} min"
    if size < 48 * 60:
        return f"{number(minutes / 60)} h"
    return f"{number(minutes / (24 * 60))} days"


def interval(low: float | None, high: float | None, unit: str) -> str | None:
    """25.5 to 32.5; open where one end is unknown; None where both are."""
    if low is None and high is None:
        return None
    if low is None or high is None:
        known = low if high is None else high
        assert known is not None  # noqa: S101
        return f"{'from' if high is None else 'up to'} {measure(known, unit)}"
    ends = [measure(low, unit), measure(high, unit)]
    if unit == "points":
        ends = [text.lstrip("+") for text in ends]
    if unit == "%":
        ends[0] = ends[0].rstrip("%")
    return f"{ends[0]} to {ends[1]}"
