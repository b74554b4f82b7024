"""What a service could not read is counted, read by the default engine, and asked for again the next time."""

import json
from dataclasses import replace
from pathlib import Path

from config.settings import Llm
from pipeline.analyze import Analysis, label
from pipeline.workbench import Workbench
from storage.verify import problems
from tests.house import bench, configure
from tests.storage.conftest import commit, mention
from tests.wire import Asked, Reply, Wire, as_json


def negative(asked: Asked) -> Reply:
    rows = json.loads(json.loads(asked.body)["messages"][1]["content"])
    content = json.dumps({"labels": [{"id": row["id"], "label": "negative"} for row in rows]})
    return as_json({"choices": [{"message": {"content": content}}]})


def score(tools: Workbench) -> Analysis:
    scorer = tools.scorer()
    done = Analysis(engine=scorer.name)
    label(tools, scorer, done)
    return done


def test_texts_that_fell_back_are_asked_for_again_within_the_budget(tmp_path: Path, wire: Wire) -> None:
    service = Llm(base_url=f"{wire.url}/v1", model="small", budget=3, allow_private_addresses=True)
    tools = bench(replace(configure(tmp_path, {}), engine="llm", llm=service))
    commit(tools.database, *(mention(str(n), text=f"I love the number {n} of this shop") for n in range(4)))
    wire.otherwise(Reply(status=401))
    first = score(tools)
    assert (first.scored, dict(first.fallbacks), first.retried) == (
        4,
        {"fallback: unreachable": 3, "fallback: budget": 1},
        0,
    )
    wire.always(negative)
    second = score(tools)
    assert (second.scored, second.retried, dict(second.fallbacks)) == (0, 3, {})
    tools.database.publish()
    with tools.database.read() as queries:
        _, rows = queries.sql("select sentiment, count(*) from mention group by 1 order by 1")
    assert rows == [["negative", 3], ["positive", 1]]
    with tools.database.write() as store:
        assert list(problems(store.kept._con)) == []
    third = score(tools)
    assert (third.retried, len(wire.asked)) == (1, 3)
    tools.database.close()
