"""Tag rules: a query that puts a tag on mentions, tried on what is there before it is put in use."""

from typing import Any

import streamlit as st

from domain.errors import EarshotError
from domain.people import Right
from domain.tags import LONGEST, TagRule
from storage.queries import Queries
from views import _frame, _safe, _tables, _tagging, _words

COLUMNS = ("Query", "Tag", "In", "State")
_QUERY, _TAG, _BRAND, _BACK = "tag-rule-query", "tag-rule-tag", "tag-rule-brand", "tag-rule-back"
_TRIED, _CHOSEN, _STAY = "es_tag_rule_tried", "tag-rule-chosen", "tag-rule-stay"
_EVERY = ""
_SHOWN = 5


def show(queries: Queries, desk: _frame.Desk) -> None:
    """The rules in use, and for triagers a form that tries one first."""
    _frame.section(
        "Tag rules",
        "In the language of brand queries. Who takes a rule's tag off a mention is obeyed.",
        key="tag-rules",
    )
    rules = queries.tags.rules()
    if rules:
        st.html(_tables.table(COLUMNS, "".join(_row(rule) for rule in rules)))
    else:
        _frame.nothing("No tag rule yet.", "Try one below; nothing changes until it is put in use.")
    if not desk.may(Right.TRIAGE):
        return
    with st.expander("Add a tag rule", key="tag-rule-new", expanded=_TRIED in st.session_state):
        _form(desk)
        _effect(desk)
    if rules:
        with st.expander("Pause or remove a tag rule", key="tag-rule-old"):
            _end(desk, rules)


def _row(rule: TagRule) -> str:
    state = "paused" if rule.paused else "in use"
    cells = (_safe.bdi(rule.tag, 60), _safe.html(rule.brand or "every brand", 80), state)
    return _tables.row(_safe.bdi(rule.query, 200), list(zip(COLUMNS[1:], cells, strict=True)))


def _form(desk: _frame.Desk) -> None:
    with st.form("tag-rule", border=False):
        st.text_input("Mentions with", key=_QUERY, max_chars=1000, placeholder='late OR "never arrived"')
        st.text_input("get the tag", key=_TAG, max_chars=LONGEST, placeholder="late delivery")
        brands = [_EVERY, *(brand.name for brand in desk.config.brands)]
        st.selectbox("in", brands, key=_BRAND, format_func=lambda name: _safe.clean(name) or "every brand")
        st.form_submit_button("Preview", on_click=_preview, args=(desk,))


def _preview(desk: _frame.Desk) -> None:
    state = st.session_state
    given = (str(state.get(_QUERY, "")), str(state.get(_TAG, "")), state.get(_BRAND) or None)
    try:
        found = desk.tagging(lambda rules, name: rules.preview(*given, name))
    except EarshotError as error:
        state[_TRIED] = (given, None, str(error))
        return
    state[_TRIED] = (given, found, "")


def _effect(desk: _frame.Desk) -> None:
    if _TRIED not in st.session_state:
        return
    given, found, error = st.session_state[_TRIED]
    if error:
        _frame.warning(error)
        return
    part = "" if found.whole else " looked at, a part of all in no order,"
    refused = f" {_words.count(found.refused)} stay without: a person took it off." if found.refused else ""
    st.html(
        f'<p class="es-fresh" role="status">Of {_words.many(found.looked_at, "mention")}{part} '
        f"<b>{_words.count(found.holds)}</b> fit; <b>{_words.count(found.new)}</b> would get the tag.{refused}</p>"
    )
    if found.examples:
        st.html(f"<ul>{''.join(_example(one.mention) for one in found.examples[:_SHOWN])}</ul>")
    st.checkbox("Tag what is there already, too", value=True, key=_BACK)
    st.button("Put in use", key="tag-rule-on", type="primary", on_click=_add, args=(desk, *given))


def _example(one: Any) -> str:
    return f"<li>{_safe.bdi(' '.join(f'{one.title} {one.text}'.split()), 160)}</li>"


def _add(desk: _frame.Desk, query: str, tag: str, brand: str | None) -> None:
    back = bool(st.session_state.get(_BACK))
    st.session_state.pop(_TRIED, None)
    _tagging.keep(
        lambda: desk.tagging(lambda rules, name: rules.add(query, tag, brand, name, backdate=back)),
        "The rule for {tag} is in use; it tagged {mentions}.",
    )


def _end(desk: _frame.Desk, rules: list[TagRule]) -> None:
    by_id = {rule.rule_id: rule for rule in rules}
    st.selectbox("Rule", list(by_id), key=_CHOSEN, format_func=lambda number: _named(by_id.get(number)))
    rule = by_id.get(st.session_state.get(_CHOSEN, 0), rules[0])
    st.checkbox("When it is removed, its tags stay", key=_STAY)
    with st.container(horizontal=True, gap="small"):
        name = "Resume" if rule.paused else "Pause"
        st.button(name, key="tag-rule-pause", on_click=_pause, args=(desk, rule))
        st.button("Look at all mentions again", key="tag-rule-apply", on_click=_apply, args=(desk, rule.rule_id))
        st.button("Remove", key="tag-rule-off", on_click=_remove, args=(desk, rule.rule_id))


def _named(rule: TagRule | None) -> str:
    return f"{_safe.clean(rule.query, 80)} → {_safe.clean(rule.tag, 60)}" if rule else ""


def _pause(desk: _frame.Desk, rule: TagRule) -> None:
    verb, said = ("resume", "in use again") if rule.paused else ("pause", "paused; its tags stay")
    _tagging.do(
        desk,
        lambda store: getattr(store.tag_rules, verb)(rule.rule_id, person=desk.person),
        f"The rule for {{tag}} is {said}.",
    )


def _remove(desk: _frame.Desk, rule_id: int) -> None:
    stay = bool(st.session_state.get(_STAY))
    said = "The rule for {tag} is removed; " + ("its tags stay." if stay else "its tags on {mentions} are gone.")
    _tagging.do(desk, lambda store: store.tag_rules.remove(rule_id, keep_tags=stay, person=desk.person), said)


def _apply(desk: _frame.Desk, rule_id: int) -> None:
    _tagging.told(lambda: desk.tagging(lambda rules, name: rules.apply(rule_id)))
