"""The verb digest: its shape, its files, its id, its exit codes."""

from pathlib import Path

import pytest

from config import Config
from pipeline.analyze import analyze
from pipeline.collect import collect
from tests.house import bench, configure, earshot, earshot_json, feed
from tests.wire import Wire

DAY = "2026-05-04"


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Twelve mentions on one day: six loved, six hated."""
    with Wire() as wire:
        loved = [(f"g{n}", f"Acme is wonderful, I love number {n}") for n in range(6)]
        hated = [(f"b{n}", f"Acme is terrible, I hate number {n}") for n in range(6)]
        wire.otherwise(feed([*loved, *hated]))
        config = configure(tmp_path_factory.mktemp("digest"), {"news": f"{wire.url}/feed"})
        tools = bench(config)
        tools.database.migrate()
        collect(tools)
        analyze(tools)
        tools.database.publish()
    return config


def test_its_shape_its_numbers_and_the_same_under_its_id(heard: Config, tmp_path: Path) -> None:
    assert heard.path
    out = tmp_path / "d.html"
    found = earshot_json(heard.path, "digest", "--brand", "Acme", "--as-of", DAY, "--out", str(out))
    assert {"id", "brand", "from", "to", "figures", "causes", "pain_points", "competitors", "sources"} <= set(found)
    assert (found["from"], found["to"], found["before_to"]) == ("2026-04-28", DAY, "2026-04-27")
    figures = {f["metric"]: f for f in found["figures"]}
    said = earshot_json(heard.path, "metric", "net_sentiment", "--from", "2026-04-28", "--to", DAY)
    assert {k: figures["net_sentiment"][k] for k in ("value", "low", "high", "n")} == {
        k: said[k] for k in ("value", "low", "high", "n")
    }
    assert figures["net_sentiment"]["verdict"].startswith("cannot tell")
    assert found["id"] in out.read_text("utf-8")
    again = earshot_json(heard.path, "digest", "--id", found["id"])
    assert {**again, "out": []} == {**found, "out": []} and again["restated"] == []
    assert found["id"] in earshot(heard.path, "digest", "--id", found["id"]), "without --out it is read"
    rows = earshot_json(heard.path, "sql", "select report_id, brand from reports")
    assert {"report_id": found["id"], "brand": "Acme"} in rows


def test_an_unknown_id_ends_in_a_sentence(heard: Config) -> None:
    assert heard.path
    earshot(heard.path, "digest", "--id", "20260504-0000000000", code=2)
