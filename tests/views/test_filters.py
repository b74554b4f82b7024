"""The address as the filters' only truth: what is no choice is the default, what is one comes back as it was."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.measures import Scope
from views._filters import KEYS, Choices, Filters, ever, parse

TODAY = date(2026, 11, 21)
CHOICES = Choices(brands=("Acme", "Bolt"), sources=("app", "reddit"), segments=("Office",), today=TODAY)


def _again(filters: Filters) -> Filters:
    params = {k: v if isinstance(v, list) else [v] for k, v in filters.params().items()}
    return parse(params, CHOICES)


def test_an_empty_address_is_the_first_brand_and_thirty_days() -> None:
    found = parse({}, CHOICES)
    assert (found.brand, found.period, found.since, found.until) == ("Acme", "30d", date(2026, 10, 23), TODAY)
    assert found.params() == {}


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    found = parse({"period": ["7d"]}, CHOICES)
    before = found.before(found.public())
    assert (before.since, before.until) == (date(2026, 11, 8), date(2026, 11, 14))
    assert ever(before) == Scope(brand="Acme")


def test_every_choice_survives_the_address() -> None:
    params = {
        "brand": ["Bolt"],
        "period": ["custom"],
        "from": ["2026-01-01"],
        "to": ["2026-01-31"],
        "source": ["reddit", "app"],
        "segment": ["Office"],
    }
    found = parse(params, CHOICES)
    assert (found.brand, found.days, found.sources, found.segment) == ("Bolt", 31, ("app", "reddit"), "Office")
    assert _again(found) == found


def test_mentions_know_no_segment_and_surveys_no_source() -> None:
    found = parse({"source": ["app"], "segment": ["Office"]}, CHOICES)
    assert found.public().segment is None and found.public().sources == ("app",)
    assert found.asked().segment == "Office" and found.asked().sources == ()
    assert found.asked("Wave 1").sources == ("Wave 1",)


@given(st.dictionaries(st.sampled_from(KEYS), st.lists(st.text(), max_size=4)))
def test_no_address_can_break_the_filters(params: dict[str, list[str]]) -> None:
    found = parse(params, CHOICES)
    assert found.brand in CHOICES.brands and set(found.sources) <= set(CHOICES.sources)
    assert found.since <= found.until and found.segment in {None, "Office"}
    assert _again(found) == found


@given(st.dates(), st.dates())
def test_custom_days_are_taken_as_they_are_or_not_at_all(since: date, until: date) -> None:
    found = parse({"period": ["custom"], "from": [since.isoformat()], "to": [until.isoformat()]}, CHOICES)
    assert (found.since, found.until) == (since, until) or found.period == "30d"
