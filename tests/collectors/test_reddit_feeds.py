"""Reddit without a key: feeds within one budget of requests, which is the normal way."""

import logging
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import collectors
from collectors._reddit_budget import Budget
from domain.errors import SourceRefused, SourceUnavailable
from domain.records import Batch, Mention, Source
from tests.collectors.contract import NOW, last_cursor, mentions, world
from tests.collectors.reddit_service import atom, entry
from tests.wire import Reply, Wire

NEW, COMMENTS = "/r/espresso/new/.rss", "/r/espresso/comments/.rss"


def run(
    wire: Wire,
    cursor: str | None = None,
    *,
    later: timedelta = timedelta(0),
    environment: Mapping[str, str] | None = None,
    name: str = "the-source",
    **options: object,
) -> list[Batch]:
    given = {"subreddits": ["espresso"], "base_url": wire.url, "requests_per_minute": 600, **options}
    there = replace(world(environment), clock=lambda: NOW + later)
    return list(collectors.build(Source(name=name, kind="reddit", options=given), there).collect(cursor))


def warnings(batches: list[Batch]) -> str:
    return "\n".join(warning for batch in batches for warning in batch.warnings)


def paths(wire: Wire) -> list[str]:
    return [asked.path for asked in wire.asked]


def test_a_post_of_a_feed_has_the_same_identity_as_by_the_api(wire: Wire) -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    wire.on(NEW, atom([entry("t3_a1", title="Help & advice", words="It leaks & drips", at=at)]))
    (found,) = mentions(run(wire))
    assert found == Mention(
        source="the-source",
        kind="reddit",
        external_id="t3_a1",
        namespace="",
        title="Help & advice",
        text="It leaks & drips",
        url="https://www.reddit.com/r/Espresso/comments/a1/a_title/",
        author="someone",
        published_at=at,
        site="r/espresso",
    )


