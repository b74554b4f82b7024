"""Erasing a person or a mention from every file, with a receipt; there is no way back."""

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from storage.queries import Queries
from views import _frame, _safe

WHAT = {
    "author": "All that an author wrote, named as the service names them",
    "mention": "One mention, by the number in its page's address",
    "respondent": "The answers, tickets and record of a respondent or customer",
}
_RECEIPT, _WRONG = "es_receipt", "es_erase_error"
_KIND, _NAME, _SURE = "settings-erase-what", "settings-erase-name", "settings-erase-sure"


def show(queries: Queries, desk: _frame.Desk) -> None:
    """A form that asks twice, and the receipt."""
    _frame.section(
        "Erase", "From the database, its snapshots and copies; a keyed mark keeps it from coming back.", key="erase"
    )
    if error := st.session_state.pop(_WRONG, None):
        _frame.warning(f"Not erased: {error}")
    if receipt := st.session_state.get(_RECEIPT):
        st.html(f'<pre class="es-code" role="status">{_safe.html(receipt)}</pre>')
        st.download_button("Keep the receipt", receipt, "receipt.txt", "text/plain", on_click="ignore")
    if not desk.may(Right.MANAGE):
        _frame.nothing("Only an admin may erase.", "Ask one, and say whom or what.")
        return
    with st.expander("Erase somebody or something"), st.form("settings-erase", border=False, clear_on_submit=True):
        st.selectbox("What", list(WHAT), format_func=lambda key: WHAT[key], key=_KIND)
        st.text_input("Name or number", key=_NAME, max_chars=300)
        st.checkbox("I know that this cannot be taken back", key=_SURE)
        st.form_submit_button("Erase", on_click=_erase, args=(desk,))


def _erase(desk: _frame.Desk) -> None:
    st.session_state.pop(_RECEIPT, None)
    if not st.session_state.get(_SURE):
        st.session_state[_WRONG] = "tick that you know it cannot be taken back."
        return
    try:
        st.session_state[_RECEIPT] = desk.erase(st.session_state[_KIND], str(st.session_state.get(_NAME, "")))
    except EarshotError as error:
        st.session_state[_WRONG] = str(error)
