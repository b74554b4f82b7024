"""`earshot topic`: people's changes of topics through the door, and back."""

from pathlib import Path

from tests.house import bench, configure, earshot, earshot_json
from tests.storage.test_topic_changes import COLD, LATE, SOURCE, TEXTS, read, tell


def test_a_topic_is_split_by_its_evidence_and_the_split_is_taken_back(tmp_path: Path) -> None:
    config = configure(tmp_path, {})
    tools = bench(config)
    with tools.database.write(publish=True) as store:
        store.sources.sync(config.brands, [SOURCE])
        tell(store, TEXTS, secret=tools.secret)
        store.topics.sync([LATE, COLD])
        read(store)
    with tools.database.read() as queries:
        said = queries.topics.said(7)
    (mention,) = said.loc[said["text"].str.contains("LIDS"), "mention_id"]
    toml = tmp_path / "earshot.toml"
    done = earshot_json(toml, "topic", "split", "7", "--name", "Lids", "--mention", str(mention))
    rows = {row["name"]: row for row in earshot_json(toml, "topic", "list")}
    assert (rows["Lids"]["texts"], rows["Late"]["texts"], rows["Lids"]["state"]) == (1, 3, "in use")
    assert earshot(toml, "topic", "undo", str(done["change"])) == "taken back: split of Lids\n"
    assert "choose among its evidence" not in earshot(toml, "topic", "history", "7")
