"""Which rules a database begins with: those that come by themselves, and those of the configuration."""

from dataclasses import replace

from config import Config
from domain.alerting import AlertRule, RuleKind
from domain.errors import ConfigError
from domain.records import Role
from metrics.rules import mistake, name_for


def seeds(config: Config) -> tuple[AlertRule, ...]:
    """The rules that a database begins with: a day's and an hour's storm of complaints per own brand, then the file's.

    ConfigError where a rule of the file is no rule.
    """
    for rule in config.notify.rules:
        if wrong := mistake(rule):
            raise ConfigError(f"{config.path}: alert {rule.name!r}: {wrong}")
    own = [brand.name for brand in config.brands if brand.role == Role.OWN]
    return (*config.notify.rules, *(rule for brand in own for rule in _defaults(brand)))


def _defaults(brand: str) -> list[AlertRule]:
    found = []
    for kind in (RuleKind.SPIKE, RuleKind.HOURLY):
        rule = AlertRule(name="?", brand=brand, metric="negative_mentions", kind=kind, origin="default")
        found.append(replace(rule, name=name_for(rule)))
    return found
