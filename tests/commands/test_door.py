"""The command door as scripts use it: shapes, exit codes, and no stack trace for a person's mistake."""

import json
from pathlib import Path

import pytest

from config import load
from tests.house import complaint, configure, earshot, earshot_json, feed
from tests.wire import Reply, Wire

GERMAN = "Das ist leider völlig kaputt und niemand antwortet mir\n"


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Path:
    wire.otherwise(feed([("1", "Acme is wonderful, I love it"), ("2", "Acme is terrible, I hate it"), ("3", "")]))
    found = configure(tmp_path, {"news": f"{wire.url}/feed"})
    assert found.path
    return found.path


def test_run_collects_analyses_and_publishes(config: Path) -> None:
    done = earshot_json(config, "run")
    assert done["runs"][0]["outcome"] == "ok"
    assert set(done["runs"][0]) >= {
        *("source", "kind", "outcome", "fetched", "new", "changed", "deleted", "missed", "next_due", "error"),
    }
    assert done["analysis"]["engine"] == "vader"
    assert done["analysis"]["scored"] + sum(done["analysis"]["skipped"].values()) == 3
    rows = earshot_json(config, "sql", "select sentiment, count(*) as n from mention group by 1 order by 1")
    assert {row["sentiment"]: row["n"] for row in rows} == {"negative": 1, "positive": 1, None: 1}
    figure = earshot_json(config, "metric", "net_sentiment", "--brand", "Acme")
    assert (figure["value"], figure["n"]) == (0.0, 2)
    assert {"metric", "value", "low", "high", "n", "unit", "definition", "method"} <= set(figure)
    none = earshot_json(config, "metric", "nps", "--brand", "Acme")
    assert (none["value"], none["n"]) == (None, 0)
    assert earshot_json(config, "verify") == {"ok": True, "problems": []}
    status = earshot_json(config, "status")
    assert [s["source"] for s in status["sources"]] == ["news"]
    assert status["engine"] == "vader"
    assert earshot_json(config, "analyze")["scored"] == 0


def test_a_failed_source_is_exit_code_1_and_the_runs_say_why(config: Path, wire: Wire) -> None:
    wire.always(Reply(status=500))
    done = earshot_json(config, "collect", code=1)
    assert done["runs"][0]["outcome"] == "failed"
    assert done["runs"][0]["error"]


def test_mistakes_are_exit_code_2_with_a_sentence(config: Path, tmp_path: Path) -> None:
    earshot(tmp_path / "none.toml", "run", code=2)
    earshot(config, "collect", "nobody", code=2)
    earshot(config, "metric", "nope", code=2)
    earshot(config, "metric", "nps", "--from", "yesterday", code=2)
    earshot(config, "frobnicate", code=2)


def test_sql_is_read_only_and_reaches_no_file(config: Path) -> None:
    earshot(config, "collect")
    for statement in ("delete from mentions", "copy mention to 'x.csv'", "select * from read_csv('README.md')"):
        earshot(config, "sql", statement, code=2)
    assert len(earshot_json(config, "sql", "select * from mention")) == 3


def test_ids_above_2_to_the_53_travel_as_text(config: Path) -> None:
    earshot(config, "collect")
    ids = [row["mention_id"] for row in earshot_json(config, "sql", "select mention_id from mention")]
    assert all(isinstance(i, str) for i in ids) and len(set(ids)) == 3


def test_init_writes_a_configuration_that_check_accepts(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    earshot(path, "init", 'The "Best" Brand', "--out", str(path))
    assert "valid" in earshot(path, "check", "--offline")
    earshot(path, "init", "Again", "--out", str(path), code=2)


@pytest.mark.parametrize("brand", ['5" disc', 'A "B', "«Acme»", "\U000e0001x Ltd", "C:\\x"])
def test_init_copes_with_a_name_that_toml_or_a_query_would_stumble_over(tmp_path: Path, brand: str) -> None:
    path = tmp_path / "mine.toml"
    earshot(path, "init", brand)
    assert "valid" in earshot(path, "check", "--offline")
    assert load(path).brands[0].name == brand


def test_init_writes_nothing_for_a_name_that_cannot_be_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert "no letter or digit" in complaint(path, "init", "!!!")
    assert not path.exists()


def test_check_tries_a_source_and_stores_nothing(config: Path, tmp_path: Path) -> None:
    (found,) = earshot_json(config, "check")["sources"]
    examples = found.pop("examples")
    assert found == {"source": "news", "kind": "rss", "outcome": "ok", "found": 3, "matched": 3, "error": None}
    assert {"text": "Acme is terrible, I hate it", "kept": True} in examples
    assert not list(tmp_path.glob("*.duckdb"))


def test_check_never_calls_a_service_that_refuses_an_empty_one(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(Reply(status=403))
    path = tmp_path / "earshot.toml"
    path.write_text(
        "allow_private_addresses = true\n" + "".join(
            f'[[source]]\nname = "{kind}"\nkind = "{kind}"\noptions = {{ base_url = "{wire.url}", {options} }}\n'
            for kind, options in {
                "hacker_news": 'queries = ["acme"]',
                "app_store": "app_id = 5",
                "reddit": 'subreddits = ["coffee"]',
            }.items()
        ), "utf-8",
    )  # fmt: skip
    found = earshot_json(path, "check", code=1)["sources"]
    assert [(row["outcome"], row["found"]) for row in found] == [("failed", None)] * 3
    assert all("403" in row["error"] for row in found)


def test_check_says_so_where_the_budget_lets_it_ask_nobody(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(feed([]))
    path = tmp_path / "earshot.toml"
    options = f'base_url = "{wire.url}", subreddits = ["coffee"]'
    path.write_text(
        f'allow_private_addresses = true\n[[source]]\nname = "r"\nkind = "reddit"\noptions = {{ {options} }}', "utf-8"
    )
    assert earshot_json(path, "check")["sources"][0]["outcome"] == "ok"
    (again,) = earshot_json(path, "check")["sources"]
    assert (again["outcome"], again["found"], len(wire.asked)) == ("skipped", None, 1)
    assert "budget" in again["error"]


def test_metrics_lists_definitions_without_a_configuration(tmp_path: Path) -> None:
    listed = json.loads(earshot(tmp_path / "none.toml", "metrics", "--json"))
    assert {"nps", "csat_survey", "churn", "net_sentiment", "first_response_median"} <= {m["metric"] for m in listed}
    assert all(m["definition"] and m["method"] and m["unit"] for m in listed)


def test_score_keeps_rows_and_columns_and_needs_no_configuration(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(
        'id,text\n1,"I love it, really"\n2,\n3,Das ist leider völlig kaputt und niemand antwortet mir\n', "utf-8"
    )
    out = tmp_path / "out.csv"
    earshot(
        tmp_path / "none.toml", "score", str(table), "--text-column", "text", "--out", str(out), "--engine", "vader"
    )
    lines = out.read_text("utf-8").splitlines()
    assert lines[0] == "id,text,label,polarity,confidence,engine,language,reason"
    assert lines[1].startswith('1,"I love it, really",positive,')
    assert lines[2].endswith("empty") and lines[3].endswith("language")
    earshot(tmp_path / "none.toml", "score", str(table), "--text-column", "nope", "--out", str(out), code=2)
