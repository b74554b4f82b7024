"""Tables in HTML: header cells for screen readers, a scroller of their own, stacked lines on a phone."""

from collections.abc import Sequence

from views import _safe


def table(names: Sequence[str], body: str, *, numbers: Sequence[str] = (), stack: bool = True) -> str:
    """A table of prepared rows; columns named in `numbers` are set right, `stack` turns rows into blocks on a phone."""
    # A column without a name heads nothing: a screen reader is told so by a plain cell.
    cells = "".join(
        f'<th scope="col"{" class=n" if name in numbers else ""}>{name}</th>' if name else "<td></td>" for name in names
    )
    kind = "es-table stack" if stack else "es-table"
    head = f"<thead><tr>{cells}</tr></thead>"
    return f'<div class="es-scroll"><table class="{kind}">{head}<tbody>{body}</tbody></table></div>'


def row(heading: str, cells: Sequence[tuple[str, str]], *, numbers: Sequence[str] = ()) -> str:
    """A row: its heading and (column, cell) pairs, all of it safe HTML."""
    marked = "".join(_cell(name, text, name in numbers) for name, text in cells)
    return f'<tr><th scope="row">{heading}</th>{marked}</tr>'


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and what they are, as a list of definitions; the second of each pair is safe HTML."""
    return '<dl class="es-facts">' + "".join(f"<dt>{name}</dt><dd>{said}</dd>" for name, said in pairs) + "</dl>"


def folded(summary: str, body: str) -> str:
    """Something that opens when asked."""
    return f"<details><summary>{_safe.html(summary)}</summary>{body}</details>"


def _cell(name: str, text: str, number: bool) -> str:
    return f'<td data-l="{_safe.html(name)}"{" class=n" if number else ""}>{text}</td>'
