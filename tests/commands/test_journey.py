"""Touchpoints from file to figure: imported once, analysed, and asked for a part of the rows."""

from pathlib import Path

import pytest

import wiring
from config import Config
from domain.measures import Scope
from pipeline.answer import answer
from pipeline.collect import collect
from pipeline.imports import Order, import_file
from pipeline.journey import place
from tests.house import bench, configure, earshot_json, feed
from tests.wire import Wire

FIGURES = """touchpoint,kind,period,value,customers
Delivery,returns,2026-05,12,4000
Checkout,visits,2026-05,50,
Checkout,completed,2026-05,42,
Delivery,mood,2026-05,4,
"""
ANSWERS = """respondent,csat,nps,segment,touchpoint,date,comment
a,5,10,gold,shipping,2026-05-01,
b,1,0,gold,support,2026-05-02,The parcel was late
c,4,9,tin,,2026-05-02,The parcel was late
d,,10,gold,,2026-05-03,
e,,0,gold,,2026-05-03,
f,,10,gold,,2026-05-03,
g,,9,tin,,2026-05-03,
h,,9,tin,,2026-05-03,
i,,9,tin,,2026-05-03,
j,,9,tin,,2026-05-03,
"""


@pytest.fixture
def config(tmp_path: Path, wire: Wire) -> Config:
    wire.otherwise(feed([("1", "Acme: a wonderful parcel, I love it"), ("2", "Acme is terrible, I hate it")]))
    (tmp_path / "figures.csv").write_text(FIGURES, "utf-8")
    (tmp_path / "answers.csv").write_text(ANSWERS, "utf-8")
    brands = 'journey = "d2c"\n[[brand]]\nname = "Acme"\n'
    return configure(tmp_path, {"news": f"{wire.url}/feed"}, brands=brands)


def test_the_door_imports_touchpoints_and_answers_for_one_of_them(config: Config, tmp_path: Path) -> None:
    assert config.path
    given = ("import", "touchpoints", str(tmp_path / "figures.csv"), "--brand", "Acme")
    done = earshot_json(config.path, *given, code=1)
    assert (done["accepted"], done["new"], done["rejected"]) == (3, 3, 1)
    assert "mood" in Path(done["rejects_file"]).read_text("utf-8")
    options = ("--touchpoint", "Delivery", "--from", "2026-05-31", "--to", "2026-05-31")
    found = earshot_json(config.path, "metric", "returns_per_1000", "--brand", "Acme", *options)
    assert (found["value"], found["n"], found["unit"]) == (3.0, 4000, "per 1,000")


def test_every_figure_can_be_narrowed_by_source_segment_touchpoint_and_topic(config: Config, tmp_path: Path) -> None:
    tools = bench(config)
    tools.database.migrate()
    wiring.prepare(tools)
    collect(tools)
    for what, name in (("touchpoints", "figures.csv"), ("surveys", "answers.csv")):
        import_file(tools, Order(what=what, path=tmp_path / name, brand="Acme"))
    again = import_file(tools, Order(what="touchpoints", path=tmp_path / "figures.csv", brand="Acme"))
    assert (again.new, again.changed, again.unchanged, again.rejected) == (0, 0, 3, 1)
    place(tools)
    tools.database.publish()

    def value(metric: str, **changes: object) -> tuple[float | None, int]:
        with tools.database.read() as queries:
            found = answer(queries, metric, Scope(brand="Acme", **changes)).estimate  # type: ignore[arg-type]
        return (found.value, found.n) if found else (None, 0)

    assert value("funnel_completion", touchpoint="Order and pay") == (84.0, 50)
    assert value("csat_survey", touchpoint="Delivery") == (100.0, 2)
    assert value("csat_survey", touchpoint="Support") == (0.0, 1)
    assert value("mentions", touchpoint="Delivery") == (1.0, 1)
    assert value("mentions", touchpoint="Delivery", sources=("elsewhere",)) == (None, 0)
    assert value("nps", segment="gold") == (20.0, 5)
    assert value("nps", segment="gold", touchpoint="Support") == (None, 0), "too few people"
    assert value("nps", topic="no such topic") == (None, 0)
    with tools.database.read() as queries:
        assert queries.sql("select distinct touchpoint from touchpoint order by 1")[1] == [
            ["Delivery"],
            ["Order and pay"],
        ]
