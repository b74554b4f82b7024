"""The rules that alerts go by: seeded by defaults and the configuration, kept and edited here."""

from collections.abc import Sequence
from datetime import UTC, datetime

import duckdb

from domain.alerting import AlertRule, RuleKind
from storage.writes.audit import log

RULE_COLUMNS = "name, brand, metric, kind, topic, bound, above, days, channel, cool_down, paused, origin"


_AS_THEY_ARE = tuple(RULE_COLUMNS.split(", "))


def rule_of(row: Sequence[object]) -> AlertRule:
    """A rule from a row of RULE_COLUMNS."""
    name, brand, metric, kind, topic, bound, above, days, channel, cool_down, paused, origin = row
    return AlertRule(
        name=str(name),
        brand=str(brand),
        metric=str(metric),
        kind=RuleKind(str(kind)),
        topic=None if topic is None else str(topic),
        bound=None if bound is None else float(str(bound)),
        above=bool(above),
        days=int(str(days)),
        channel=None if channel is None else str(channel),
        cool_down=float(str(cool_down)),
        paused=bool(paused),
        origin=str(origin),
    )


class AlertRules:
    """Rules by name."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def seed(self, rules: Sequence[AlertRule]) -> None:
        """Add the rules whose names were never there; one that a person changed or removed stays as it is."""
        known = {row[0] for row in self._con.execute("select name from alert_rules").fetchall()}
        for rule in rules:
            if rule.name not in known:
                known.add(rule.name)
                self._insert(rule, datetime.now(UTC).replace(tzinfo=None))

    def list(self) -> list[AlertRule]:
        """Every rule that was not removed, by brand and name."""
        rows = self._con.execute(
            f"select {RULE_COLUMNS} from alert_rules where not removed order by brand, name"  # noqa: S608
        ).fetchall()
        return [rule_of(row) for row in rows]

    def save(self, rule: AlertRule, person: str = "") -> None:
        """Keep a rule in place of the one with its name; logged."""
        detail: dict[str, object] = {
            name: getattr(rule, name) for name in _AS_THEY_ARE if name not in {"name", "origin"}
        }
        now = log(self._con, person, "alert rule", rule.name, detail)
        self._con.execute("delete from alert_rules where name = $name", {"name": rule.name})
        self._insert(rule, now)

    def pause(self, name: str, paused: bool, person: str = "") -> None:
        """Let a rule rest, or work again; logged."""
        now = log(self._con, person, "alert rule", name, {"paused": paused})
        values = {"name": name, "paused": paused, "now": now}
        self._con.execute("update alert_rules set paused = $paused, changed_at = $now where name = $name", values)

    def remove(self, name: str, person: str = "") -> None:
        """Take a rule away for good: neither defaults nor the configuration bring it back; logged."""
        now = log(self._con, person, "alert rule", name, {"removed": True})
        self._con.execute(
            "update alert_rules set removed = true, changed_at = $now where name = $name", {"name": name, "now": now}
        )

    def _insert(self, rule: AlertRule, now: datetime) -> None:
        self._con.execute(
            """
            insert into alert_rules values ($name, $brand, $metric, $kind, $topic, $bound, $above, $days, $channel,
                $cool_down, $paused, false, $origin, $now)
            """,
            {name: getattr(rule, name) for name in _AS_THEY_ARE} | {"kind": str(rule.kind), "now": now},
        )
