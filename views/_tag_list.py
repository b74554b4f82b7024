"""The tags there are, how much each is used, a new name for one, and the end of one."""

import streamlit as st

from domain.people import Right
from domain.tags import LONGEST
from storage.queries import Queries
from storage.tag_rows import TagCount
from views import _frame, _links, _safe, _tables, _tagging, _words

COLUMNS = ("Tag", "Mentions", "By hand", "Rules")
_CHOSEN, _NAME = "settings-tag", "settings-tag-name"


def show(queries: Queries, desk: _frame.Desk) -> None:
    """The list; for triagers a form under it."""
    _frame.section("Tags", "Words of your own on mentions. A rule puts its tag on new mentions by itself.", key="tags")
    _tagging.notice(desk)
    tags = queries.tags.table()
    if tags:
        st.html(_tables.table(COLUMNS, "".join(_row(one) for one in tags), numbers=COLUMNS[1:]))
    else:
        _frame.nothing("No tag yet.", "Open a mention and put one on it, or make a rule below.")
    if tags and desk.may(Right.TRIAGE):
        with st.expander("Rename or delete a tag", key="settings-tags"):
            _tagging.chosen(_CHOSEN, [one.tag for one in tags], new=False)
            st.text_input("New name", key=_NAME, max_chars=LONGEST)
            with st.container(horizontal=True, gap="small"):
                st.button("Rename", key="tag-rename", on_click=_rename, args=(desk,))
                st.button("Delete the tag", key="tag-delete", on_click=_delete, args=(desk,))


def _row(one: TagCount) -> str:
    # The name is the link and not the number: what is counted here is of every brand and every day.
    name = f'<a href="{_links.href("mentions", {"tag": one.tag, "period": "12m"})}">{_safe.bdi(one.tag, 60)}</a>'
    numbers = [_words.count(n) for n in (one.mentions, one.by_hand, one.rules)]
    return _tables.row(name, list(zip(COLUMNS[1:], numbers, strict=True)), numbers=COLUMNS[1:])


def _rename(desk: _frame.Desk) -> None:
    name, new = _tagging.named(_CHOSEN), _tagging.named(_NAME)
    if _tagging.do(desk, lambda store: store.tags.rename(name, new, person=desk.person), "It is called {tag} now."):
        _clear()


def _delete(desk: _frame.Desk) -> None:
    name = _tagging.named(_CHOSEN)
    said = "{tag} is deleted; its rules rest."
    if _tagging.do(desk, lambda store: store.tags.delete(name, person=desk.person), said):
        _clear()


def _clear() -> None:
    _tagging.clear(_CHOSEN)
    st.session_state[_NAME] = ""
