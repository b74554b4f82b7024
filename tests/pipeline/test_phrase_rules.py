"""A phrase rule shows what it changes, changes it at once, and can be taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config import Config
from domain.errors import ConfigError
from domain.records import Label
from pipeline.analyze import Analysis, label
from pipeline.collect import collect, utc_now
from pipeline.phrase_rules import add, new_rule, preview, remove, undo
from pipeline.workbench import Workbench
from storage.verify import problems
from tests.house import bench, configure, feed
from tests.wire import Wire

NEG, NEU, POS = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
TEXTS = [
    ("w1", "Acme shipped War  zone yesterday"),
    ("w2", "I hate the war zone update"),
    ("w3", "Warzone players met at noon"),
    ("s1", "Acme is sick"),
    ("s2", "This sick jam made us sad and we hate it"),
    ("e1", "War zone"),
    ("g1", "Acme is wonderful"),
    ("c1", "We can\u2019t fault Acme"),
    ("c2", "We can't fault Acme"),
    ("t1", "Acme was \U0001f44e\U0001f44e"),
]


@pytest.fixture
def house(tmp_path: Path, wire: Wire) -> Iterator[Workbench]:
    wire.otherwise(feed(TEXTS))
    config: Config = configure(tmp_path, {"news": f"{wire.url}/feed"})
    tools = bench(config)
    tools.database.migrate()
    collect(tools)
    score(tools)
    yield tools
    tools.database.close()


def score(tools: Workbench) -> None:
    scorer = tools.scorer()
    label(tools, scorer, Analysis(engine=scorer.name))


def labels(tools: Workbench) -> dict[str, str]:
    """Labels in force by id; the day's counts are theirs, and nothing is out of step."""
    with tools.database.write() as store:
        con = store.kept._con
        found = {key: str(label) for key, label in con.execute("select external_id, label from mentions").fetchall()}
        daily = con.execute("select sum(negative), sum(neutral), sum(positive) from daily_counts").fetchone()
        assert list(problems(con)) == []
    assert daily is not None
    assert [int(n) for n in daily] == [list(found.values()).count(str(label)) for label in (NEG, NEU, POS)]
    return found


def rule(phrase: str, label: Label | None, brand: str | None = None):  # type: ignore[no-untyped-def]
    return new_rule(phrase, label, brand, "Ann", utc_now())


def test_a_title_is_hidden_from_the_engine_and_the_preview_says_so_before(house: Workbench) -> None:
    before = labels(house)
    assert (before["w1"], before["w2"], before["e1"]) == ("negative", "negative", "negative")
    title = rule(" War Zone ", None)
    tried = preview(house, title)
    assert (tried.texts, tried.changed, tried.kept) == (3, 2, 0)
    assert dict(tried.moves) == {(NEG, NEU): 2} and {one.text[:9] for one in tried.examples} == {
        "Acme ship",
        "War zone",
    }
    assert labels(house) == before, "a preview changes nothing"
    assert add(house, title) == tried
    assert labels(house) == before | {"w1": "neutral", "e1": "neutral"}


def test_a_label_is_given_to_what_the_phrase_stands_in_and_undo_takes_it_back(house: Workbench) -> None:
    before = labels(house)
    found = add(house, rule("sick", POS))
    assert (found.texts, labels(house)["s1"], labels(house)["s2"]) == (2, "positive", "positive")
    taken, used = undo(house, "Ann")
    assert (used, taken.rule.phrase) == (False, "sick") and labels(house) == before
    _, used = undo(house, "Ann")
    assert used and labels(house)["s1"] == "positive"
    remove(house, taken.rule.rule_id, "Ben")
    assert labels(house) == before
    with pytest.raises(ConfigError, match="there is none"):
        remove(house, taken.rule.rule_id, "Ben")


def test_a_persons_own_label_stands_above_every_rule(house: Workbench) -> None:
    with house.database.write() as store:
        row = next(t for t in store.phrase_rules.holding("sick", *store.scores.in_force()) if "jam" in t.pending.text)
        store.overrides.set(row.pending.text_id, NEG, "Ben")
    found = add(house, rule("sick", POS))
    assert (found.kept, labels(house)["s2"], labels(house)["s1"]) == (1, "negative", "positive")


def test_the_longest_phrase_decides_and_masks_go_first(house: Workbench) -> None:
    add(house, rule("sick", POS))
    add(house, rule("sick jam", NEG))
    assert (labels(house)["s1"], labels(house)["s2"]) == ("positive", "negative")
    add(house, rule("This sick jam", None))
    assert labels(house)["s2"] == "negative", "by the engine now: hate"


def test_texts_that_come_later_and_other_engines_go_by_the_rules_too(house: Workbench, wire: Wire) -> None:
    add(house, rule("war zone", None))
    wire.always(feed([("w9", "War zone is out"), ("l9", "Le war zone est vraiment triste et mauvais, quelle horreur")]))
    collect(house, ["news"])
    score(house)
    found = labels(house)
    assert (found["w9"], found["l9"]) == ("neutral", "None"), "what the engine does not score no rule scores"
    real = house.scorer()

    class Newer:
        name, version, score = real.name, "next", staticmethod(real.score)

    score(replace(house, scorer=lambda: Newer()))
    assert labels(house) == found
    with pytest.raises(ConfigError, match="run: python -m earshot analyze"):
        preview(house, rule("sick", POS))


def test_a_rule_for_one_brand_leaves_the_others_alone(house: Workbench) -> None:
    assert add(house, rule("sick", POS, "Bolt")).texts == 0
    assert add(house, rule("sick", POS, "Acme")).texts == 2


def test_a_phrase_that_is_there_already_or_holds_nothing_is_refused(house: Workbench) -> None:
    add(house, rule("sick", POS))
    with pytest.raises(ConfigError, match="is there already"):
        add(house, rule("SICK", NEG))
    with pytest.raises(ConfigError, match="needs a letter"):
        rule(" ?! ", POS)
    with pytest.raises(ConfigError, match="longer than 200"):
        rule("x" * 201, POS)


@pytest.mark.parametrize("phrase", ["can't fault", "can\u2019t fault"])
def test_a_phrase_is_found_whichever_apostrophe_is_typed(house: Workbench, phrase: str) -> None:
    assert add(house, rule(phrase, POS)).texts == 2
    found = labels(house)
    assert (found["c1"], found["c2"]) == ("positive", "positive")


def test_an_emoji_is_a_phrase(house: Workbench) -> None:
    assert add(house, rule("\U0001f44e", NEG)).texts == 1
    assert labels(house)["t1"] == "negative"
