"""Rows of notes that the team took: what customers told them, in the team's words."""

from pathlib import Path

from domain.goals import TeamNote
from domain.identity import stable_id
from tables.binding import BadCellError, Bound, open_bound
from tables.column_map import ColumnMap
from tables.fields import What
from tables.redact import redact
from tables.rejects import Imported
from tables.rows import Reject, Row

LONGEST = 4000


def load_notes(path: Path, column_map: ColumnMap | None, *, brand: str, zone: str = "UTC") -> Imported[TeamNote]:
    """A file of notes, one a row; addresses and numbers of people are redacted. A note without words is a reject.

    Without an id a note goes by day, team and words: the same row twice is one note. Raises ImportFileError and
    ConfigError.
    """
    bound = open_bound(path, column_map, What.NOTES, zone)
    for row in bound.rows():
        if isinstance(row, Row):
            bound.look(row.cells)
    bound.settle()
    rows: list[TeamNote] = []
    rejects: list[Reject] = []
    for row in bound.rows():
        try:
            if isinstance(row, Reject):
                rejects.append(row)
            else:
                rows.append(_note(bound, row, brand))
        except BadCellError as bad:
            rejects.append(bad.reject(row.line))
    return Imported(rows=tuple(rows), rejects=tuple(rejects), warnings=tuple(bound.warnings()))


def _note(bound: Bound, row: Row, brand: str) -> TeamNote:
    text = redact(bound.told(row.cells, "text")).strip()[:LONGEST]
    if not text:
        raise BadCellError(bound.fields["text"][0], "", "is blank: what did the team notice?")
    noted_at = bound.date(row.cells, "noted_at")
    team = bound.told(row.cells, "team")
    told = bound.told(row.cells, "id")
    return TeamNote(
        brand=brand,
        identity=f"id:{told}" if told else identity(text, noted_at.isoformat() if noted_at else "", team),
        text=text,
        noted_at=noted_at,
        team=team,
        touchpoint=bound.told(row.cells, "touchpoint") or None,
    )


def identity(text: str, moment: str, team: str) -> str:
    """What tells a note without an id from others: when it was taken, by which team, and its words."""
    return f"{stable_id('note', moment, team, text):x}"
