"""How long the disk lasts: from what came in whole days, and unknown without two weeks of them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import wiring
from commands import ask
from commands.door import Door
from domain.records import Batch, Mention, Source
from pipeline.space import Room, room, shortage
from storage.shapes import Growth, Size
from tests.house import bench, configure

GROWING = Growth(mentions=1_000, new=280, days=28)
NOW = datetime.now(UTC)


def size(free: int) -> Size:
    return Size(database=1_000_000, snapshots=2_000_000, free=free)


def test_the_days_are_those_until_collecting_pauses() -> None:
    found = room(size(free=100_000_000), GROWING)
    assert (found.growth, found.note) == (10_000.0, "")
    assert found.days == int(98_800_000 / 42_000)

    def after(days: int) -> Size:
        grown = int(10_000 * days)
        return Size(database=1_000_000 + grown, snapshots=2 * grown, free=100_000_000 - 3 * grown)

    assert shortage(after(found.days)) is None
    assert shortage(after(found.days + 1)) is not None


@pytest.mark.parametrize("days", [0, 13])
def test_less_than_two_weeks_of_history_say_nothing(days: int) -> None:
    found = room(size(free=10**9), Growth(mentions=100, new=100, days=days))
    assert (found.growth, found.days) == (None, None)
    assert f"there are {days}" in found.note


def test_a_database_that_does_not_grow_has_no_last_day_and_a_full_disk_none_left() -> None:
    assert room(size(free=10**9), Growth(mentions=100, new=0, days=28)).note == "nothing new came in these days"
    assert room(size(free=10), GROWING).days == 0
    assert room(Size(database=10, snapshots=0, free=10**15), GROWING).days == 36_500


def test_status_tells_free_space_and_days_left(tmp_path: Path) -> None:
    config = configure(tmp_path, {"news": "http://127.0.0.1:9/feed"})
    assert config.path
    before = wiring.disk(config)
    assert before.free > 0 and before.days is None and "unknown" in before.note
    tools = bench(config)
    source = Source(name="news", kind="rss", brands=("Acme",))
    with tools.database.write(publish=True) as store:
        # A backlog on the first day, then one a day; those of no brand go again and do not count.
        for ago, ids, brands in (
            (20, range(100), ("Acme",)),
            *((ago, range(1_000 + ago, 1_001 + ago), ("Acme",)) for ago in range(19, 0, -1)),
            (5, range(2_000, 2_050), ()),
        ):
            said = [Mention(source="news", kind="rss", external_id=str(n), text=f"Acme {n}") for n in ids]
            batch = Batch(mentions=tuple(said), cursor=str(ago))
            moment = NOW - timedelta(days=ago)
            store.mentions.commit(source, batch, [brands] * len(said), secret=tools.secret, now=moment)
    with tools.database.read() as queries:
        assert queries.health.growth() == Growth(mentions=119, new=19, days=19)
        assert queries.health.growth(days=7) == Growth(mentions=119, new=7, days=7)
    found = wiring.disk(config)
    assert isinstance(found, Room) and found.days and found.growth and not found.note
    door = Door(config_path=config.path, environment={})
    shown = CliRunner().invoke(ask.status, ["--json"], obj=door, standalone_mode=False).stdout
    assert json.loads(shown)["disk"]["days_left"] > 0
    assert json.loads(shown)["disk"]["growth_per_day"] == pytest.approx(found.growth)
    words = CliRunner().invoke(ask.status, [], obj=door, standalone_mode=False).stdout
    assert "days left until collecting pauses" in words
