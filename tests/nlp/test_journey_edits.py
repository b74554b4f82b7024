"""A template with what people changed about it: in order, whatever the case, and only where it changes something."""

import pytest

from domain.errors import ConfigError
from domain.journey import JourneyEdit, Lead
from nlp.journey import Journey, Touchpoint
from nlp.journey_edits import checked, edited, moves

JOURNEY = Journey(
    name="mine",
    touchpoints=(
        Touchpoint(name="Delivery", topics=("Late parcel",), phrases=("courier*",)),
        Touchpoint(name="Support", phrases=("hotline",)),
    ),
)
TEXTS = [(1, "the courier came"), (2, "a drone came"), (3, "the drone and the courier"), (4, "drone, said the hotline")]


def edit(value: str, *, added: bool = True, lead: Lead = Lead.PHRASE, touchpoint: str = "Delivery") -> JourneyEdit:
    return JourneyEdit(touchpoint=touchpoint, lead=lead, value=value, added=added)


def test_edits_go_one_after_the_other_and_change_the_version() -> None:
    found = edited(JOURNEY, [edit("drone"), edit("DRONE"), edit("Courier*", added=False), edit("x", touchpoint="?")])
    assert found.touchpoints[0].phrases == ("drone",) and found.touchpoints[1] == JOURNEY.touchpoints[1]
    assert found.version != JOURNEY.version
    assert edited(found, [edit("drone", added=False), edit("courier*")]).version == JOURNEY.version
    assert edited(JOURNEY, [edit("Lost", lead=Lead.TOPIC)]).touchpoints[0].topics == ("Late parcel", "Lost")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (edit("COURIER*"), "leads there already"),
        (edit("drone", added=False), "does not lead there"),
        (edit("  ?! _ "), "write a word"),
        (edit("x" * 101), "at most 100"),
        (edit("drone", touchpoint="Moon"), "none of that name"),
    ],
)
def test_an_edit_that_changes_nothing_is_refused(asked: JourneyEdit, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        checked(JOURNEY, asked)


def test_what_comes_and_what_leaves_is_counted_before() -> None:
    now = {1: {"Delivery"}, 3: {"Delivery"}, 4: {"Support"}}
    new = checked(JOURNEY, edit("  drone "))
    found = moves(edited(JOURNEY, [new]), new, TEXTS, now, frozenset())
    assert (found.looked_at, found.came, found.left, found.out_of) == (4, (2, 4), (), 1)
    gone = edit("courier*", added=False)
    found = moves(edited(JOURNEY, [gone]), gone, TEXTS, now, frozenset({3}))
    assert (found.came, found.left) == ((), (1,)), "a topic still leads the other one there"
    topic = edit("Lost", lead=Lead.TOPIC)
    assert moves(edited(JOURNEY, [topic]), topic, TEXTS, now, frozenset()).came == (2, 4)
