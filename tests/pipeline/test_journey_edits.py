"""What a person changed about the journey holds through the next analysis, for what is there and what comes."""

from pathlib import Path

from domain.journey import JourneyEdit, Lead
from nlp.journey import load_journey
from nlp.journey_edits import edited
from pipeline.journey import place
from pipeline.workbench import Workbench
from tests.house import bench, configure
from tests.pipeline.test_tag_rules import SOURCE, tell

DRONE = JourneyEdit(touchpoint="Delivery", lead=Lead.PHRASE, value="drone", added=True)


def at_delivery(tools: Workbench) -> list[str]:
    with tools.database.write() as store:
        rows = store.kept._con.execute("""
            select m.external_id from text_touchpoints x join mentions m on m.mention_id = x.text_id
            where x.touchpoint = 'Delivery' order by 1
        """).fetchall()
        left = store.kept._con.execute("select count(*) from work_queue where starts_with(task, 'touch')").fetchone()
    assert left == (0,)
    return [row[0] for row in rows]


def test_an_edit_holds_through_the_next_analysis_and_is_taken_back(tmp_path: Path) -> None:
    tools = bench(configure(tmp_path, {}))
    with tools.database.write() as store:
        store.sources.sync(tools.config.brands, [SOURCE])
        store.journey.choose("d2c", person="Ann")
    tell(tools, {"a": ("a drone came", ("Acme",)), "b": ("the courier came", ("Acme",)), "c": ("hello", ("Acme",))})
    place(tools)
    assert at_delivery(tools) == ["b"]
    with tools.database.write() as store:
        edit_id = store.journey_edits.put("d2c", DRONE, "Ann")
        journey = edited(load_journey("d2c"), store.journey_edits.known("d2c"))
        rows = store.journey_edits.holding(DRONE, 10)
        assert [row.text for row in rows] == ["a drone came"]
        store.journey_edits.amend(journey.version, journey.touchpoints, [(rows[0], ("Delivery",))], whole=True)
    assert at_delivery(tools) == ["a", "b"]
    tell(tools, {"d": ("another drone", ("Acme",))})
    place(tools)
    assert at_delivery(tools) == ["a", "b", "d"]
    with tools.database.write() as store:
        assert store.journey_edits.take_back("d2c", edit_id, "Ann").value == "drone"
        assert store.journey_edits.known("d2c") == []
    place(tools)
    assert at_delivery(tools) == ["b"]
    assert tools.database.verify()["problems"] == []
    tools.database.close()
