"""An engine fitted to one's own labels is promoted where it is better, and only there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.records import Label
from nlp.calibrated import OwnReader
from nlp.default import DefaultScorer
from pipeline.calibrate import calibrate, keep_labels
from pipeline.workbench import Workbench
from tests.house import bench, configure
from tests.storage.conftest import commit, label_all, mention
from wiring.engines import engine

NEG, NEU, POS = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
BAD = (
    "The {} broke after a day and nobody answers",
    "Terrible {}, it never arrived",
    "Waste of money, the {} is awful",
)
GOOD = ("I love the {}, it works like a charm", "Great {} and quick delivery, thank you", "The best {} I have ever had")
THINGS = ("lamp", "kettle", "chair", "phone", "radio", "clock", "bag", "fan", "pan", "toy")
TRUTH = {"broke": NEG, "Terrible": NEG, "Waste": NEG, "love": POS, "Great": POS, "best": POS}


@pytest.fixture(scope="module")
def reader() -> OwnReader:
    return OwnReader(DefaultScorer())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Workbench]:
    """Sixty reviews with stars that fit them, 30 bad and 30 good."""
    tools = bench(configure(tmp_path, {}))
    texts = [
        (form.format(thing), stars) for forms, stars in ((BAD, 1.0), (GOOD, 5.0)) for form in forms for thing in THINGS
    ]
    commit(tools.database, *(mention(str(i), text=text, rating=stars) for i, (text, stars) in enumerate(texts)))
    yield tools
    tools.database.close()


def test_a_head_that_beats_the_engine_is_promoted_and_used_by_its_name(house: Workbench, reader: OwnReader) -> None:
    with pytest.raises(ConfigError, match="python -m earshot calibrate"):
        engine(in_force(house))
    label_all(house.database, {"": NEU})
    found = calibrate(house, reader, None, "Ann")
    assert found.promoted and found.contest and found.contest.n == 60 and found.contest.challenger > 0.9
    assert (found.stars, found.people, found.by_class) == (60, 0, {NEG: 30, NEU: 0, POS: 30})
    assert found.reason.startswith("promoted: mF1 ") and "by vader" in found.reason
    house.database.publish()
    with house.database.read() as queries:
        kept = queries.calibrations.promoted()
    assert (
        kept
        and kept == queries_last(house)
        and json.loads(kept.verdict)["confusion"]["engine"]["neutral"]["negative"] == 30
    )
    own = engine(in_force(house))
    assert own.name == "calibrated" and own.version == f"{reader.version}+{kept.hash}+gate2"
    assert [one.label for one in own.score(["This kettle is awful, waste of money"])] == [NEG]


def in_force(house: Workbench):  # type: ignore[no-untyped-def]
    assert house.config.path
    path = house.config.path
    path.write_text(path.read_text("utf-8").replace('engine = "vader"', 'engine = "calibrated"'), "utf-8")
    from config import load

    return load(path)


def queries_last(house: Workbench):  # type: ignore[no-untyped-def]
    with house.database.read() as queries:
        return queries.calibrations.last()


def test_one_that_does_not_beat_it_is_kept_but_not_promoted(house: Workbench, reader: OwnReader) -> None:
    label_all(house.database, TRUTH)
    found = calibrate(house, reader, None, "Ann")
    assert not found.promoted and found.head and "not promoted" in found.reason
    house.database.publish()
    last = queries_last(house)
    assert last and last.hash == found.head
    with house.database.read() as queries:
        assert queries.calibrations.promoted() is None


def test_too_few_labels_are_too_few_to_say(house: Workbench, reader: OwnReader) -> None:
    found = calibrate(house, reader, "Nobody", "Ann")
    assert (found.contest, found.head, found.promoted) == (None, None, False)
    assert found.reason.startswith("too few to say: 0 own labels; it takes 20")
    assert queries_last(house) is None


def test_a_persons_word_goes_before_stars_and_holds_for_the_text_that_was_read(
    house: Workbench, tmp_path: Path
) -> None:
    label_all(house.database, {"": NEU})
    house.database.publish()
    with house.database.read() as queries:
        rows = queries.calibrations.own_texts("Acme", 100)
    assert len(rows) == 60 and not any(row.by_person for row in rows) and {row.said for row in rows} == {NEU}
    wrong = rows[0]
    with house.database.write() as store:
        store.overrides.set(rows[1].text_id, NEU, "Ben")
    audit = tmp_path / "audit.csv"
    audit.write_text(
        f"row,label\nm{wrong.text_id},neutral\nm{rows[1].text_id},positive\nm5,negative\nmx,positive\n", "utf-8"
    )
    assert keep_labels(house, audit, "Ann") == (2, ("line 5: 'x' names no mention, or one that stands above already",))
    house.database.publish()
    with house.database.read() as queries:
        mine = {row.text_id: row.label for row in queries.calibrations.own_texts(None, 100) if row.by_person}
        assert mine == {wrong.text_id: NEU, rows[1].text_id: NEU}
        assert queries.calibrations.own_texts(None, 1)[0].by_person, "people's labels go first"
    assert len(queries_of(house, wrong.text_id)) == 1


def queries_of(house: Workbench, text_id: int) -> list[int]:
    with house.database.read() as queries:
        return [row.story for row in queries.calibrations.own_texts(None, 100) if row.text_id == text_id]
