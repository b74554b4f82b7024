"""The form of an import: which column is what, what its codes mean, what the file does not say itself."""

from collections.abc import Sequence

import streamlit as st

from tables.fields import JOINED
from tables.look import shown
from tables.recognise import Document
from views import _import_options, _safe, _tables
from views._import_parcel import Parcel, key_of
from views._import_words import label, offered

NONE = -1
MOST_JOINED = 6


def form(parcel: Parcel) -> Document:
    """Draw the form and give the map that it says, every column named."""
    labels = _labels(parcel.look.headers)
    at_once, rest = offered(parcel.what, parcel.document["columns"])
    columns: dict[str, object] = {}
    with st.container(key="cards-import"):
        for field in at_once:
            _field(parcel, field, labels, columns)
    if rest:
        with st.expander(f"More that {_safe.md(parcel.name, 60)} may hold"), st.container(key="cards-import-more"):
            for field in rest:
                _field(parcel, field, labels, columns)
    st.html(_tables.folded(f"All {len(labels)} columns and their first values", _table(parcel, labels)))
    return {"columns": columns, **_import_options.form(parcel, columns)}


def _field(parcel: Parcel, field: str, labels: Sequence[str], columns: dict[str, object]) -> None:
    with st.container(key=f"field-{field}", gap="xsmall"):
        chosen = _several(parcel, field, labels) if field in JOINED else _one(parcel, field, labels)
        names = [parcel.look.headers[place] for place in chosen]
        if names:
            columns[field] = names[0] if len(names) == 1 else names
        values = shown(parcel.look, names[0]) if names else ()
        st.html(f'<p class="es-basis es-cells">{_values(values) if names else "not in the file"}</p>')


def _one(parcel: Parcel, field: str, labels: Sequence[str]) -> list[int]:
    places = [NONE, *(place for place, header in enumerate(parcel.look.headers) if header)]
    given = [place for place in _given(parcel, field) if place in places]
    place = st.selectbox(
        label(field),
        places,
        index=places.index(given[0]) if given else 0,
        format_func=lambda place: labels[place] if place >= 0 else "–",
        key=key_of(parcel, field),
    )
    return [] if place == NONE else [place]


def _several(parcel: Parcel, field: str, labels: Sequence[str]) -> list[int]:
    places = [place for place, header in enumerate(parcel.look.headers) if header]
    chosen: list[int] = st.multiselect(
        label(field),
        places,
        default=[place for place in _given(parcel, field) if place in places],
        format_func=lambda place: labels[place],
        key=key_of(parcel, field),
        max_selections=MOST_JOINED,
        placeholder="–",
    )
    return chosen


def _given(parcel: Parcel, field: str) -> list[int]:
    """Where the columns stand that the map names for the field."""
    named = parcel.document["columns"].get(field, [])
    names = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    return [parcel.look.headers.index(name) for name in names if name in parcel.look.headers]


def _labels(headers: Sequence[str]) -> list[str]:
    """What the columns are called in lists: cleaned, and told apart where they would look the same."""
    seen: dict[str, int] = {}
    found = []
    for place, header in enumerate(headers, 1):
        name = " ".join(_safe.clean(header, 60).split()) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} · column {place}")
    return found


def _values(values: Sequence[str]) -> str:
    return " · ".join(_safe.bdi(value, 32) for value in values) or "empty in the first rows"


def _table(parcel: Parcel, labels: Sequence[str]) -> str:
    rows = [
        _tables.row(_safe.bdi(name, 60), [("First values", _values(values))])
        for name, values in zip(labels, parcel.look.examples, strict=True)
    ]
    return _tables.table(("Column", "First values"), "".join(rows))
