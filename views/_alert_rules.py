"""The rules of the page Alerts: a table, and what a person does with one: preview, pause, change, remove, add."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from domain.alerting import AlertRule, Direction, Fired, RuleKind
from domain.errors import EarshotError
from domain.people import Right
from metrics.rules import in_words, mistake, name_for
from metrics.watch import WATCHED
from views import _frame, _safe, _tables, _words

COLUMNS = ("Rule", "Fires on", "Goes to", "Not again for", "State")
COOL_DOWNS = {"1 h": 3600.0, "6 h": 21600.0, "1 day": 86400.0, "7 days": 604800.0}
KINDS = {
    RuleKind.SPIKE: "more than usual on a day",
    RuleKind.DIP: "less than usual on a day",
    RuleKind.HOURLY: "more than usual in an hour",
    RuleKind.THRESHOLD: "beyond a limit",
    RuleKind.CHANGE: "changed against the period before",
}
EVERYTHING, EVERY_CHANNEL, NEW = "everything", "every channel", "a new rule"
_SAID, _ERROR, _PREVIEW, _CHOSEN = "es_alert_said", "es_alert_error", "es_alert_preview", "es_alert_rule"
_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a rule may be about: the watched brands, the known topics, the configured channels."""

    brands: tuple[str, ...]
    topics: tuple[str, ...]
    channels: tuple[str, ...]


def notice() -> None:
    """What became of the last change."""
    if error := st.session_state.pop(_ERROR, None):
        _frame.warning(f"Not done: {error}")
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p class="es-sub" role="status">{_safe.html(said)}</p>')


def show(rules: Sequence[AlertRule], desk: _frame.Desk, offer: Offer) -> None:
    """The table, then one rule at a time with its buttons and its form."""
    _frame.section("Rules", "What is watched after every run. Each is judged stricter than a page, being asked daily.")
    if rules:
        st.html(_tables.table(COLUMNS, "".join(_row(rule) for rule in rules)))
    if not desk.may(Right.MANAGE):
        return
    names = [rule.name for rule in rules]
    if st.session_state.get(_CHOSEN) not in {*names, NEW}:
        st.session_state.pop(_CHOSEN, None)
    chosen = st.selectbox("Work on", [*names, NEW], key=_CHOSEN, format_func=_safe.clean, width=520)
    rule = next((rule for rule in rules if rule.name == chosen), None)
    if rule:
        _buttons(rule, desk)
    _preview(rule)
    with st.expander("Change this rule" if rule else "Add a rule", key="rule-form", expanded=rule is None):
        _form(rule, desk, offer)


def _row(rule: AlertRule) -> str:
    state = (
        '<span class="es-state wait">❙❙ Paused</span>' if rule.paused else '<span class="es-state ok">● Watching</span>'
    )
    came = {"default": "came by itself", "config": "from earshot.toml"}.get(rule.origin, "made here")
    cells = (
        _safe.bdi(_words.sentence(in_words(rule)), 300),
        _safe.html(rule.channel or EVERY_CHANNEL),
        _words.duration(rule.cool_down / 60),
        f"{state}<small>{came}</small>",
    )
    return _tables.row(_safe.bdi(rule.name, 120), list(zip(COLUMNS[1:], cells, strict=True)))


def _buttons(rule: AlertRule, desk: _frame.Desk) -> None:
    with st.container(horizontal=True, key="rule-buttons", gap="small"):
        st.button("Preview 90 days", key="rule-preview", on_click=_try, args=(desk, rule), type="primary")
        st.button("Watch again" if rule.paused else "Pause", key="rule-pause", on_click=_pause, args=(desk, rule))
        st.button("Remove", key="rule-remove", on_click=_remove, args=(desk, rule))


def _preview(rule: AlertRule | None) -> None:
    found = st.session_state.get(_PREVIEW)
    if not found or not rule or found[0] != rule:
        return
    fired: Sequence[Fired] = found[1]
    times = _words.many(len(fired), "time")
    st.html(f'<p class="es-sub" role="status">In the last 90 days it would have fired {times}.</p>')
    if fired:
        rows = "".join(_fired(rule, one) for one in reversed(fired[-_MOST:]))
        st.html(_tables.table(("When", "Figure", "Usual", "Rows"), rows))


