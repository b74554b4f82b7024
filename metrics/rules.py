"""Alert rules in words: a name that says what a rule does, and what is wrong with one that is none."""

from domain.alerting import AlertRule, RuleKind
from metrics.watch import HOURLY, WATCHED

LONGEST_NAME = 120
_VERBS = {
    RuleKind.SPIKE: "more than usual on a day",
    RuleKind.DIP: "less than usual on a day",
    RuleKind.HOURLY: "more than usual in an hour",
}


def mistake(rule: AlertRule) -> str | None:
    """What is wrong with a rule and what to write instead; None where nothing is."""
    if not rule.name.strip() or len(rule.name) > LONGEST_NAME:
        return f"a rule needs a name of 1 to {LONGEST_NAME} characters"
    if rule.metric not in WATCHED:
        return f"no metric {rule.metric!r}; known: {', '.join(WATCHED)}"
    if rule.kind == RuleKind.HOURLY and rule.metric not in HOURLY:
        return f"an hourly rule watches one of {', '.join(sorted(HOURLY))}"
    if rule.kind == RuleKind.THRESHOLD and rule.bound is None:
        return "a threshold needs a limit"
    if not 1 <= rule.days <= 366:
        return "a period has 1 to 366 days"
    return "a cool-down cannot be negative" if rule.cool_down < 0 else None


def name_for(rule: AlertRule) -> str:
    """A name that says what the rule does, the same every time; a stranger's words may be in it."""
    topic = f", {rule.topic}" if rule.topic else ""
    limit = f" {'above' if rule.above else 'below'} {rule.bound:g}" if rule.kind == RuleKind.THRESHOLD else ""
    days = f", {rule.days} days" if rule.kind in {RuleKind.THRESHOLD, RuleKind.CHANGE} else ""
    return f"{rule.brand}: {_figure(rule)}{topic}, {rule.kind}{limit}{days}"[:LONGEST_NAME]


def in_words(rule: AlertRule) -> str:
    """What a rule fires on, as a person would say it; a stranger's words may be in it."""
    figure = _figure(rule) + (f" about {rule.topic}" if rule.topic else "")
    days = "1 day" if rule.days == 1 else f"{rule.days} days"
    if rule.kind == RuleKind.THRESHOLD and rule.bound is not None:
        return f"{figure} {'above' if rule.above else 'below'} {rule.bound:g} over {days}"
    if rule.kind == RuleKind.CHANGE:
        return f"{figure} changed against the {days} before"
    return f"{figure}, {_VERBS.get(rule.kind, 'changed')}"


def _figure(rule: AlertRule) -> str:
    title = WATCHED[rule.metric].title if rule.metric in WATCHED else rule.metric
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
