"""What moved a figure, files for elsewhere, and the engine's own error, as scripts ask for them."""

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from config import Config, load
from pipeline.analyze import analyze
from pipeline.collect import collect
from tests.copies import copied_folder
from tests.house import bench, configure, earshot, earshot_json, feed
from tests.wire import Wire

DAY = "2026-05-04"


@pytest.fixture
def heard(tmp_path: Path) -> Config:
    """Thirteen mentions on one day: six loved, six hated, and one that begins like a formula."""
    return load(copied_folder("heard to judge", _build, tmp_path) / "earshot.toml")


def _build(folder: Path) -> None:
    loved = [(f"g{n}", f"Acme is wonderful, I love number {n}") for n in range(6)]
    hated = [(f"b{n}", f"Acme is terrible, I hate number {n}") for n in range(6)]
    with Wire() as wire:
        wire.otherwise(feed([("f", "=HYPERLINK(1)"), *loved, *hated]))
        tools = bench(configure(folder, {"news": f"{wire.url}/feed"}))
        collect(tools)
        analyze(tools)
    tools.database.publish()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_explain_gives_its_shape_and_a_sentence_where_nothing_was_before(heard: Config) -> None:
    assert heard.path
    found = earshot_json(heard.path, "explain", "net_sentiment", "--brand", "Acme", "--from", DAY, "--to", DAY)
    assert {"metric", "brand", "from", "to", "value", "before", "change", "low", "high"} <= set(found)
    assert (found["value"], found["before"], found["change"], found["dimensions"]) == (0.0, None, None, {})
    assert (found["before_from"], found["before_to"]) == ("2026-05-03", "2026-05-03") and "no data" in found["note"]
    assert "no data" in earshot(heard.path, "explain", "mentions", "--from", DAY, "--to", DAY)
    assert "no data" in earshot(heard.path, "explain", "nps", "--from", DAY, "--to", DAY)
    earshot(heard.path, "explain", "resolution_median", "--from", DAY, "--to", DAY, code=2)
    earshot(heard.path, "explain", "mentions", "--from", DAY, code=2)


def test_mentions_pain_points_and_metrics_become_files(heard: Config, tmp_path: Path) -> None:
    assert heard.path
    out, parquet = tmp_path / "out.csv", tmp_path / "out.parquet"
    assert earshot_json(heard.path, "export", "mentions", "--out", str(out))["rows"] == 13
    rows = read(out)
    known = {r["mention_id"] for r in earshot_json(heard.path, "sql", "select mention_id from mention")}
    assert {row["mention_id"] for row in rows} == known
    assert [row["text"] for row in rows if row["external_id"] == "f"] == ["'=HYPERLINK(1)"]
    assert sum(row["sentiment"] == "negative" for row in rows) == 6
    assert all(row["published_at"].startswith("2026-05-0") and row["published_at"].endswith("Z") for row in rows)
    earshot(heard.path, "export", "mentions", "--from", "2027-01-01", "--out", str(parquet))
    assert pq.read_table(parquet).num_rows == 0
    earshot(heard.path, "export", "mentions", "--out", str(parquet))
    whole = pq.read_table(parquet)
    assert whole.num_rows == 13 and "=HYPERLINK(1)" in whole["text"].to_pylist()
    assert str(whole.schema.field("mention_id").type) == "string"
    assert str(whole.schema.field("published_at").type) == "timestamp[us, tz=UTC]"
    earshot(heard.path, "export", "metrics", "--out", str(out))
    figures = {row["metric"]: row for row in read(out)}
    assert (figures["net_sentiment"]["value"], figures["nps"]["value"]) == ("0.0", "")
    assert figures["mentions"]["n"] == "13" and figures["nps"]["note"] == "no data"
    for path in (out, parquet):
        earshot(heard.path, "export", "pain-points", "--out", str(path))
    assert "topic_id" in pq.read_table(parquet).schema.names
    earshot(heard.path, "export", "mentions", "--out", str(tmp_path / "out.xlsx"), code=2)
    earshot(heard.path, "export", "mentions", "--out", str(tmp_path / "none" / "out.csv"), code=2)


def test_a_blind_sample_is_drawn_labelled_and_judged(heard: Config, tmp_path: Path) -> None:
    assert heard.path
    out = tmp_path / "audit.csv"
    assert earshot_json(heard.path, "audit", "--n", "10", "--out", str(out))["rows"] == 10
    rows = read(out)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        felt = {"hate": "negative", "love": "positive", "HYPERLINK": "neutral"}
        writer.writerows({**row, "label": next(v for k, v in felt.items() if k in row["text"])} for row in rows)
    found = earshot_json(heard.path, "audit", "--labels", str(out))
    assert sum(found["confusion"][label][label] for label in felt.values()) == 10
    assert (found["audited"], found["agreement"]["value"]) == (10, 100.0)
    assert found["corrected"]["value"] == pytest.approx(found["net_sentiment"]["value"])
    assert found["corrected"]["low"] < found["net_sentiment"]["low"]
    assert "error-corrected: " in earshot(heard.path, "audit", "--labels", str(out))
    earshot(heard.path, "audit", "--out", str(out), code=2)
