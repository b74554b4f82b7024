"""[notify] and [[alert]] as values: where messages go by name of variable, and the rules that the file seeds."""

from pathlib import Path

from config.tables import AlertTable, FileTable
from domain.alerting import AlertRule, Notify, RuleKind
from domain.errors import ConfigError


def notify(file: FileTable, path: Path) -> Notify:
    """What the file says about alerts; ConfigError names the rule and what to write instead."""
    doubled = sorted({a.name for a in file.alert if [b.name for b in file.alert].count(a.name) > 1})
    if doubled:
        raise ConfigError(f"{path}: two alerts are called {doubled[0]!r}; names must differ")
    return Notify(
        channels=tuple(dict.fromkeys(file.notify.channels)),
        after_failures=file.notify.after_failures,
        owners=dict(file.notify.owners),
        rules=tuple(_rule(alert, file, path) for alert in file.alert),
    )


def _rule(alert: AlertTable, file: FileTable, path: Path) -> AlertRule:
    where = f"{path}: alert {alert.name!r}"
    bounds = [bound for bound in (alert.above, alert.below) if bound is not None]
    kind = RuleKind(alert.rule)
    if kind == RuleKind.THRESHOLD and len(bounds) != 1:
        raise ConfigError(f'{where}: a rule "threshold" needs above = NUMBER or below = NUMBER')
    if kind != RuleKind.THRESHOLD and bounds:
        raise ConfigError(f'{where}: above and below belong to rule = "threshold"')
    if alert.channel and alert.channel not in file.notify.channels:
        known = ", ".join(file.notify.channels) or "none"
        raise ConfigError(f"{where}: no channel {alert.channel!r} in [notify] channels; known: {known}")
    return AlertRule(
        name=alert.name,
        brand=_brand(alert, file, where),
        metric=alert.metric,
        kind=kind,
        topic=alert.topic,
        bound=bounds[0] if bounds else None,
        above=alert.above is not None,
        days=alert.days,
        channel=alert.channel,
        cool_down=alert.cool_down,
        paused=alert.paused,
        origin="config",
    )


def _brand(alert: AlertTable, file: FileTable, where: str) -> str:
    names = [brand.name for brand in file.brand]
    own = [brand.name for brand in file.brand if brand.role == "own"]
    if alert.brand is None and own:
        return own[0]
    if alert.brand in names and alert.brand is not None:
        return alert.brand
    raise ConfigError(f"{where}: no brand {alert.brand!r}; known: {', '.join(names) or 'none; add a [[brand]] table'}")
