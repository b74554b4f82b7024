"""Collecting: what is asked, what is skipped, and that one bad source costs the others nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import wiring
from config import load
from domain.errors import ConfigError
from domain.records import Outcome
from pipeline.collect import collect, utc_now
from pipeline.schedule import LONGEST_BACK_OFF, back_off, waits
from tests.house import bench, configure, feed, hasty
from tests.wire import Asked, Reply, Wire


def test_what_is_not_due_is_skipped_and_a_named_source_is_asked_now(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(feed([("1", "Acme is fine")]))
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}))
    assert [c.run.outcome for c in collect(tools)] == [Outcome.OK]
    again = collect(tools)[0].run
    assert (again.outcome, again.new) == (Outcome.SKIPPED, 0)
    assert again.error is not None and again.error.startswith("due ")
    assert collect(tools, ["news"])[0].run.outcome == Outcome.OK


def test_a_clock_that_ran_ahead_and_was_set_right_silences_no_source(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(feed([("1", "Acme is fine")]))
    config = configure(tmp_path, {"news": f"{wire.url}/feed"})
    tools = bench(config)
    ahead = replace(tools, clock=lambda: tools.clock() + timedelta(days=1800))
    collect(ahead)
    tools.database.publish()
    assert wiring.something_is_due(config)
    assert collect(tools)[0].run.outcome == Outcome.OK
    assert collect(tools)[0].run.outcome == Outcome.SKIPPED


def test_the_longest_wait_that_a_service_may_ask_for_is_kept() -> None:
    now = utc_now()
    assert waits(now + back_off(3600.0, 20, lambda: 1.0), 3600.0, now)
    assert waits(now + timedelta(days=30), 30 * 86_400.0, now)
    assert not waits(now, 3600.0, now)
    assert not waits(now + timedelta(days=3), 3600.0, now)


def test_failing_sources_neither_stop_nor_delay_the_good_one(tmp_path: Path, wire: Wire) -> None:
    wire.on("/good", feed([("1", "Acme is fine")]))
    wire.on("/block", b"<html><body>Please log in</body></html>")
    wire.on("/gone", Reply(status=404))
    wire.on("/busy", Reply(status=429, headers={"Retry-After": "7200"}))
    wire.on("/slow", Reply(body=b"x" * 1000, drip=(1, 0.2)))
    names = ["slow", "block", "gone", "busy", "good"]
    tools = hasty(bench(configure(tmp_path, {name: f"{wire.url}/{name}" for name in names})))
    done: list[str] = []
    found = {c.run.source: c.run for c in collect(tools, on_done=lambda run: done.append(run.source))}
    assert found["good"].new == 1
    assert {n: r.outcome for n, r in found.items() if n != "good"} == {
        "slow": Outcome.FAILED,
        "block": Outcome.REFUSED,
        "gone": Outcome.REFUSED,
        "busy": Outcome.FAILED,
    }
    # The slow one ends when its request has taken as long as it may.
    assert done.index("good") < done.index("slow")
    waits = {n: r.next_due - r.finished_at for n, r in found.items() if r.next_due and r.finished_at}
    assert waits["busy"] >= timedelta(seconds=7200)
    assert waits["good"] == timedelta(hours=1)


def test_one_source_is_read_by_one_process_at_a_time(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(feed([("1", "Acme is fine")]))
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}))
    with tools.lock("source-news") as mine:
        assert mine
        skipped = collect(tools, ["news"])[0].run
    assert (skipped.outcome, wire.asked) == (Outcome.SKIPPED, [])


def test_a_source_that_is_named_twice_is_read_once(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(feed([("1", "Acme is fine")]))
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}))
    assert [one.run.new for one in collect(tools, ["news", "news"])] == [1]


def test_a_paused_source_is_skipped_even_by_name(tmp_path: Path, wire: Wire) -> None:
    config = configure(tmp_path, {"news": f"{wire.url}/feed"})
    assert config.path
    text = config.path.read_text("utf-8").replace('every = "1h"', "paused = true")
    config.path.write_text(text, "utf-8")
    assert collect(bench(load(config.path)), ["news"])[0].run.outcome == Outcome.SKIPPED


def test_a_wrong_option_is_said_before_anything_is_asked(tmp_path: Path, wire: Wire) -> None:
    path = configure(tmp_path, {"good": f"{wire.url}/good", "bad": f"{wire.url}/bad"}).path
    assert path
    path.write_text(path.read_text("utf-8").replace('/bad"', '/bad", colour = "red"'), "utf-8")
    with pytest.raises(ConfigError, match=r"source 'bad'.*colour"):
        collect(bench(load(path)))
    assert wire.asked == []


def test_a_query_that_cannot_be_read_is_named_by_its_brand_before_anything_is_asked(tmp_path: Path, wire: Wire) -> None:
    brands = '[[brand]]\nname = "Acme"\n[[brand]]\nname = "Bolt"\nquery = "bolt AND"\n'
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}, brands=brands))
    with pytest.raises(ConfigError, match=r"brand 'Bolt': query, column 6: AND needs something"):
        collect(tools)
    assert wire.asked == []


def test_an_empty_query_keeps_nothing_by_accident(tmp_path: Path, wire: Wire) -> None:
    config = configure(tmp_path, {"news": f"{wire.url}/feed"}, brands='[[brand]]\nname = "Acme"\nquery = " "\n')
    with pytest.raises(ConfigError, match="the query is empty"):
        collect(bench(config))


def test_an_edited_item_is_changed_and_a_second_collect_brings_nothing(tmp_path: Path, wire: Wire) -> None:
    wire.on("/feed", feed([("1", "Acme is fine")]), feed([("1", "Acme is broken")]))
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}))
    runs = [collect(tools, ["news"])[0].run for _ in range(3)]
    assert [(r.new, r.changed) for r in runs] == [(1, 0), (0, 1), (0, 0)]


def test_a_mention_of_two_brands_has_two_rows_and_one_id(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(feed([("1", "Bolt beats Acme"), ("2", "Only Bolt here"), ("3", "neither of them")]))
    brands = '[[brand]]\nname="Acme"\nquery="acme"\n[[brand]]\nname="Bolt"\nrole="competitor"\nquery="bolt"\n'
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}, brands=brands))
    collect(tools)
    tools.database.publish()
    with tools.database.read() as queries:
        _, rows = queries.sql("select brand, external_id from mention order by 1, 2")
    assert [tuple(row) for row in rows] == [("Acme", "1"), ("Bolt", "1"), ("Bolt", "2")]


def test_a_request_to_stop_ends_the_run_between_two_batches(tmp_path: Path, wire: Wire) -> None:
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}))

    def while_asked(asked: Asked) -> bytes:
        tools.stop.set()
        document: bytes = feed([(str(i), "Acme is fine") for i in range(5)])
        return document

    wire.otherwise(while_asked)
    run = collect(tools)[0].run
    assert (run.outcome, run.new) == (Outcome.PARTIAL, 5)
    assert run.error is not None and "stopped" in run.error


def test_back_off_doubles_up_to_a_day_and_never_comes_back_at_once() -> None:
    waits = [back_off(60, n, chance=lambda: 0.0).total_seconds() for n in range(1, 6)]
    assert waits == [60, 120, 240, 480, 960]
    assert back_off(3600, 500, chance=lambda: 0.0) == LONGEST_BACK_OFF
    assert back_off(60, 1, chance=lambda: 1.0).total_seconds() == pytest.approx(72)
