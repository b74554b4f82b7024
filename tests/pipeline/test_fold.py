"""Near-copies are one story; rows and stories are both counted."""

import random
from pathlib import Path

from domain.measures import Scope
from pipeline.analyze import Analysis, label
from pipeline.collect import collect, utc_now
from pipeline.fold import fold, words
from pipeline.workbench import Workbench
from storage.writes.stories import StoryText
from tests.house import bench, configure, feed
from tests.nlp.test_stories import article, copied
from tests.wire import Wire


def labelled(tools: Workbench) -> None:
    """The two stages of analysis that this is about; the models of the others take longest to load."""
    scorer = tools.scorer()
    label(tools, scorer, Analysis(engine=scorer.name))
    fold(tools)


def stories(tools: Workbench) -> list[tuple[int, int]]:
    """(all, negative) of rows, then of stories."""
    tools.database.publish()
    with tools.database.read() as queries:
        rows = queries.counts.sentiment_counts(Scope(brand="Acme"))
        told = queries.counts.story_sentiment_counts(Scope(brand="Acme"))
    return [(c.scored + c.unscored, c.negative) for c in (rows, told)]


def test_forty_slightly_edited_copies_of_a_press_story_are_one_story(tmp_path: Path, wire: Wire) -> None:
    chance = random.Random(5)
    release = f"Acme recalls its terrible espresso machine after horrible fires. {article(chance, 90)}"
    now = utc_now()
    wire.on("/1", feed([(f"a{i}", copied(chance, release)) for i in range(20)], at=now))
    wire.on("/2", feed([(f"b{i}", copied(chance, release)) for i in range(20)], at=now))
    wire.on("/3", feed([("other", "Something else entirely was said about Acme on this fine day")], at=now))
    tools = bench(configure(tmp_path, {name: f"{wire.url}/{name}" for name in "123"}))
    collect(tools, ["1", "3"])
    labelled(tools)
    assert stories(tools) == [(21, 20), (2, 1)]
    collect(tools, ["2"])
    labelled(tools)
    assert stories(tools) == [(41, 40), (2, 1)]
    assert tools.database.verify()["problems"] == []


def test_folding_looks_again_only_when_something_came_and_is_not_undone_by_a_vote(tmp_path: Path, wire: Wire) -> None:
    chance = random.Random(6)
    release = article(chance, 60)
    texts = [("a", copied(chance, release)), ("b", copied(chance, release))]
    wire.on("/feed", feed(texts, at=utc_now()))
    tools = bench(configure(tmp_path, {"news": f"{wire.url}/feed"}))
    assert fold(tools) == 0
    collect(tools)
    assert fold(tools) == 1
    assert fold(tools) == 0
    # The same words under another address are a changed row of the same story.
    moved = feed(texts, at=utc_now()).replace(b"</guid>", b"</guid><link>https://example.com/moved</link>")
    wire.on("/feed", moved)
    collect(tools, ["news"])
    with tools.database.write() as store:
        assert len({one.story_id for one in store.stories.untold(utc_now().replace(year=2000), 100)}) == 1
    # Other words are another story.
    wire.on("/feed", feed([texts[0], ("b", "Acme has nothing at all to do with that any more")], at=utc_now()))
    collect(tools, ["news"])
    assert fold(tools) == 0
    assert stories(tools)[1][0] == 2


def test_links_are_no_words_and_a_short_text_is_told_by_its_title() -> None:
    assert words(StoryText(story_id=1, title="t", text="one two three four five https://x.org/a")).split()[-1] == "five"
    assert words(StoryText(story_id=1, title="A title", text="too short")) == "A title too short"
