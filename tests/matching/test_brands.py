"""Which brands a mention belongs to, and what a changed query would change."""

from dataclasses import replace

from domain.records import Brand, Mention, Role
from matching import match_brands, preview

ACME = Brand(name="Acme", query="acme")
BOLT = Brand(name="Bolt", query="bolt")
FEED = Brand(name="Feed")


def mention(text: str, **changes: str) -> Mention:
    return Mention(source="s", kind="rss", external_id=text, text=text, **changes)  # type: ignore[arg-type]


def test_a_mention_belongs_to_every_brand_that_it_names_in_the_order_of_the_brands() -> None:
    assert match_brands([ACME, BOLT], mention("Bolt beats Acme"), ()) == ("Acme", "Bolt")


def test_a_source_that_lists_brands_is_for_those_alone() -> None:
    assert match_brands([ACME, BOLT], mention("Bolt beats Acme"), ("Bolt",)) == ("Bolt",)


def test_a_brand_without_a_query_keeps_everything_of_its_own_sources_and_nothing_of_others() -> None:
    assert match_brands([FEED], mention("whatever"), ("Feed",)) == ("Feed",)
    assert match_brands([replace(FEED, role=Role.COMPETITOR)], mention("whatever"), ()) == ()
    assert match_brands([FEED, ACME], mention("whatever"), ("Acme",)) == ()


def test_a_source_that_lists_no_brand_is_our_own_brands() -> None:
    assert match_brands([FEED, ACME], mention("whatever"), ()) == ("Feed",)


def test_a_listed_brand_with_a_query_still_needs_to_be_named() -> None:
    assert match_brands([ACME, FEED], mention("whatever"), ("Acme", "Feed")) == ("Feed",)


def test_case_14_a_subreddit_is_matched_whatever_its_case() -> None:
    brand = Brand(name="Acme", query="subreddit:EsPresso NOT author:bot")
    assert match_brands([brand], mention("x", site="r/espresso"), ()) == ("Acme",)
    assert match_brands([brand], mention("x", site="r/espresso", author="Bot"), ()) == ()


def test_a_site_is_taken_from_the_address() -> None:
    brand = Brand(name="Acme", query="site:example.org")
    assert match_brands([brand], mention("x", url="https://news.example.org/1"), ()) == ("Acme",)


def test_case_27_a_preview_says_what_a_changed_query_adds_and_drops() -> None:
    both, pie, phone = mention("acme phone"), mention("acme pie"), mention("a phone")
    assert preview("acme", "phone", [both, pie, phone]) == ((phone,), (pie,))
    assert preview("acme", "acme", [both, pie, phone]) == ((), ())
    assert preview(None, "acme", [both, pie, phone]) == ((), (phone,))
    assert preview("acme", None, [both, pie, phone]) == ((phone,), ())
