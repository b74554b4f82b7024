"""Many Reddit sources, one budget: each has its turn, and the service is never asked too often."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import collectors
from collectors import World
from collectors._http import Fetcher
from collectors._reddit_budget import of_this_process
from config import Config, load
from domain.records import Outcome
from pipeline.collect import collect
from pipeline.workbench import Workbench
from tests.collectors.reddit_service import atom, entry
from tests.house import bench
from tests.wire import Asked, Reply, Wire

START = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


class OneAMinute:
    """Reddit as it is without a key, on the test's clock."""

    def __init__(self) -> None:
        self.now = START
        self.served: list[tuple[datetime, str]] = []
        self.refused = 0

    def __call__(self, asked: Asked) -> Reply | bytes:
        if self.served and self.now - self.served[-1][0] < timedelta(seconds=60):
            self.refused += 1
            return Reply(status=429)
        self.served.append((self.now, asked.path))
        return atom([entry(f"t3_{asked.path.split('/')[2]}", at=self.now)])


def configured(folder: Path, wire: Wire, names: list[str], **options: object) -> Config:
    more = "".join(f", {key} = {str(value).lower()}" for key, value in options.items())
    sources = "".join(
        f'[[source]]\nname = "{name}"\nkind = "reddit"\nbrand = "Acme"\nevery = "6h"\n'
        f'options = {{ subreddits = ["{name}"], base_url = "{wire.url}"{more} }}\n'
        for name in names
    )
    path = folder / "earshot.toml"
    head = 'engine = "vader"\nallow_private_addresses = true\n[[brand]]\nname = "Acme"\n'
    path.write_text(head + sources, "utf-8")
    return load(path)


def a_new_process(config: Config, reddit: OneAMinute) -> Workbench:
    of_this_process.cache_clear()
    world = World(
        fetcher=Fetcher(allow_private_addresses=True),
        clock=lambda: reddit.now,
        sleep=lambda seconds: None,
        environment={},
        folder=config.data_dir / "budgets",
    )
    return replace(bench(config), clock=lambda: reddit.now, build=partial(collectors.build, world=world))


def test_twenty_subreddits_at_one_request_a_minute_are_all_read_without_one_429(tmp_path: Path, wire: Wire) -> None:
    reddit, names = OneAMinute(), [f"sub{i:02}" for i in range(20)]
    wire.otherwise(reddit)
    config = configured(tmp_path, wire, names)
    outcomes = []
    for _ in range(20):  # each run in a process of its own
        outcomes += [c.run.outcome for c in collect(a_new_process(config, reddit))]
        reddit.now += timedelta(seconds=60)
    assert reddit.refused == 0
    assert sorted(path.split("/")[2] for _, path in reddit.served) == names
    assert outcomes.count(Outcome.OK) == 20
    assert set(outcomes) == {Outcome.OK, Outcome.SKIPPED}
    with bench(config).database.write() as store:
        due = {state.name: state.next_due for state in store.sources.state()}
    assert all(moment and moment >= START + timedelta(hours=6) for moment in due.values())


def test_a_listing_that_the_budget_left_out_is_read_a_minute_later(tmp_path: Path, wire: Wire) -> None:
    reddit = OneAMinute()
    wire.otherwise(reddit)
    config = configured(tmp_path, wire, ["espresso"], comments=True)
    first = collect(a_new_process(config, reddit))[0].run
    assert (first.outcome, first.next_due) == (Outcome.OK, START + timedelta(seconds=60))
    reddit.now += timedelta(seconds=60)
    second = collect(a_new_process(config, reddit))[0].run
    assert (second.outcome, second.next_due) == (Outcome.OK, reddit.now + timedelta(hours=6))
    assert [path for _, path in reddit.served] == ["/r/espresso/new/.rss", "/r/espresso/comments/.rss"]


def test_a_source_that_could_not_ask_is_skipped_and_not_called_fresh(tmp_path: Path, wire: Wire) -> None:
    reddit = OneAMinute()
    wire.otherwise(reddit)
    config = configured(tmp_path, wire, ["one", "two"])
    runs = {c.run.source: c.run for c in collect(a_new_process(config, reddit))}
    hungry = next(name for name, run in runs.items() if run.outcome == Outcome.SKIPPED)
    assert "budget" in str(runs[hungry].error)
    assert runs[hungry].next_due == START + timedelta(seconds=60)
    with bench(config).database.write() as store:
        state = next(s for s in store.sources.state() if s.name == hungry)
    assert (state.last_ok_at, state.failures, state.retry_at) == (None, 0, None)


def test_a_claim_that_a_dead_process_left_behind_is_taken_over(tmp_path: Path, wire: Wire) -> None:
    reddit = OneAMinute()
    wire.otherwise(reddit)
    config = configured(tmp_path, wire, ["one"])
    collect(a_new_process(config, reddit))
    reddit.now += timedelta(hours=7)
    page = next((config.data_dir / "budgets").glob("*.json"))
    claim = page.with_suffix(".claim")
    claim.touch()
    assert collect(a_new_process(config, reddit))[0].run.outcome == Outcome.SKIPPED
    os.utime(claim, (1, 1))
    reddit.now += timedelta(minutes=1)
    assert collect(a_new_process(config, reddit))[0].run.outcome == Outcome.OK
