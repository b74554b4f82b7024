"""Reddit's own recorded answers, replayed to the collector from this machine."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import collectors
from domain.errors import SourceRefused
from domain.records import NEVER_SCORED, Batch, Source
from tests.collectors.contract import last_cursor, mentions, world
from tests.collectors.reddit_service import LOGIN, Cassette, listing, post, replayed, serve_login
from tests.wire import Reply, Wire, as_json

pytestmark = pytest.mark.shared


def run(wire: Wire, cursor: str | None = None, **options: object) -> list[Batch]:
    source = Source(name="the-source", kind="reddit", options={"base_url": wire.url, **options})
    return list(collectors.build(source, world(LOGIN)).collect(cursor))


@pytest.fixture
def cassettes(shared: Path) -> Path:
    return shared / "reddit" / "cassettes"


def play(wire: Wire, cassettes: Path, name: str) -> None:
    Cassette(cassettes / f"{name}.json").serve(wire)


def test_a_search_over_all_of_reddit(wire: Wire, cassettes: Path) -> None:
    play(wire, cassettes, "TestSubreddit.test_search")
    found = mentions(run(wire, queries=["praw oauth search"]))
    assert len(found) == 6
    assert all(m.text and m.title and m.url and m.published_at and m.author for m in found)


def test_a_page_of_new_posts(wire: Wire, cassettes: Path) -> None:
    play(wire, cassettes, "TestSubredditListings.test_new")
    batches = run(wire, subreddits=["AskReddit"])
    found = mentions(batches)
    assert len({m.external_id for m in found}) == len(found) == 100
    assert {m.site for m in found} == {"r/askreddit"}
    again = run(wire, last_cursor(batches), subreddits=["AskReddit"], refresh=0)
    assert {m.external_id for m in mentions(again)} == {m.external_id for m in found}
    assert all(batch.complete for batch in again)


def test_a_page_of_new_comments(wire: Wire, cassettes: Path) -> None:
    play(wire, cassettes, "TestSubredditStreams.test_comments__with_continue_after_id")
    wire.on("/r/testsub/new", as_json(listing([post("a")])))
    found = mentions(run(wire, subreddits=["testsub"], comments=True))
    assert Counter(m.external_id[:2] for m in found) == {"t1": 100, "t3": 1}


def test_a_whole_comment_thread_of_541_comments(wire: Wire, cassettes: Path) -> None:
    play(wire, cassettes, "TestCommentForest.test_replace__all")
    wire.on("/r/all/search/", as_json(listing([post("3hahrw", num_comments=543)])))
    batches = run(wire, queries=["anything"], comments=True, comment_calls=40)
    found = [m for m in mentions(batches) if m.external_id.startswith("t1_")]
    assert len({m.external_id for m in found}) == len(found) == 541
    assert all(m.parent and m.url and m.published_at for m in found)
    assert sum(batch.missed for batch in batches) == 0
    assert any(m.author is None and m.text in NEVER_SCORED for m in found)


def test_case_23_the_same_thread_within_a_budget_of_five_calls(wire: Wire, cassettes: Path) -> None:
    play(wire, cassettes, "TestCommentForest.test_replace__all")
    wire.on("/r/all/search/", as_json(listing([post("3hahrw", num_comments=543)])))
    batches = run(wire, queries=["anything"], comments=True, comment_calls=5)
    asked = [one for one in wire.asked if "comments" in one.path or "morechildren" in one.path]
    assert len(asked) == 5
    assert sum(batch.missed for batch in batches) > 0
    assert not all(batch.complete for batch in batches)


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("TestSubredditQuarantine.test_opt_out", "/r/ferguson/hot", "403"),
        ("TestSubreddit.test_sticky__not_set", "/r/testsub/about/sticky/", "404"),
        ("TestReddit.test_bad_request_without_json_text_plain_response", "/api/morechildren", "400"),
    ],
)
def test_recorded_refusals_are_told(wire: Wire, cassettes: Path, name: str, path: str, status: str) -> None:
    cassette = Cassette(cassettes / f"{name}.json")
    reply = next(replayed(said) for asked, said in cassette.pairs if path in asked["uri"])
    serve_login(wire)
    wire.on("/r/testsub/new", reply)
    with pytest.raises(SourceRefused, match=f"r/testsub: .*{status}"):
        run(wire, subreddits=["testsub"])


def test_a_recorded_redirect_is_told(wire: Wire, cassettes: Path) -> None:
    cassette = Cassette(cassettes / "TestSubmission.test_resolve_from_share_url__invalid_url.json")
    replies = [replayed(said) for _, said in cassette.pairs]
    serve_login(wire)
    wire.on("/r/testsub/new", next(one for one in replies if one.status in {301, 302}))
    with pytest.raises(SourceRefused, match="redirect"):
        run(wire, subreddits=["testsub"])


@pytest.mark.parametrize("kind", ["TestComment", "TestSubmission"])
def test_case_26_an_item_that_its_author_deleted_is_reported(wire: Wire, cassettes: Path, kind: str) -> None:
    cassette = Cassette(cassettes / f"{kind}.test_delete.json")
    said = json.loads(cassette.pairs[-1][1]["body"]["string"])
    gone = (said[0] if isinstance(said, list) else said)["data"]["children"][0]
    serve_login(wire)
    before = {**gone["data"], "author": "someone", "body": "words", "selftext": "words"}
    wire.on("/r/testsub/new", as_json(listing([{**gone, "data": before}])))
    first = run(wire, subreddits=["testsub"])
    wire.on("/r/testsub/new", as_json(listing([post("z")])))
    wire.on("/api/info/", as_json(listing([gone])))
    batches = run(wire, last_cursor(first), subreddits=["testsub"])
    assert [name for batch in batches for name in batch.deleted] == [gone["data"]["name"]]


def test_a_hundred_edited_comments_keep_their_ids(wire: Wire, cassettes: Path) -> None:
    cassette = Cassette(cassettes / "TestSubredditModerationStreams.test_edited.json")
    serve_login(wire)
    wire.on("/r/testsub/new", replayed(cassette.pairs[-1][1]))
    found = mentions(run(wire, subreddits=["testsub"]))
    assert len({m.external_id for m in found}) == len(found) == 100


def things(said: object) -> Iterator[dict[str, object]]:
    """Every post and comment of an answer, replies included."""
    if isinstance(said, list):
        for one in said:
            yield from things(one)
    elif isinstance(said, dict):
        if said.get("kind") in {"t1", "t3"} and isinstance(said.get("data"), dict):
            yield said
        for one in said.values():
            yield from things(one)


def test_every_recording_becomes_mentions_with_each_fullname_once(wire: Wire, cassettes: Path) -> None:
    serve_login(wire)
    counts: Counter[str] = Counter()
    for path in sorted(cassettes.glob("*.json")):
        counts["recordings"] += 1
        said = [one for _, answer in Cassette(path).pairs for one in recorded(replayed(answer))]
        for start in range(0, len(said), 100):
            page = said[start : start + 100]
            names = {f"{one['kind']}_{one['data']['id']}" for one in page}  # type: ignore[index]
            wire.on("/r/testsub/new", as_json(listing(page)), as_json(listing([])))
            got = mentions(run(wire, subreddits=["testsub"]))
            assert Counter(m.external_id for m in got) == Counter(dict.fromkeys(names, 1)), path.name
            for mention in got:
                counts[mention.external_id[:2]] += 1
                assert mention.author not in {"[deleted]", ""}
                assert mention.title or mention.parent or mention.text
                assert mention.url is None or mention.url.startswith("https://www.reddit.com/")
    assert counts["recordings"] == 133
    assert counts["t3"] >= 2000
    assert counts["t1"] >= 2500


def recorded(reply: Reply) -> list[dict[str, object]]:
    try:
        return list(things(json.loads(reply.body)))
    except ValueError:
        return []


def test_every_recorded_answer_as_it_is_gives_mentions_or_a_source_error(wire: Wire, cassettes: Path) -> None:
    serve_login(wire)
    outcomes: Counter[str] = Counter()
    for path in sorted(cassettes.glob("*.json")):
        for _, said in Cassette(path).pairs:
            wire.on("/r/testsub/new", replayed(said))
            try:
                found = mentions(run(wire, subreddits=["testsub"]))
            except SourceRefused:
                outcomes["refused"] += 1
            else:
                outcomes["read"] += 1
                assert len({m.external_id for m in found}) == len(found)
    assert outcomes["read"] > 50
    assert outcomes["refused"] > 50
