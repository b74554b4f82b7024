"""Reddit with a key: what praw's answers become, and how its failures are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import collectors
from collectors._http import Fetcher
from domain.errors import SourceError, SourceRefused, SourceUnavailable
from domain.records import Batch, Mention, Source
from tests.collectors.contract import last_cursor, mentions, world
from tests.collectors.reddit_service import (
    LOGIN,
    Thing,
    comment,
    listing,
    more,
    post,
    serve_info,
    serve_listing,
    serve_login,
)
from tests.wire import Asked, Reply, Wire, as_json, redirect

NEW = "/r/espresso/new"


def run(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    given = {"subreddits": ["espresso"], "base_url": wire.url, **options}
    source = Source(name="the-source", kind="reddit", options=given)
    return list(collectors.build(source, world(LOGIN)).collect(cursor))


def one(wire: Wire, **changes: object) -> Mention:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a", **changes)])
    (found,) = mentions(run(wire))
    return found


def paths(wire: Wire) -> list[str]:
    return [asked.path for asked in wire.asked]


def thread(*things: Thing, **changes: object) -> Reply:
    return as_json([listing([post("a", **changes)]), listing(things)])


def test_a_post_becomes_a_mention_with_all_that_reddit_says(wire: Wire) -> None:
    found = one(wire, title="Leaks", selftext="It leaks & drips", score=7, num_comments=3, crosspost_parent="t3_z")
    assert found == Mention(
        source="the-source",
        kind="reddit",
        external_id="t3_a",
        namespace="",
        title="Leaks",
        text="It leaks & drips",
        url="https://www.reddit.com/r/Espresso/comments/a/about/",
        author="someone",
        published_at=datetime.fromtimestamp(1_770_000_000, UTC),
        parent="t3_z",
        site="r/espresso",
        engagement={"score": 7, "comments": 3},
    )


def test_case_23_a_post_without_words_still_has_its_title_and_a_deleted_author_is_nobody(wire: Wire) -> None:
    found = one(wire, title="Only a link", selftext="", author="[deleted]", edited=True)
    assert (found.title, found.text, found.author) == ("Only a link", "", None)


def test_case_23_created_is_not_created_utc(wire: Wire) -> None:
    found = one(wire, created=1_770_028_800.0, created_utc=1_770_000_000.0)
    assert found.published_at == datetime.fromtimestamp(1_770_000_000, UTC)


def test_a_missing_field_costs_no_request(wire: Wire) -> None:
    serve_login(wire)
    bare = {"kind": "t3", "data": {"id": "a", "name": "t3_a", "title": "Bare", "subreddit": "Espresso"}}
    serve_listing(wire, NEW, [bare])
    (found,) = mentions(run(wire))
    assert (found.title, found.author, found.published_at) == ("Bare", None, None)
    assert paths(wire) == ["/api/v1/access_token", NEW]


def test_case_13_votes_and_counts_change_but_the_mention_is_the_same(wire: Wire) -> None:
    before, after = one(wire, score=1, num_comments=0), one(wire, score=900, num_comments=44)
    assert (before.external_id, before.namespace) == (after.external_id, after.namespace)
    assert after.engagement == {"score": 900, "comments": 44}


def test_case_14_subreddits_are_one_whatever_their_case(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a")])
    (found,) = mentions(run(wire, subreddits=["Espresso", "r/ESPRESSO", "/r/espresso/"]))
    assert found.site == "r/espresso"
    assert paths(wire).count(NEW) == 1


def test_a_post_found_by_subreddit_and_by_query_comes_once(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a")])
    wire.on("/r/all/search/", as_json(listing([post("a"), post("b")])))
    found = mentions(run(wire, queries=["acme NOT pie"]))
    assert [mention.external_id for mention in found] == ["t3_a", "t3_b"]
    asked = next(asked for asked in wire.asked if asked.path == "/r/all/search/")
    assert (asked.query["q"], asked.query["sort"]) == ("acme NOT pie", "new")


def test_the_first_run_reads_all_that_is_shown_and_later_ones_read_back_to_the_last(wire: Wire) -> None:
    things = [post(f"x{number}") for number in range(450)]
    serve_login(wire)
    serve_listing(wire, NEW, things[200:])
    first = run(wire, refresh=0)
    assert len(mentions(first)) == 250
    assert paths(wire).count(NEW) == 3
    serve_listing(wire, NEW, things)
    second = run(wire, last_cursor(first), refresh=0)
    assert {m.external_id for m in mentions(second)} >= {f"t3_x{number}" for number in range(200)}
    assert all(batch.complete for batch in second)
    assert paths(wire).count(NEW) == 3 + 3


def test_a_listing_that_shows_the_same_page_again_ends(wire: Wire) -> None:
    serve_login(wire)
    wire.on(NEW, as_json(listing([post(f"x{number}") for number in range(100)], "t3_x99")))
    assert len(mentions(run(wire))) == 100
    assert paths(wire).count(NEW) == 2


def test_a_later_page_that_is_refused_is_a_warning_on_a_first_run_and_a_gap_afterwards(wire: Wire) -> None:
    serve_login(wire)
    page = as_json(listing([post(f"x{number}") for number in range(100)], "t3_x99"))
    wire.on(NEW, page, Reply(status=404))
    first = run(wire)
    assert len(mentions(first)) == 100
    assert all(batch.complete for batch in first)
    assert any("only the 100 newest" in warning for batch in first for warning in batch.warnings)
    wire.on(NEW, as_json(listing([post(f"y{number}") for number in range(100)], "t3_y99")), Reply(status=404))
    serve_info(wire, [])
    second = run(wire, last_cursor(first))
    assert len(mentions(second)) == 100
    assert not all(batch.complete for batch in second)


def test_a_gap_is_told_where_the_listing_does_not_reach_back(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("old")])
    cursor = last_cursor(run(wire))
    serve_listing(wire, NEW, [post(f"x{number}") for number in range(1500)])
    batches = run(wire, cursor)
    assert len(mentions(batches)) == 1000
    assert not all(batch.complete for batch in batches)
    assert any("do not reach back" in warning for batch in batches for warning in batch.warnings)


def test_a_run_that_fails_on_a_later_page_moves_no_cursor_past_what_it_did_not_read(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("old")])
    cursor = last_cursor(run(wire))
    things = [post(f"x{number}") for number in range(250)] + [post("old")]
    serve_listing(wire, NEW, things)
    good: Callable[[Asked], Reply] = wire._answers[NEW][0]  # type: ignore[assignment]
    wire.on(NEW, good, Reply(status=503))
    kept: list[Batch] = []
    source = Source(name="s", kind="reddit", options={"subreddits": ["espresso"], "base_url": wire.url})
    with pytest.raises(SourceUnavailable):
        kept.extend(batch for batch in collectors.build(source, world(LOGIN)).collect(cursor))
    wire.on(NEW, good)
    again = run(wire, kept[-1].cursor if kept else cursor)
    assert {m.external_id for m in mentions(again)} == {str(thing["data"]["name"]) for thing in things}  # type: ignore[index]


def test_case_26_what_is_deleted_at_reddit_is_reported_deleted_and_what_is_edited_comes_again(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a", selftext="one"), post("b", selftext="two"), post("c", selftext="three")])
    cursor = last_cursor(run(wire))
    serve_listing(wire, NEW, [post("c", selftext="three")])
    edited = post("b", selftext="two, edited", edited=1_770_000_500.0)
    serve_info(wire, [post("a", selftext="[deleted]", author="[deleted]"), edited, post("c")])
    batches = run(wire, cursor)
    assert [name for batch in batches for name in batch.deleted] == ["t3_a"]
    assert {m.external_id: m.text for m in mentions(batches)} == {"t3_b": "two, edited", "t3_c": "three"}
    again = run(wire, last_cursor(batches))
    assert not any(batch.deleted for batch in again)


def test_case_26_a_known_item_that_its_listing_shows_as_removed_is_deleted(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a", selftext="one")])
    cursor = last_cursor(run(wire))
    serve_listing(wire, NEW, [post("a", selftext="[removed]")])
    batches = run(wire, cursor)
    assert ([n for b in batches for n in b.deleted], mentions(batches)) == (["t3_a"], [])


def test_what_was_reported_deleted_stays_so_while_listings_go_on_showing_it(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a", selftext="one")])
    cursor = last_cursor(run(wire))
    serve_listing(wire, NEW, [post("a", selftext="[removed]")])
    for expected in (["t3_a"], [], []):
        batches = run(wire, cursor)
        cursor = last_cursor(batches)
        assert [name for batch in batches for name in batch.deleted] == expected
        assert mentions(batches) == []
    serve_listing(wire, NEW, [post("a", selftext="one, approved again")])
    batches = run(wire, cursor)
    assert [m.text for m in mentions(batches)] == ["one, approved again"]
    serve_listing(wire, NEW, [post("a", selftext="[deleted]")])
    assert [name for batch in run(wire, last_cursor(batches)) for name in batch.deleted] == ["t3_a"]


def test_where_time_runs_out_the_next_run_begins_with_what_was_left_out(wire: Wire) -> None:
    serve_login(wire)
    names = ["espresso", "coffee", "tea"]
    for name in names:
        serve_listing(wire, f"/r/{name}/new", [post(name)])
    hurried = replace(world(LOGIN), fetcher=Fetcher(allow_private_addresses=True).within(9))
    source = Source(name="s", kind="reddit", options={"subreddits": names, "base_url": wire.url})
    cursor, found = None, []
    for _ in names:
        batches = list(collectors.build(source, hurried).collect(cursor))
        cursor = last_cursor(batches)
        found.append([m.external_id for m in mentions(batches)])
        assert all(batch.complete for batch in batches)
    assert found == [["t3_espresso"], ["t3_coffee"], ["t3_tea"]]


def test_a_deleted_account_deletes_no_words(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a", selftext="still here")])
    cursor = last_cursor(run(wire))
    serve_listing(wire, NEW, [post("a", selftext="still here", author="[deleted]")])
    batches = run(wire, cursor)
    assert not any(batch.deleted for batch in batches)
    assert [m.author for m in mentions(batches)] == [None]


def test_nothing_is_deleted_because_reddit_says_nothing_about_it(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a"), post("b")])
    cursor = last_cursor(run(wire))
    serve_listing(wire, NEW, [post("b")])
    serve_info(wire, [])
    assert not any(batch.deleted for batch in run(wire, cursor))


def test_comments_of_a_subreddit_come_with_their_parents(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a")])
    serve_listing(wire, "/r/espresso/comments/", [comment("c2", parent_id="t1_c1"), comment("c1", body="[removed]")])
    found = {m.external_id: m for m in mentions(run(wire, comments=True))}
    assert set(found) == {"t3_a", "t1_c1", "t1_c2"}
    assert (found["t1_c2"].parent, found["t1_c2"].title) == ("t1_c1", "")
    assert found["t1_c2"].url == "https://www.reddit.com/r/Espresso/comments/a/_/c2/"
    assert found["t1_c1"].text == "[removed]"


def test_a_thread_is_not_opened_where_the_listing_brought_all_its_comments(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, "/r/espresso/comments/", [comment("c1"), comment("c2")])
    serve_listing(wire, NEW, [post("a", num_comments=2)])
    run(wire, comments=True)
    assert "/comments/a/" not in paths(wire)


def test_a_thread_is_opened_for_a_post_that_a_query_found_and_again_only_when_it_grew(wire: Wire) -> None:
    serve_login(wire)
    wire.on("/r/all/search/", as_json(listing([post("a", num_comments=2)])))
    wire.on("/comments/a/", thread(comment("c1", replies=listing([comment("c2", parent_id="t1_c1")]))))
    serve_info(wire, [])
    first = run(wire, subreddits=[], queries=["acme"], comments=True)
    assert {m.external_id for m in mentions(first)} == {"t3_a", "t1_c1", "t1_c2"}
    again = run(wire, last_cursor(first), subreddits=[], queries=["acme"], comments=True)
    assert paths(wire).count("/comments/a/") == 1
    wire.on("/r/all/search/", as_json(listing([post("a", num_comments=3)])))
    run(wire, last_cursor(again), subreddits=[], queries=["acme"], comments=True)
    assert paths(wire).count("/comments/a/") == 2


def test_case_23_folded_comments_are_opened_within_a_budget_of_calls(wire: Wire) -> None:
    serve_login(wire)
    wire.on("/r/all/search/", as_json(listing([post("a", num_comments=9)])))
    wire.on("/comments/a/", thread(comment("c1"), more("c2", "c3"), more("c4")))
    opened = {"json": {"errors": [], "data": {"things": [comment("c2"), comment("c3")]}}}
    wire.on("/api/morechildren/", as_json(opened))
    batches = run(wire, subreddits=[], queries=["acme"], comments=True, comment_calls=2)
    assert {m.external_id for m in mentions(batches)} == {"t3_a", "t1_c1", "t1_c2", "t1_c3"}
    assert sum(batch.missed for batch in batches) == 1
    assert any("stayed folded" in warning for batch in batches for warning in batch.warnings)
    assert paths(wire).count("/api/morechildren/") == 1


def test_threads_beyond_the_budget_wait_for_the_next_run(wire: Wire) -> None:
    serve_login(wire)
    wire.on("/r/all/search/", as_json(listing([post("a", num_comments=1), post("b", num_comments=1)])))
    wire.on("/comments/a/", thread(comment("c1")))
    wire.on("/comments/b/", as_json([listing([post("b")]), listing([comment("c2", link_id="t3_b", parent_id="t3_b")])]))
    serve_info(wire, [])
    options = {"subreddits": [], "queries": ["acme"], "comments": True, "comment_calls": 1}
    first = run(wire, **options)
    assert any("wait for the next run" in warning for batch in first for warning in batch.warnings)
    assert all(batch.complete for batch in first)
    second = run(wire, last_cursor(first), **options)
    assert {m.external_id for m in mentions([*first, *second])} == {"t3_a", "t3_b", "t1_c1", "t1_c2"}


def test_a_thread_that_is_gone_is_a_warning_and_not_the_end(wire: Wire) -> None:
    serve_login(wire)
    wire.on("/r/all/search/", as_json(listing([post("a", num_comments=1)])))
    batches = run(wire, subreddits=[], queries=["acme"], comments=True)
    assert [m.external_id for m in mentions(batches)] == ["t3_a"]
    assert any("1 threads could not be read" in warning for batch in batches for warning in batch.warnings)


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ({"retry-after": "17"}, 17),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1e12"}, 86_400),
        ({"retry-after": "Sat, 01 Jan 2000 00:00:00 GMT"}, 0),
        ({"x-ratelimit-reset": "55", "x-ratelimit-remaining": "0"}, 55),
        ({}, None),
    ],
)
def test_case_19_a_429_ends_the_run_at_once_and_says_how_long_to_wait(
    wire: Wire, header: dict[str, str], wanted: float | None
) -> None:
    serve_login(wire)
    wire.on(NEW, Reply(status=429, headers=header, body=b"slow down"))
    with pytest.raises(SourceUnavailable) as error:
        run(wire, subreddits=["espresso", "coffee"])
    assert error.value.retry_after == wanted
    assert paths(wire) == ["/api/v1/access_token", NEW]


def test_a_single_server_error_is_healed_and_a_second_one_is_told(wire: Wire) -> None:
    serve_login(wire)
    wire.on(NEW, Reply(status=503), as_json(listing([post("a")])))
    assert len(mentions(run(wire))) == 1
    wire.on(NEW, Reply(status=502))
    asked = len(wire.asked)
    with pytest.raises(SourceUnavailable, match="502"):
        run(wire)
    assert paths(wire)[asked:] == ["/api/v1/access_token", NEW, NEW]


def test_case_19_a_limit_that_is_used_up_is_not_slept_through(wire: Wire) -> None:
    serve_login(wire)
    limit = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "480", "x-ratelimit-used": "100"}
    wire.on(NEW, Reply(body=as_json(listing([post("a")])).body, headers=limit))
    source = Source(name="s", kind="reddit", options={"subreddits": ["espresso", "coffee"], "base_url": wire.url})
    kept: list[Batch] = []
    with pytest.raises(SourceUnavailable, match="rate limit") as error:
        kept.extend(iter(collectors.build(source, world(LOGIN)).collect(None)))
    assert error.value.retry_after is not None
    assert 470 < error.value.retry_after <= 480


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (Reply(status=403, body=b'{"message": "Forbidden", "error": 403}'), SourceRefused, "r/espresso: .*403"),
        (Reply(status=404, body=b'{"message": "Not Found", "error": 404}'), SourceRefused, "r/espresso: .*404"),
        (Reply(status=401, body=b"{}"), SourceRefused, "401"),
        (redirect("/subreddits/search?q=espresso"), SourceRefused, "r/espresso: .*redirect"),
        (Reply(body=b"<html>blocked</html>"), SourceRefused, "block page"),
        (Reply(body=b""), SourceRefused, "r/espresso"),
        (Reply(body=b"null"), SourceRefused, "not JSON"),
        (Reply(body=b"{}"), SourceRefused, "not Reddit's"),
        (Reply(body=b"[]"), SourceRefused, "not Reddit's"),
        (Reply(body=b'{"kind": "Listing", "data": {}}'), SourceRefused, "not Reddit's"),
        (Reply(body=b'{"kind": "Listing", "data": {"children": [1]}}'), SourceRefused, "not Reddit's"),
        (Reply(body=b"[" * 100_000), SourceRefused, "r/espresso"),
        (Reply(status=400, body=b"Bad Request"), SourceRefused, "400"),
        (Reply(status=503), SourceUnavailable, "503"),
        (Reply(body=b'{"kind": "Listing"', cut=5, length=True), SourceError, "r/espresso"),
    ],
)
def test_case_16_every_failure_is_a_source_error_that_names_the_subreddit(
    wire: Wire, reply: Reply, kind: type[SourceError], said: str
) -> None:
    serve_login(wire)
    wire.on(NEW, reply)
    with pytest.raises(kind, match=said):
        run(wire)


@pytest.mark.parametrize("reply", [Reply(status=401, body=b"{}"), as_json({"error": "invalid_grant"})])
def test_a_wrong_key_is_asked_once_and_says_which_variables_to_check(wire: Wire, reply: Reply) -> None:
    wire.on("/api/v1/access_token", reply)
    with pytest.raises(SourceRefused, match="REDDIT_CLIENT_SECRET") as error:
        run(wire, subreddits=["espresso", "coffee", "tea"])
    assert len(wire.asked) == 1
    assert "a-secret" not in str(error.value)


def test_case_17_one_private_subreddit_does_not_hide_the_others(wire: Wire) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a")])
    wire.on("/r/hidden/new", Reply(status=403, body=b"{}"))
    batches = run(wire, subreddits=["hidden", "espresso"])
    assert [m.external_id for m in mentions(batches)] == ["t3_a"]
    assert not all(batch.complete for batch in batches)
    assert any("r/hidden" in warning for batch in batches for warning in batch.warnings)


def test_a_praw_ini_in_the_working_directory_redirects_nothing(
    wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "praw.ini").write_text(
        "[DEFAULT]\noauth_url=http://127.0.0.1:1\nuser_agent=x\nusername=a\npassword=b\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("praw_username", "somebody")
    monkeypatch.setenv("praw_password", "hidden")
    monkeypatch.setenv("praw_site", "elsewhere")
    serve_login(wire)
    serve_listing(wire, NEW, [post("a")])
    assert len(mentions(run(wire))) == 1
    assert b"client_credentials" in wire.asked[0].body
    assert "earshot tests by nobody" in wire.asked[1].headers["user-agent"]


def test_a_private_address_is_refused_with_a_key_too(wire: Wire) -> None:
    source = Source(name="s", kind="reddit", options={"subreddits": ["espresso"], "base_url": wire.url})
    strict = collectors.World(environment=LOGIN)
    with pytest.raises(SourceRefused):
        list(collectors.build(source, strict).collect(None))
    assert wire.asked == []


@pytest.mark.parametrize(
    "cursor", ["", "{", "[]", "null", '{"anchors": 3}', '{"pending": {"a": "x"}}', '{"turn": "x"}']
)
def test_a_spoilt_cursor_begins_anew(wire: Wire, cursor: str) -> None:
    serve_login(wire)
    serve_listing(wire, NEW, [post("a")])
    assert len(mentions(run(wire, cursor))) == 1
