"""Typst, as everything here is set by it: templates of our own, strangers' words as data, no date of today."""

import json
from pathlib import Path
from typing import Any, Literal

import typst

from notify.quoting import cleaned

_TEMPLATES = Path(__file__).parent / "templates"
_PPI = 144.0
Form = Literal["pdf", "png"]
# Typst writes a date into every PDF; without one of its own, the same report is the same file.
_NO_DATE = 0


def typeset(template: str, data: dict[str, Any], form: Form = "pdf") -> bytes:
    """The template filled with data that `plain` has cleaned; a PNG has two pixels to a point."""
    return typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        format=form,
        ppi=_PPI,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        timestamp=_NO_DATE,
    )


def plain(value: Any) -> Any:
    """The same with every text on one line and without what is not seen."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return cleaned(value, 2000) if isinstance(value, str) else value
