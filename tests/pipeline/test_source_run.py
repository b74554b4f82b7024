"""One source and its cursor: nothing is stepped over, asked twice, or put off longer than it must be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from commands.work import run_json, sentence
from config import Config, load
from domain.errors import SourceUnavailable
from domain.ports import Collector
from domain.records import Batch, Mention, Outcome, Source
from pipeline.collect import collect
from pipeline.workbench import Workbench
from storage.shapes import SourceState
from tests.house import bench, configure, feed
from tests.wire import Reply, Wire


@dataclass
class Pages:
    """A collector of one mention a page; its cursor is the page read last. `before[n]` happens as page n is read."""

    source: Source
    pages: int = 4
    before: dict[int, Callable[[], None]] = field(default_factory=dict)
    broken: set[int] = field(default_factory=set)
    cursors: list[str | None] = field(default_factory=list)

    def collect(self, cursor: str | None) -> Iterator[Batch]:
        self.cursors.append(cursor)
        for page in range(int(cursor or 0) + 1, self.pages + 1):
            self.before.get(page, lambda: None)()
            # A rating that is no number cannot be stored, and nobody sees that before it is tried.
            rating: object = "five" if page in self.broken else None
            mention = Mention(
                source=self.source.name,
                kind=self.source.kind,
                external_id=str(page),
                text=f"Acme on page {page}",
                rating=rating,  # type: ignore[arg-type]
            )
            yield Batch(mentions=(mention,), cursor=str(page))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made: Config = configure(tmp_path, {"news": "http://127.0.0.1:9/feed"})
    return made


@pytest.fixture
def pages(config: Config) -> Pages:
    return Pages(source=config.sources[0])


def tools_for(config: Config, pages: Pages) -> Workbench:
    def build(source: Source) -> Collector:
        return pages

    tools: Workbench = replace(bench(config), build=build)
    return tools


def state(tools: Workbench) -> SourceState:
    with tools.database.write() as store:
        found = next((s for s in store.sources.state() if s.name == "news"), None)
    assert found
    return found


def stored(tools: Workbench) -> list[str]:
    tools.database.publish()
    with tools.database.read() as queries:
        _, rows = queries.sql("select external_id from mention order by 1")
    return [str(row[0]) for row in rows]


def edited(config: Config, before: str, after: str) -> Config:
    assert config.path
    text = config.path.read_text("utf-8")
    assert before in text
    config.path.write_text(text.replace(before, after), "utf-8")
    changed: Config = load(config.path)
    return changed


@pytest.mark.parametrize("broken", [1, 2, 3, 4])
def test_a_batch_that_cannot_be_stored_is_not_stepped_over(config: Config, pages: Pages, broken: int) -> None:
    tools = tools_for(config, pages)
    pages.broken = {broken}
    run = collect(tools)[0].run
    assert (run.outcome, run.new) == (Outcome.FAILED, broken - 1)
    assert run.error and "could not be stored" in run.error and "collectors/" not in run.error
    assert state(tools).cursor == (str(broken - 1) if broken > 1 else None)
    pages.broken = set()
    assert collect(tools, ["news"])[0].run.outcome == Outcome.OK
    assert stored(tools) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("error", [SourceUnavailable("503"), RuntimeError("a bug")])
def test_what_was_read_before_the_collector_failed_is_kept(config: Config, pages: Pages, error: Exception) -> None:
    def fail() -> None:
        raise error

    tools = tools_for(config, pages)
    pages.before = {3: fail}
    run = collect(tools)[0].run
    assert (run.outcome, run.new, state(tools).cursor) == (Outcome.FAILED, 2, "2")
    assert run.error == ("503" if isinstance(error, SourceUnavailable) else run.error)
    assert ("collectors/rss.py" in str(run.error)) == isinstance(error, RuntimeError)


def test_a_source_that_was_stopped_half_way_is_due_again_at_once(config: Config, pages: Pages) -> None:
    tools = tools_for(config, pages)
    pages.before = {2: tools.stop.set}
    run = collect(tools)[0].run
    assert (run.outcome, run.new) == (Outcome.PARTIAL, 2)
    assert run.error is not None and "stopped" in run.error
    assert run.next_due and run.finished_at and run.next_due - run.finished_at <= timedelta(seconds=1)
    later = replace(tools_for(config, pages), clock=lambda: tools.clock() + timedelta(seconds=2))
    assert collect(later)[0].run.outcome == Outcome.OK
    assert (stored(tools), pages.cursors) == (["1", "2", "3", "4"], [None, "2"])


def test_a_source_that_was_not_begun_when_we_stop_stays_as_due_as_it_was(config: Config, pages: Pages) -> None:
    collect(tools_for(config, pages))
    tools = tools_for(config, pages)
    before = state(tools)
    tools.stop.set()
    run = collect(tools, ["news"])[0].run
    assert (run.outcome, run.error, run.next_due) == (Outcome.SKIPPED, "stopping", before.next_due)
    assert (state(tools), len(pages.cursors)) == (before, 1)


def late(tools: Workbench, first: Callable[[], object]) -> Workbench:
    """These tools, with another process that is quicker: it reads the source before our lock is had."""

    @contextmanager
    def lock(name: str) -> Iterator[bool]:
        first()
        with tools.lock(name) as mine:
            yield mine

    return replace(tools, lock=lock)


def test_what_another_process_has_just_read_is_not_asked_again(config: Config, pages: Pages) -> None:
    tools = late(tools_for(config, pages), lambda: collect(tools_for(config, pages)))
    run = collect(tools)[0].run
    assert run.outcome == Outcome.SKIPPED and run.error is not None and run.error.startswith("due ")
    assert pages.cursors == [None]


def test_a_named_source_goes_on_from_where_another_process_has_come(config: Config, pages: Pages) -> None:
    tools = late(tools_for(config, pages), lambda: collect(tools_for(config, pages)))
    collect(tools, ["news"])
    assert pages.cursors == [None, "4"]


def test_a_run_tells_how_much_of_what_it_read_is_about_a_brand(tmp_path: Path, wire: Wire) -> None:
    wire.on("/feed", feed([("1", "cats"), ("2", "dogs")]), feed([("3", "Acme"), ("1", "cats"), ("2", "dogs")]))
    brands = '[[brand]]\nname = "Acme"\nquery = "acme"\n'
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}, brands=brands))
    nothing, something = (collect(tools, ["news"])[0].run for _ in range(2))
    assert (nothing.fetched, nothing.new, run_json(nothing)["matched"]) == (2, 2, 0)
    assert sentence(nothing).startswith("news: ok, 2 read, 2 new, 0 changed, none about a brand")
    assert run_json(something)["matched"] == 1
    assert "none about" not in sentence(something)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("/gone", "/good", True),
        ('every = "1h"', 'every = "2h"', True),
        ('every = "1h"', 'every = "60m"', False),
        ('name = "Acme"', 'name = "Acme"\naliases = ["Acme Inc"]', False),
    ],
)
def test_a_failing_source_is_asked_anew_once_its_configuration_is_mended(
    tmp_path: Path, wire: Wire, before: str, after: str, asked: bool
) -> None:
    wire.on("/gone", Reply(status=404), Reply(status=404), feed([("1", "Acme is fine")]))
    wire.on("/good", feed([("1", "Acme is fine")]))
    config = configure(tmp_path, {"news": f"{wire.url}/gone"})
    for _ in range(2):
        assert collect(bench(config), ["news"])[0].run.outcome == Outcome.REFUSED
    assert collect(bench(config))[0].run.outcome == Outcome.SKIPPED
    tools = bench(edited(config, before, after))
    assert collect(tools)[0].run.outcome == (Outcome.OK if asked else Outcome.SKIPPED)
    assert state(tools).failures == (0 if asked else 2)


def test_a_mended_source_that_still_fails_begins_its_back_off_anew(config: Config, pages: Pages) -> None:
    pages.broken = {1}
    for _ in range(3):
        collect(tools_for(config, pages), ["news"])
    assert state(tools_for(config, pages)).failures == 3
    collect(tools_for(edited(config, "127.0.0.1:9/feed", "127.0.0.1:9/other"), pages))
    assert state(tools_for(config, pages)).failures == 1
