"""Rows of a survey into answers: scales checked, codes dropped, comments redacted before storage."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from domain.errors import ImportFileError
from domain.identity import stable_id
from domain.records import SurveyResponse
from tables.binding import BadCellError, Bound, open_bound
from tables.column_map import ColumnMap
from tables.dates import DateReader
from tables.fields import What
from tables.identity import Identities
from tables.map_options import DEFAULT_SURVEY
from tables.map_options import zone as zone_of
from tables.off_scale import OffScale
from tables.redact import redact
from tables.rejects import Imported
from tables.rows import Cell, Reject, Row
from tables.values import BadValueError, labelled, mangled, number, whole

CONTENT = ("nps", "csat", "ces", "comment", "answered_at", "customer")
MISSING_REMEDY = (
    "if it means no answer, say missing = [...] under [codes.{0}] of a map; "
    'if it stands for a number, values = {{ "..." = 5 }} there'
)

UNNAMED = (
    f'no survey is named, so these answers belong to "{DEFAULT_SURVEY}", and the same respondent in another '
    'file gives the same answer; say survey = "..." under [options] of a map'
)


def load_surveys(
    path: Path, column_map: ColumnMap | None, *, brand: str, zone: str = "UTC"
) -> Imported[SurveyResponse]:
    """A file of answers to `brand`'s survey; zone: where dates name none and the map states none.

    Raises ConfigError, and ImportFileError where the file as a whole would give wrong figures: an NPS column
    that runs from 1 to 10, an effort scale without a direction, columns that are not there.
    """
    bound = open_bound(path, column_map, What.SURVEYS, zone)
    if "ces" in bound.fields and bound.options.ces_direction is None:
        raise ImportFileError(
            f'{path}: "{bound.fields["ces"][0]}" is an effort score, and nothing says which end is good; '
            'say ces_direction = "high_is_easy" or "low_is_easy" under [options] of a map'
        )
    answers = _Answers(bound, brand, zone)
    warnings = answers.look(path)
    return answers.read(warnings)


class _Answers:
    def __init__(self, bound: Bound, brand: str, zone: str) -> None:
        self._bound, self._brand = bound, brand
        self._identities = Identities()
        options = bound.options
        self._nps = partial(whole, low=1 if options.nps_scale == "1-10" else 0, high=10, remedy=_remedy("nps"))
        self._csat = partial(
            whole,
            low=1,
            high=options.csat_max,
            remedy=_remedy("csat", f"or csat_max (now {options.csat_max})"),
        )
        self._ces = partial(
            whole, low=1, high=options.ces_max, remedy=_remedy("ces", f"or ces_max (now {options.ces_max})")
        )
        self._constant = _constant(bound, zone)

    def look(self, path: Path) -> list[str]:
        """The first pass: who answers twice, how dates are written, which scale NPS is on."""
        scale: set[int] = set()
        options, fields = self._bound.options, self._bound.fields
        asked = {
            name: OffScale(top)
            for name, top in (("csat", options.csat_max), ("ces", options.ces_max))
            if name in fields
        }
        for row in self._bound.rows():
            if isinstance(row, Row):
                for name, column in asked.items():
                    column.see(self._bound.cell(row.cells, name))
                self._bound.look(row.cells)
                self._identities.see(self._one(row.cells), self._content(row.cells))
                scale.update(_tried(self._bound.cell(row.cells, "nps")))
        self._bound.settle()
        for name, column in asked.items():
            column.refuse(path, fields[name][0], name, f"{name}_max")
        return _scale_warnings(path, self._bound, scale)

    def read(self, warnings: list[str]) -> Imported[SurveyResponse]:
        rows: list[SurveyResponse] = []
        rejects: list[Reject] = []
        for row in self._bound.rows():
            try:
                if isinstance(row, Reject):
                    rejects.append(row)
                elif (answer := self._answer(row.cells)) is not None:
                    rows.append(answer)
            except BadCellError as bad:
                rejects.append(bad.reject(row.line))
        told = [*warnings, *self._bound.warnings()]
        if "respondent" in self._bound.fields:
            remedy = "each is told apart by its date; say repeat_answers = true under [options] of a map"
            again = self._bound.options.repeat_answers
            told += [] if again else self._identities.warnings(self._bound.fields["respondent"][0], remedy)
            if "survey" not in self._bound.fields and self._bound.options.survey == DEFAULT_SURVEY:
                told.append(UNNAMED)
        return Imported(rows=tuple(rows), rejects=tuple(rejects), warnings=tuple(told))

    def _answer(self, cells: Sequence[Cell]) -> SurveyResponse | None:
        bound, options = self._bound, self._bound.options
        answered_at = bound.date(cells, "answered_at") or self._constant
        survey = bound.told(cells, "survey") or options.survey
        identity = self._identity(cells, survey, answered_at)
        answer = SurveyResponse(
            brand=self._brand,
            survey=survey,
            respondent=self._respondent(cells) or None,
            answered_at=answered_at,
            identity=identity or "",
            nps=bound.value(cells, "nps", self._nps),
            csat=bound.value(cells, "csat", self._csat),
            ces=bound.value(cells, "ces", self._ces),
            csat_max=options.csat_max,
            ces_max=options.ces_max,
            ces_direction=options.ces_direction if "ces" in bound.fields else None,
            comment=redact(bound.told(cells, "comment")),
            customer=bound.told(cells, "customer") or None,
            touchpoint=bound.told(cells, "touchpoint") or None,
            segment=bound.told(cells, "segment") or None,
            country=bound.told(cells, "country") or None,
            weight=self._weight(cells),
        )
        return answer if identity else None

    def _identity(self, cells: Sequence[Cell], survey: str, answered_at: datetime | None) -> str | None:
        """brand + survey + respondent; + date where one answers again; by content where nobody is named."""
        respondent, content = self._respondent(cells), self._content(cells)
        moment = answered_at.isoformat() if answered_at else ""
        once = self._identities.usable(self._one(cells)) and not self._bound.options.repeat_answers
        if not once and respondent and moment and "answered_at" in self._bound.fields:
            key = stable_id("again", self._brand, survey, respondent, moment)
            turn = self._identities.turn(key)
            return f"{key:x}" if turn == 1 else f"{key:x}-{turn}"
        one = self._one(cells)
        name = self._identities.name(one, content)
        name = respondent if name == one else name
        return None if name is None else f"{stable_id('answer', self._brand, survey, name):x}"

    def _one(self, cells: Sequence[Cell]) -> str:
        """Who answers which survey of a file that holds several: in another one the same person answers anew."""
        respondent, survey = self._respondent(cells), self._bound.told(cells, "survey")
        return f"{survey}\x1f{respondent}" if respondent and survey and not mangled(respondent) else respondent

    def _respondent(self, cells: Sequence[Cell]) -> str:
        return self._bound.told(cells, "respondent")

    def _content(self, cells: Sequence[Cell]) -> int:
        return stable_id(*[self._bound.told(cells, field) for field in CONTENT])

    def _weight(self, cells: Sequence[Cell]) -> float:
        weight = self._bound.value(cells, "weight", partial(_weight, decimal=self._bound.options.decimal))
        return 1.0 if weight is None else weight


def _weight(cell: Cell, decimal: str | None) -> float | None:
    value = number(cell, decimal=decimal)
    if value is not None and value < 0:
        raise BadValueError("is a negative weight")
    return value


def _remedy(field: str, more: str = "") -> str:
    return " ".join([MISSING_REMEDY.format(field), *([more] if more else [])])


def _constant(bound: Bound, zone: str) -> datetime | None:
    """The date that the map states for the whole file."""
    stated = bound.options.answered_at
    if stated is None:
        return None
    reader = DateReader(zone=zone_of(bound.options.timezone or zone, "[options] timezone"))
    try:
        return reader.read(stated)
    except BadValueError as bad:
        raise ImportFileError(
            f'{bound.table.path}: [options] answered_at = "{stated}" {bad}; write it as "2017-05-15"'
        ) from bad


def _tried(cell: Cell) -> set[int]:
    try:
        value = number(labelled(cell))
    except BadValueError:
        return set()
    return {int(value)} if value is not None and value.is_integer() else set()


def _scale_warnings(path: Path, bound: Bound, seen: set[int]) -> list[str]:
    """NPS is defined on 0..10. A column that runs from 1 to 10 without one 0 was asked on another scale."""
    scale = bound.options.nps_scale
    if scale is None and {1, 10} <= seen and 0 not in seen:
        raise ImportFileError(
            f'{path}: "{bound.fields["nps"][0]}" runs from 1 to 10 without a 0: is it an NPS scale? '
            'say nps_scale = "0-10" (0 was offered, nobody chose it) or "1-10" under [options] of a map'
        )
    if scale is None and 5 in seen and len(seen) >= 3 and max(seen) == 5:
        return [
            f'"{bound.fields["nps"][0]}" never exceeds 5: on 0-10 that is nobody but detractors; is it another scale?'
        ]
    if scale == "1-10":
        return ["NPS was asked on 1-10: promoters 9-10, passives 7-8, detractors 1-6; not comparable with 0-10"]
    return []
