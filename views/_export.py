"""Lists as a spreadsheet, and the key that the next page of a list starts from."""

import csv as csv_format
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd

from domain.measures import Scope
from storage.queries import Queries
from views import _moments, _safe

COLUMNS = (
    "mention_id",
    "source",
    "kind",
    "published_at",
    "first_seen_at",
    "sentiment",
    "polarity",
    "confidence",
    "language",
    "rating",
    "title",
    "text",
    "url",
    "tags",
)
MOST, STEP = 20_000, 1_000


def csv(queries: Queries, scope: Scope, asked: dict[str, Any]) -> bytes:
    """The mentions that the filters name, up to 20,000, safe to open in a spreadsheet; ids are text."""
    out = io.StringIO()
    writer = csv_format.writer(out)
    writer.writerow(COLUMNS)
    for frame in _pages(queries, scope, asked):
        for row in _moments.rows(frame):
            writer.writerow([_safe.cell(_said(getattr(row, name))) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def parquet(queries: Queries, scope: Scope, asked: dict[str, Any]) -> bytes:
    """The same rows with their types, for tools that read Parquet; ids are text, texts are as they were written."""
    whole = pd.concat([frame[list(COLUMNS)] for frame in _pages(queries, scope, asked)], ignore_index=True)
    whole["mention_id"] = whole["mention_id"].astype(str)
    whole["tags"] = whole["tags"].map(_said)
    out = io.BytesIO()
    whole.to_parquet(out, index=False)
    return out.getvalue()


def _pages(queries: Queries, scope: Scope, asked: dict[str, Any]) -> Iterator[pd.DataFrame]:
    """Page after page by key, the first one even where it is empty."""
    after, written = None, 0
    while written < MOST:
        frame = queries.mentions.page(scope, **asked, after=after, limit=STEP)
        yield frame
        written += len(frame)
        if len(frame) < STEP:
            return
        after = key_of(key(frame.iloc[-1]))


def _said(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else _moments.maybe(value)


def key(row: Any) -> str:
    """Where the page after this row starts, fit for an address."""
    at = _moments.utc(row.published_at)
    return f"{at.isoformat() if at else ''}~{int(row.mention_id)}"


def key_of(text: str | None) -> tuple[datetime, int] | None:
    """The key that an address holds; None for anything that is not one."""
    at, _, number = (text or "").partition("~")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, int(number)) if moment.tzinfo else None
