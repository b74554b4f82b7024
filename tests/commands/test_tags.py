"""`earshot tags` and `earshot tag`: through the door and back, for people and for scripts."""

from pathlib import Path

from tests.house import bench, configure, earshot, earshot_json
from tests.pipeline.test_tag_rules import SOURCE, TEXTS, tell


def test_tags_and_rules_through_the_door(tmp_path: Path) -> None:
    config = configure(tmp_path, {})
    tools = bench(config)
    with tools.database.write() as store:
        store.sources.sync(config.brands, [SOURCE])
    tell(tools, TEXTS)
    toml = tmp_path / "earshot.toml"
    with tools.database.read() as queries:
        ids = {str(row[0]): str(row[1]) for row in queries.sql("select external_id, mention_id from mention")[1]}
    assert "earshot tag add" in earshot(toml, "tags")
    put = earshot_json(toml, "tag", "add", "VIP", "--mention", ids["a1"], "--mention", ids["a3"])
    assert (put["tag"], put["mentions"], put["full"]) == ("VIP", 2, 0)
    earshot(toml, "tag", "remove", "vip", "--mention", ids["a3"])
    tried = earshot_json(toml, "tag", "rules", "preview", "late", "Late")
    assert (tried["holds"], tried["new"], tried["whole"]) == (3, 3, True)
    made = earshot_json(toml, "tag", "rules", "add", "late", "Late", "--from-now-on")
    assert made["mentions"] == 0
    assert earshot_json(toml, "tag", "rules", "apply")["tagged"] == 3
    number = str(made["rule"])
    assert "is paused" in earshot(toml, "tag", "rules", "pause", number)
    assert earshot_json(toml, "tag", "rules")["rules"][0]["paused"] is True
    assert [(t["tag"], t["mentions"], t["rules"]) for t in earshot_json(toml, "tags")["tags"]] == [
        ("Late", 3, 1),
        ("VIP", 1, 0),
    ]
    gone = earshot_json(toml, "tag", "rules", "remove", number)
    assert gone["mentions"] == 3 and "no tag rules" in earshot(toml, "tag", "rules")
    assert "taken back" in earshot(toml, "tag", "undo", str(gone["change_id"]))
    assert "tag" in earshot(toml, "tag", "history")
    earshot(toml, "tag", "delete", "nothing", code=2)
    earshot(toml, "tag", "rules", "add", "author:x", "y", code=2)
    (row,) = earshot_json(toml, "sql", f"select tag, put_by from mention_tag where mention_id = {ids['b1']}")
    assert row == {"tag": "Late", "put_by": "rule"}
