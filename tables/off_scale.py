"""Notices a column on a longer scale than is supposed: its low half alone would give a wrong figure."""

from collections import Counter
from pathlib import Path

from domain.errors import ImportFileError
from tables.rows import Cell
from tables.values import BadValueError, labelled, number

STRAYS = 0.1
"""The share of answers over the scale's end from which the scale is doubted, and not the answers."""


class OffScale:
    """Sees every answer of one column once; `top` is the scale's end as it is supposed."""

    def __init__(self, top: float) -> None:
        self._top = top
        self._answers = 0
        self._over: Counter[float] = Counter()

    def see(self, cell: Cell) -> None:
        """Take one answer into account; what is no plain number speaks for itself."""
        try:
            value = number(labelled(cell))
        except BadValueError:
            return
        if value is not None:
            self._answers += 1
            self._over.update([value] if value > self._top else [])

    def refuse(self, path: Path, column: str, field: str, option: str) -> None:
        """Raise ImportFileError where several different answers, and a tenth of all, lie over the end."""
        if len(self._over) < 2 or self._over.total() < STRAYS * self._answers:
            return
        raise ImportFileError(
            f'{path}: "{column}" goes up to {max(self._over):g}, and a scale up to {self._top:g} was supposed, so '
            f"nothing was taken; say {option} = {max(self._over):g} under [options] of a map, or missing = [...] under "
            f"[codes.{field}] where those are no answers"
        )
