"""The whole house on a lake: a feed is collected and analysed, questions are answered, pages are shown."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import Config, load
from pipeline.upkeep import MAINTAINED
from tests.house import NOON, configure, earshot_json, feed
from tests.scale import require, services
from tests.views.page import opened, text
from tests.wire import Reply, Wire
from wiring.opening import database

pytestmark = [pytest.mark.slow, pytest.mark.scale, pytest.mark.timeout(600)]


def on_a_lake(config: Config, catalogue: str) -> Path:
    """The same configuration on a lake."""
    assert config.path
    head = f'database = "ducklake:postgres:{catalogue}"\ndata_path = "s3://lake/walk/"\n'
    config.path.write_text(head + config.path.read_text("utf-8"), "utf-8")
    return config.path


def test_the_same_commands_and_pages_work_on_a_lake(
    tmp_path: Path, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    require()
    wire.always(Reply(body=feed([("1", "Acme Espresso is great"), ("2", "Acme Espresso is awful and broken")])))
    config = configure(tmp_path, {"news": f"{wire.url}/feed.xml"}, brands='[[brand]]\nname = "Acme Espresso"\n')
    with services() as running:
        address = running.address("walk")
        path = on_a_lake(config, address.catalogue)
        monkeypatch.setenv("EARSHOT_PG_PASSWORD", address.password)
        monkeypatch.setenv("EARSHOT_S3_KEY", address.s3_key)
        monkeypatch.setenv("EARSHOT_S3_SECRET", address.s3_secret)
        monkeypatch.setenv("EARSHOT_S3_ENDPOINT", address.s3_endpoint)
        (collected,) = earshot_json(path, "collect")["runs"]
        assert (collected["outcome"], collected["new"]) == ("ok", 2)
        assert earshot_json(path, "analyze", "--dask", "local")["scored"] == 2
        found = earshot_json(path, "sql", "select external_id, sentiment from mention order by 1")
        assert found == [
            {"external_id": "1", "sentiment": "positive"},
            {"external_id": "2", "sentiment": "negative"},
        ]
        assert earshot_json(path, "metric", "net_sentiment", "--brand", "Acme Espresso")["n"] == 2
        assert earshot_json(path, "verify") == {"ok": True, "problems": []}
        assert set(earshot_json(path, "maintain")) == {"snapshots", "files"}
        told = earshot_json(path, "status")
        assert told["mentions"] == 2
        # Done just now, so a run leaves it; two hours later the next run does it.
        assert earshot_json(path, "run")["maintained"] is None
        with closing(database(load(path))) as lake:
            with lake.write() as store:
                store.settings.set(MAINTAINED, (datetime.now(UTC) - timedelta(hours=2)).isoformat())
            assert set(earshot_json(path, "run")["maintained"]) == {"snapshots", "files"}
            assert earshot_json(path, "status")["maintained_at"] > told["maintained_at"]
            for slug, seen in (("overview", "Overview"), ("mentions", "awful and broken")):
                page = opened(slug, lake, NOON.date())
                assert [e.value for e in page.exception] == []
                assert seen in text(page)
