"""Phrase rules: what a phrase means here, tried on the texts that are there before it is put in use."""

from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from domain.records import Label, PhraseRule
from storage.queries import Queries
from views import _frame, _safe, _tables, _upkeep, _words

HIDDEN = "a name: the engine does not see it"
MEANS = {HIDDEN: None, **{f"always {label}": label for label in Label}}
_PHRASE, _MEANING, _EFFECT = "settings-phrase", "settings-meaning", "es_rule_effect"
_SHOWN = 6


def show(queries: Queries, desk: _frame.Desk) -> None:
    """The rules in use, and for admins a form that tries one first."""
    _frame.section(
        "Phrases",
        "A product's name that sounds angry, a slogan that sounds glad: say what it means here.",
        key="phrases",
    )
    rules = queries.phrase_rules.known()
    if rules:
        st.html(_tables.table(("Phrase", "Means", "In", "By"), "".join(_row(rule) for rule in rules)))
    else:
        _frame.nothing("No rule yet.", "Try one below; nothing changes until it is put in use.")
    if not desk.may(Right.MANAGE):
        return
    with st.expander("Add or remove a rule", expanded=_EFFECT in st.session_state):
        with st.form("settings-rule", border=False):
            st.text_input("Phrase", key=_PHRASE, max_chars=200, placeholder="War Zone")
            st.selectbox("It is", list(MEANS), key=_MEANING)
            st.form_submit_button("Preview", on_click=_preview, args=(desk,))
        _effect(desk)
        if rules:
            chosen = st.selectbox("In use", rules, format_func=lambda rule: _safe.clean(rule.phrase, 80))
            st.button("Remove this rule", key="settings-rule-off", on_click=_remove, args=(desk, chosen))


def _row(rule: PhraseRule) -> str:
    means = f"always {rule.label}" if rule.label else HIDDEN
    cells = [("Means", means), ("In", _safe.html(rule.brand or "every brand")), ("By", _safe.html(rule.person, 80))]
    return _tables.row(_safe.bdi(rule.phrase, 120), cells)


def _preview(desk: _frame.Desk) -> None:
    phrase, label = str(st.session_state.get(_PHRASE, "")), MEANS[st.session_state[_MEANING]]
    st.session_state.pop(_EFFECT, None)
    try:
        found = desk.phrases(lambda rules, name: rules.preview(phrase, label, None, name))
    except EarshotError as error:
        st.session_state[_EFFECT] = (phrase, label, None, str(error))
        return
    st.session_state[_EFFECT] = (phrase, label, found, "")


def _effect(desk: _frame.Desk) -> None:
    if _EFFECT not in st.session_state:
        return
    phrase, label, found, error = st.session_state[_EFFECT]
    if error:
        _frame.warning(error)
        return
    texts, changed = _words.many(found.texts, "text"), _words.many(found.changed, "label")
    st.html(f'<p class="es-fresh" role="status"><b>{texts}</b> hold it; it would change <b>{changed}</b>.</p>')
    if found.examples:
        st.html(f"<ul>{''.join(_example(one) for one in found.examples[:_SHOWN])}</ul>")
    st.button("Put in use", key="settings-rule-on", type="primary", on_click=_add, args=(desk, phrase, label))


def _example(one: Any) -> str:
    return f"<li>{one.before or 'not scored'} → {one.after or 'not scored'}: {_safe.bdi(one.text, 160)}</li>"


def _add(desk: _frame.Desk, phrase: str, label: Label | None) -> None:
    st.session_state.pop(_EFFECT, None)
    _upkeep.do(lambda: desk.phrases(lambda rules, name: rules.add(phrase, label, None, name)), f"In use: {phrase}")


def _remove(desk: _frame.Desk, rule: PhraseRule) -> None:
    _upkeep.do(lambda: desk.phrases(lambda rules, name: rules.remove(rule.rule_id, name)), f"Removed: {rule.phrase}")