def test_case_22_a_post_that_is_only_a_link_has_no_words_of_reddits_own(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a1", title="My setup")]))
    (found,) = mentions(run(wire))
    assert (found.title, found.text) == ("My setup", "")


def test_case_22_words_like_reddits_own_stay_where_a_person_wrote_them(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a1", words="This was submitted by /u/acme [link] [comments]")]))
    (found,) = mentions(run(wire))
    assert found.text == "This was submitted by /u/acme [link] [comments]"


def test_a_comment_has_its_post_as_parent_and_no_title(wire: Wire) -> None:
    wire.on(NEW, atom([]))
    wire.on(COMMENTS, atom([entry("t1_c9", title="/u/someone on A title", words="Mine too")]))
    (found,) = mentions(run(wire, comments=True))
    assert (found.external_id, found.parent, found.title, found.text) == ("t1_c9", "t3_a", "", "Mine too")


def test_case_23_a_deleted_author_is_nobody(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a1", author="/u/[deleted]"), entry("t3_a2", author="[deleted]")]))
    assert [m.author for m in mentions(run(wire))] == [None, None]


def test_case_14_subreddits_are_joined_into_one_feed_whatever_their_case(wire: Wire) -> None:
    wire.on("/r/espresso+coffee/new/.rss", atom([entry("t3_a"), entry("t3_b", place="COFFEE")]))
    found = mentions(run(wire, subreddits=["Espresso", "r/Coffee", "COFFEE"]))
    assert sorted(m.site or "" for m in found) == ["r/coffee", "r/espresso"]
    assert paths(wire) == ["/r/espresso+coffee/new/.rss"]
    assert wire.asked[0].query["limit"] == "100"


def test_a_search_is_a_feed_too_and_a_post_found_twice_comes_once(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a")]))
    wire.on("/search.rss", atom([entry("t5_x", title="a community"), entry("t3_a"), entry("t3_b")]))
    found = mentions(run(wire, queries=["acme & co"]))
    assert sorted(m.external_id for m in found) == ["t3_a", "t3_b"]
    assert wire.asked[1].query["q"] == "acme & co"


def test_what_is_missed_without_a_key_is_said_once_a_run(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a")]))
    wire.on(COMMENTS, atom([]))
    assert warnings(run(wire, comments=True)).count("scores, edits, deletions") == 1


def test_the_default_budget_is_one_request_a_minute_for_all_sources_of_the_process(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a")]))
    wire.on(COMMENTS, atom([entry("t1_c")]))
    first = run(wire, comments=True, requests_per_minute=1)
    other = run(wire, name="another", requests_per_minute=1)
    assert paths(wire) == [NEW]
    assert "comments of r/espresso" in warnings(first)
    assert "used up" in warnings(other)
    assert mentions(other) == []
    assert all(batch.complete for batch in [*first, *other])


def test_the_next_run_goes_on_with_the_feed_that_the_budget_left_out(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a")]))
    wire.on(COMMENTS, atom([entry("t1_c")]))
    cursor, asked = None, []
    for minute in range(0, 8, 2):
        batches = run(wire, cursor, later=timedelta(minutes=minute), comments=True, requests_per_minute=1)
        cursor = last_cursor(batches)
        asked.append([m.external_id for m in mentions(batches)])
    assert asked == [["t3_a"], ["t1_c"], ["t3_a"], ["t1_c"]]


def test_a_run_without_budget_keeps_its_place(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a")]))
    wire.on(COMMENTS, atom([entry("t1_c")]))
    options: dict[str, object] = {"comments": True, "requests_per_minute": 1}
    cursor = last_cursor(run(wire, **options))
    cursor = last_cursor(run(wire, cursor, later=timedelta(seconds=30), **options))
    assert paths(wire) == [NEW]
    run(wire, cursor, later=timedelta(seconds=90), **options)
    assert paths(wire) == [NEW, COMMENTS]


def test_of_several_sources_the_one_that_went_without_goes_first_next_time(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a")]))
    cursors: dict[str, str | None] = {"one": None, "two": None}
    options = {"subreddits": ["espresso"], "base_url": wire.url}

    def turn(name: str) -> bool:
        batches = list(built[name].collect(cursors[name]))
        cursors[name] = last_cursor(batches)
        return bool(mentions(batches))

    winners = []
    for hour in range(4):
        moment = NOW + timedelta(hours=hour)
        there = replace(world(), clock=lambda at=moment: at, sleep=lambda seconds: time.sleep(seconds / 10))
        built = {name: collectors.build(Source(name=name, kind="reddit", options=options), there) for name in cursors}
        with ThreadPoolExecutor(2) as pool:
            served = dict(zip(cursors, pool.map(turn, list(cursors)), strict=True))
        assert sorted(served.values()) == [False, True]
        winners.append(max(served, key=lambda name: served[name]))
    assert all(one != next_one for one, next_one in pairwise(winners))


def test_a_window_without_overlap_with_the_last_one_is_incomplete(wire: Wire) -> None:
    wire.on(NEW, atom([entry("t3_a"), entry("t3_b")]))
    cursor = last_cursor(run(wire))
    wire.on(NEW, atom([entry("t3_y"), entry("t3_z")]))
    (batch,) = run(wire, cursor)
    assert (len(batch.mentions), batch.complete) == (2, False)
    wire.on(NEW, atom([entry("t3_x"), entry("t3_y")]))
    assert run(wire, batch.cursor)[0].complete


def test_a_feed_that_lost_all_its_entries_is_not_believed_but_an_empty_new_one_is(wire: Wire) -> None:
    wire.on(NEW, atom([]))
    assert run(wire)[0].complete
    wire.on(NEW, atom([entry("t3_a")]))
    cursor = last_cursor(run(wire))
    wire.on(NEW, atom([]))
    (batch,) = run(wire, cursor)
    assert not batch.complete
    wire.on(NEW, atom([entry("t3_b"), entry("t3_a")]))
    assert run(wire, batch.cursor)[0].complete


def test_case_19_a_429_makes_every_reddit_source_wait(wire: Wire) -> None:
    wire.on(NEW, Reply(status=429, headers={"retry-after": "300"}), atom([entry("t3_a")]))
    with pytest.raises(SourceUnavailable, match="r/espresso") as error:
        run(wire)
    assert error.value.retry_after == 300
    assert mentions(run(wire, later=timedelta(seconds=200), name="another")) == []
    assert len(mentions(run(wire, later=timedelta(seconds=301)))) == 1
    assert len(wire.asked) == 2


def test_case_19_a_limit_that_an_answer_says_is_used_up_is_obeyed(wire: Wire) -> None:
    good = atom([entry("t3_a")])
    wire.on(NEW, replace(good, headers={**good.headers, "x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "90"}))
    wire.on(COMMENTS, atom([entry("t1_c")]))
    assert [m.external_id for m in mentions(run(wire, comments=True))] == ["t3_a"]
    assert paths(wire) == [NEW]


def test_case_17_a_feed_that_is_refused_neither_hides_the_others_nor_is_asked_for_ever(wire: Wire) -> None:
    wire.on(NEW, Reply(status=403))
    wire.on("/search.rss", atom([entry("t3_b")]))
    batches = run(wire, queries=["acme"])
    assert [m.external_id for m in mentions(batches)] == ["t3_b"]
    assert not all(batch.complete for batch in batches)
    assert "r/espresso" in warnings(batches)
    kept: list[Batch] = []
    there = replace(world(), clock=lambda: NOW + timedelta(hours=1))
    options = {"subreddits": ["espresso"], "queries": ["acme"], "base_url": wire.url}
    with pytest.raises(SourceRefused, match="403"):
        for batch in collectors.build(Source(name="s", kind="reddit", options=options), there).collect(None):
            kept.append(batch)
    again = run(wire, kept[-1].cursor, later=timedelta(hours=2), queries=["acme"], requests_per_minute=1)
    assert [m.external_id for m in mentions(again)] == ["t3_b"]


def test_a_feed_of_something_else_is_refused(wire: Wire) -> None:
    wire.on(NEW, atom(["<entry><id>urn:x</id><title>News</title><link href='https://example.org/1'/></entry>"]))
    with pytest.raises(SourceRefused, match="no posts or comments of Reddit"):
        run(wire)


@pytest.mark.parametrize(
    ("environment", "sent"),
    [
        ({"REDDIT_FEED_TOKEN": "s3cr3t", "REDDIT_FEED_USER": "me"}, {"feed": "s3cr3t", "user": "me"}),
        ({"REDDIT_FEED_TOKEN": "s3cr3t"}, {"feed": "s3cr3t"}),
        ({"REDDIT_FEED_TOKEN": "https://www.reddit.com/.rss?feed=s3cr3t&user=me"}, {"feed": "s3cr3t", "user": "me"}),
        ({}, {}),
    ],
)
def test_a_personal_feed_token_is_sent_but_never_kept_shown_or_logged(
    wire: Wire, environment: dict[str, str], sent: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.on(NEW, atom([entry("t3_a")]), Reply(status=403))
    batches = run(wire, environment=environment)
    assert {key: wire.asked[0].query[key] for key in ("feed", "user") if key in wire.asked[0].query} == sent
    assert "s3cr3t" not in repr(batches)
    with pytest.raises(SourceRefused) as error:
        run(wire, environment=environment)
    assert "s3cr3t" not in str(error.value)
    assert "s3cr3t" not in caplog.text


def test_older_feeds_without_fullnames_are_read_by_their_links(wire: Wire) -> None:
    link = "https://www.reddit.com/r/funny/comments/3SKxqc/a_title"
    items = "".join(
        f"<item><title>T</title><link>{one}</link><guid isPermaLink='true'>{one}</guid></item>"
        for one in (f"{link}/", f"{link}/cu5u0o9/", f"{link}/cu5u0o9/?context=3")
    )
    wire.on(NEW, f"<rss version='2.0'><channel><title>r</title>{items}</channel></rss>".encode())
    assert sorted(m.external_id for m in mentions(run(wire))) == ["t1_cu5u0o9", "t3_3skxqc"]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "written"), [("reddit.rss", 4), ("reddit-atom.rss", 3)])
def test_the_saved_feeds_of_reddit_give_every_post_without_reddits_own_words(
    wire: Wire, shared: Path, name: str, written: int
) -> None:
    wire.on(NEW, (shared / "feeds" / "rss_parser" / name).read_bytes())
    found = mentions(run(wire))
    assert len({m.external_id for m in found}) == len(found) == 24
    assert all(m.external_id.startswith("t3_") and m.title and m.url and m.published_at for m in found)
    assert all((m.site or "").startswith("r/") for m in found)
    assert not [m.text for m in found if "submitted by" in m.text or "[link]" in m.text]
    assert sum(bool(m.text) for m in found) == written


class TestBudget:
    def test_it_counts_each_host_by_itself_over_a_sliding_minute(self) -> None:
        budget = Budget()
        assert [budget.take("a", 2, now) for now in (0, 1, 2, 59, 60, 61, 61)] == [
            True,
            True,
            False,
            False,
            True,
            True,
            False,
        ]
        assert budget.take("b", 2, 61)

    def test_less_than_one_a_minute_means_longer_than_a_minute(self) -> None:
        budget = Budget()
        assert [budget.take("a", 0.5, now) for now in (0, 61, 119, 120)] == [True, False, False, True]

    def test_a_clock_that_was_set_back_blocks_nobody(self) -> None:
        budget = Budget()
        assert budget.take("a", 1, 1_000_000)
        assert budget.take("a", 1, 5)

    def test_a_rest_is_never_longer_than_a_day(self) -> None:
        budget = Budget()
        budget.rest("a", float("inf"), 0)
        assert [budget.take("a", 1, now) for now in (0, 86_399, 86_400)] == [False, False, True]