def _fired(rule: AlertRule, one: Fired) -> str:
    unit = WATCHED[rule.metric].unit
    glyph = "▲" if one.direction == Direction.UP else "▼"
    hour = "" if one.hour is None else f", {one.hour:02d}:00"
    interval = _words.interval(one.low, one.high, unit)
    usual = "a limit" if one.expected is None else _words.measure(one.expected, unit)
    cells = (
        (
            "Figure",
            f"{glyph} {_words.measure(one.observed, unit)}" + (f" <small>{interval}</small>" if interval else ""),
        ),
        ("Usual", f"{usual} <small>{_safe.html(one.basis)}</small>"),
        ("Rows", _words.count(one.n)),
    )
    return _tables.row(f"{_words.span(one.since, one.day)}{hour}", cells)


def _form(rule: AlertRule | None, desk: _frame.Desk, offer: Offer) -> None:
    given = rule or AlertRule(name="", brand=offer.brands[0], metric="negative_mentions", kind=RuleKind.SPIKE)
    mark = rule.name if rule else NEW
    with st.form(f"alert-form-{mark}", border=False):
        values = {
            "brand": _choice("Brand", offer.brands, given.brand, mark),
            "metric": _choice("Figure", tuple(WATCHED), given.metric, mark, lambda name: WATCHED[name].title),
            "topic": _choice("About", (EVERYTHING, *offer.topics), given.topic or EVERYTHING, mark),
            "kind": _choice("Fires when it is", tuple(KINDS), given.kind, mark, lambda kind: KINDS[kind]),
            "side": _choice("Limit: above or below", ("above", "below"), "above" if given.above else "below", mark),
            "bound": st.number_input("Limit, for a rule beyond one", value=given.bound, key=f"bound|{mark}"),
            "days": st.number_input(
                "Days of the period, for a limit or a change", 1, 366, given.days, key=f"days|{mark}"
            ),
            "channel": _choice("Goes to", (EVERY_CHANNEL, *offer.channels), given.channel or EVERY_CHANNEL, mark),
            "cool_down": _choice("Not again for", tuple(COOL_DOWNS), _cool_down(given.cool_down), mark),
        }
        if st.form_submit_button("Save" if rule else "Add", type="primary"):
            _save(desk, rule, values)


def _choice(label: str, options: Sequence[Any], now: Any, mark: str, words: Any = _safe.clean) -> Any:
    """A select box that offers what stands in the rule even where it is offered no more."""
    offered = list(options) if now in options else [now, *options]
    return st.selectbox(label, offered, index=offered.index(now), key=f"{label}|{mark}", format_func=words)


def _cool_down(seconds: float) -> str:
    return min(COOL_DOWNS, key=lambda name: abs(COOL_DOWNS[name] - seconds))


def _save(desk: _frame.Desk, before: AlertRule | None, values: dict[str, Any]) -> None:
    topic, channel = values["topic"], values["channel"]
    limited = values["kind"] == RuleKind.THRESHOLD
    rule = AlertRule(
        name=before.name if before else "?",
        brand=values["brand"],
        metric=values["metric"],
        kind=RuleKind(values["kind"]),
        topic=None if topic == EVERYTHING else topic,
        bound=values["bound"] if limited else None,
        above=values["side"] == "above",
        days=int(values["days"]),
        channel=None if channel == EVERY_CHANNEL else channel,
        cool_down=COOL_DOWNS[values["cool_down"]],
        paused=before.paused if before else False,
        origin=before.origin if before else "person",
    )
    rule = rule if before else replace(rule, name=name_for(rule) if rule.bound is not None or not limited else "?")
    if wrong := mistake(rule):
        _frame.warning(f"Not saved: {wrong}")
        return
    if _write(desk, lambda store: store.alert_rules.save(rule, desk.person), f"Saved: {in_words(rule)}"):
        st.rerun()
    notice()


def _try(desk: _frame.Desk, rule: AlertRule) -> None:
    try:
        st.session_state[_PREVIEW] = (rule, tuple(desk.preview_rule(rule)))
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)


def _pause(desk: _frame.Desk, rule: AlertRule) -> None:
    said = "watches again" if rule.paused else "is paused"
    _write(desk, lambda store: store.alert_rules.pause(rule.name, not rule.paused, desk.person), f"{rule.name} {said}")


def _remove(desk: _frame.Desk, rule: AlertRule) -> None:
    _write(desk, lambda store: store.alert_rules.remove(rule.name, desk.person), f"Removed: {rule.name}")


def _write(desk: _frame.Desk, work: Any, said: str) -> bool:
    try:
        with desk.store() as store:
            work(store)
    except EarshotError as error:
        st.session_state[_ERROR] = str(error)
        return False
    st.session_state[_SAID] = said
    return True
