"""[[case_rule]] and the owners' channels as values: what opens a case, where a case is looked up, who is told how."""

from pathlib import Path

from config.tables import CaseRuleTable, FileTable
from domain.cases import DEFAULT_RULES, CaseRule, Priority, Trigger
from domain.errors import ConfigError

_SURE = 0.9
_MOST = {Trigger.STARS: 2.0, Trigger.NPS: 6.0, Trigger.NEGATIVE: _SURE, Trigger.INTENT: 0.0}


def case_rules(file: FileTable, path: Path) -> tuple[CaseRule, ...]:
    """The file's own rules, else the default ones unless they are off; ConfigError names the rule and the remedy."""
    names = [rule.name for rule in file.case_rule]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise ConfigError(f"{path}: two case rules are called {doubled[0]!r}; names must differ")
    if file.case_rule:
        return tuple(_rule(rule, file, path) for rule in file.case_rule)
    return DEFAULT_RULES if file.case_rules == "default" else ()


def _rule(written: CaseRuleTable, file: FileTable, path: Path) -> CaseRule:
    where = f"{path}: case rule {written.name!r}"
    known = [brand.name for brand in file.brand]
    if written.brand is not None and written.brand not in known:
        raise ConfigError(f"{where}: no brand {written.brand!r}; known: {', '.join(known) or 'none'}")
    trigger = Trigger(written.when)
    if written.at_most is not None and trigger not in {Trigger.STARS, Trigger.NPS}:
        raise ConfigError(f'{where}: at_most belongs to when = "stars" or when = "nps"')
    if written.confidence is not None and trigger != Trigger.NEGATIVE:
        raise ConfigError(f'{where}: confidence belongs to when = "negative"')
    if written.intent is not None and trigger != Trigger.INTENT:
        raise ConfigError(f'{where}: intent belongs to when = "intent"')
    given = written.confidence if trigger == Trigger.NEGATIVE else written.at_most
    return CaseRule(
        name=written.name,
        trigger=trigger,
        limit=_MOST[trigger] if given is None else given,
        intent=written.intent or "churn_risk",
        brand=written.brand,
        owner=written.owner,
        priority=Priority(written.priority),
        due_days=written.due_days,
        days=written.days,
    )
