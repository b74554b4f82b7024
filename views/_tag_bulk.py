"""Tags for many mentions at once: those of the list that a person picks, or all that the filters name."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from domain.people import Right
from domain.tags import MOST_AT_ONCE
from storage.queries import Queries
from views import _frame, _safe, _tagging, _words
from views._filters import Filters

_TAG, _PICKED = "es_bulk_tag", "es_bulk_picked"


def show(
    queries: Queries, desk: _frame.Desk | None, filters: Filters, asked: Mapping[str, Any], rows: Sequence[Any]
) -> None:
    """The line, folded away; `asked` is what narrows the list beside the filters, `rows` what is on the screen."""
    if desk is None or not desk.may(Right.TRIAGE):
        return
    shown = {int(row.mention_id): f"{place}. {_begins(row)}" for place, row in enumerate(rows, 1)}
    with st.expander("Tag these mentions", key="bulk-tags"):
        st.multiselect(
            "Only these on the screen",
            list(shown),
            key=_PICKED,
            format_func=lambda key: shown.get(key, ""),
            placeholder="All that fit the filters",
        )
        _tagging.chosen(_TAG, queries.tags.names())
        said = f"Without a choice, all that fit; at most the newest {_words.count(MOST_AT_ONCE)}. Undo takes it back."
        st.html(f'<p class="es-sub">{said}</p>')
        args = (queries, desk, filters, dict(asked), tuple(shown))
        with st.container(horizontal=True, gap="small"):
            st.button("Put the tag on", key="bulk-tag", type="primary", on_click=_put, args=args)
            st.button("Take the tag off", key="bulk-untag", on_click=_take, args=args)


def _put(queries: Queries, desk: _frame.Desk, filters: Filters, asked: dict[str, Any], shown: Sequence[int]) -> None:
    ids, name = _ids(queries, filters, asked, shown), _tagging.named(_TAG)
    _tagging.do(desk, lambda store: store.tags.add(name, ids, person=desk.person), "{tag} is on {mentions} more.")


def _take(queries: Queries, desk: _frame.Desk, filters: Filters, asked: dict[str, Any], shown: Sequence[int]) -> None:
    ids, name = _ids(queries, filters, asked, shown), _tagging.named(_TAG)
    _tagging.do(desk, lambda store: store.tags.remove(name, ids, person=desk.person), "{tag} was taken off {mentions}.")


def _ids(queries: Queries, filters: Filters, asked: dict[str, Any], shown: Sequence[int]) -> list[int]:
    picked = [key for key in st.session_state.get(_PICKED) or () if key in shown]
    return picked or queries.mentions.ids(filters.public(), **asked, limit=MOST_AT_ONCE)


def _begins(row: Any) -> str:
    words = " ".join(_safe.clean(f"{row.title or ''} {row.text or ''}", 300).split())
    return words if len(words) <= 60 else f"{words[:59]}{_safe.ELLIPSIS}"
