"""The page Alerts: channels are tried, rules previewed, paused, changed, added; what fired opens its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from domain.alerting import AlertEvent, AlertRule, Direction, Fired, RuleKind
from storage.connection import Database
from tests.alerting import NOW, rule
from tests.views import world
from tests.views.page import opened, text

DAY = date(2026, 5, 5)
HOSTILE = "<img src=x onerror=alert(1)>"


@dataclass(frozen=True)
class Desk(world.Desk):
    """A desk with one channel, whose rules all fired once."""

    @property
    def channels(self) -> tuple[str, ...]:
        return ("EARSHOT_NOTIFY_TEAM",)

    def try_channel(self, channel: str) -> str | None:
        return None

    def preview_rule(self, rule: AlertRule) -> list[Fired]:
        return [
            Fired(
                day=DAY, since=DAY, direction=Direction.UP, observed=64, expected=18, low=49, high=82, n=64, basis="so"
            )
        ]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Database]:
    """One rule, one event that was sent to nobody yet, one that was held back."""
    database = world.empty(tmp_path)
    event = AlertEvent(
        key="1", rule=HOSTILE, subject="s", kind="spike", since=DAY, day=DAY, title="▲ Acme 64", body="Usual: 18.\nhttp://x/y",
        brand="Acme Espresso", label="negative", channels=("EARSHOT_NOTIFY_TEAM",),
    )  # fmt: skip
    held = AlertEvent(
        key="2", rule="health", subject="forum", kind="failure", day=DAY, title="✕ forum", body="403", held="cool-down"
    )
    with database.write(publish=True) as store:
        store.alert_rules.seed([rule(name="storm", brand="Acme Espresso")])
        store.alert_events.add([event, held], NOW)
        delivery = store.alert_events.due(NOW)[0]
        store.alert_events.trying(delivery.delivery_id)
        store.alert_events.failed(delivery.delivery_id, "the service answered 500", next_try=NOW)
    yield database
    database.close()


def test_what_fired_says_why_opens_its_rows_and_whether_it_arrived(told: Database) -> None:
    page = text(opened("alerts", told, DAY, desk=Desk(told)))
    assert "▲ Acme 64" in page and "Usual: 18." in page and "http://x/y" not in page
    assert "from=2026-05-05&amp;to=2026-05-05&amp;label=negative" in page
    assert "▲ 0 of 1 sent" in page and "○ Not sent" in page and "cool-down" in page
    assert "1 try: the service answered 500" in page
    assert HOSTILE not in page and "&lt;img src=x" in page


def test_a_channel_is_tried_by_name(told: Database) -> None:
    app = opened("alerts", told, DAY, desk=Desk(told))
    app.button(key="test-EARSHOT_NOTIFY_TEAM").click().run()
    assert "EARSHOT_NOTIFY_TEAM took the test message" in text(app)


def test_without_a_channel_the_page_says_what_to_write(told: Database) -> None:
    page = text(opened("alerts", told, DAY))
    assert "No channel is configured" in page and "[notify]" in page


def test_a_preview_shows_what_would_have_fired(told: Database) -> None:
    app = opened("alerts", told, DAY, desk=Desk(told))
    app.button(key="rule-preview").click().run()
    page = text(app)
    assert "it would have fired 1 time" in page and "▲ 64" in page and "49 to 82" in page


def test_a_rule_is_paused_changed_and_removed(told: Database) -> None:
    app = opened("alerts", told, DAY, desk=Desk(told))
    app.button(key="rule-pause").click().run()
    assert "❙❙ Paused" in text(app)
    app.selectbox(key="Fires when it is|storm").set_value(RuleKind.THRESHOLD)
    app.number_input(key="bound|storm").set_value(40.0)
    next(b for b in app.button if b.label == "Save").click().run()
    assert not app.exception
    assert _rules(told) == [rule(RuleKind.THRESHOLD, name="storm", brand="Acme Espresso", bound=40.0, paused=True)]
    app.button(key="rule-remove").click().run()
    assert _rules(told) == []


def test_a_rule_is_added_with_a_name_of_its_own_and_a_wrong_one_is_refused(told: Database) -> None:
    app = opened("alerts", told, DAY, desk=Desk(told))
    app.selectbox(key="es_alert_rule").set_value("a new rule").run()
    app.selectbox(key="Fires when it is|a new rule").set_value(RuleKind.HOURLY)
    app.selectbox(key="Figure|a new rule").set_value("nps")
    next(b for b in app.button if b.label == "Add").click().run()
    assert "Not saved: an hourly rule watches one of" in text(app)
    app.selectbox(key="Figure|a new rule").set_value("mentions")
    next(b for b in app.button if b.label == "Add").click().run()
    assert not app.exception
    added = next(r for r in _rules(told) if r.name != "storm")
    assert (added.name, added.origin, added.kind) == ("Acme Espresso: mentions, hourly", "person", RuleKind.HOURLY)


def _rules(database: Database) -> list[AlertRule]:
    with database.read() as queries:
        return queries.alerts.rules()
