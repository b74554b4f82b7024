"""Tag rules: tried without changing anything, applied to what comes, and to what is there where somebody asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.records import Batch, Mention, Source
from pipeline.tag_rules import add, apply, new_rule, preview, tag_new
from pipeline.workbench import Workbench
from tests.house import NOON, bench, configure

SOURCE = Source(name="feed", kind="rss")
TEXTS = {
    "a1": ("The parcel was late again", ("Acme",)),
    "a2": ("Late, and the box was open", ("Acme", "Bolt")),
    "b1": ("late delivery by Bolt", ("Bolt",)),
    "a3": ("All good, thank you", ("Acme",)),
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Workbench]:
    tools = bench(configure(tmp_path, {}))
    with tools.database.write(publish=True) as store:
        store.sources.sync(tools.config.brands, [SOURCE])
    tell(tools, TEXTS)
    yield tools
    tools.database.close()


def tell(tools: Workbench, texts: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    found = [
        Mention(source="feed", kind="rss", external_id=key, text=text, site="r/coffee", published_at=NOON)
        for key, (text, _) in texts.items()
    ]
    batch = Batch(mentions=tuple(found), cursor="c")
    with tools.database.write(publish=True) as store:
        store.mentions.commit(SOURCE, batch, [brands for _, brands in texts.values()], secret=tools.secret, now=NOON)


def rule(query: str, tag: str = "Late", brand: str | None = None):  # type: ignore[no-untyped-def]
    return new_rule(query, tag, brand, "Ann", NOON)


def tagged(tools: Workbench, tag: str = "Late") -> list[str]:
    """External ids with that tag."""
    with tools.database.write(publish=True) as store:
        ids = store.tag_rules.having(tag)
        con = store.kept._con
        rows = con.execute("select external_id, mention_id from mentions order by external_id").fetchall()
    return [key for key, number in rows if number in ids]


def test_a_preview_counts_and_shows_and_changes_nothing(house: Workbench) -> None:
    with house.database.read() as queries:
        found = preview(queries.kept, queries.tags, rule("late NOT box", brand="Acme"))
        part = preview(queries.kept, queries.tags, rule("late"), most=1)
    assert (found.looked_at, found.holds, found.new, found.refused, found.whole) == (4, 1, 1, 0, True)
    assert [one.mention.external_id for one in found.examples] == ["a1"]
    assert not part.whole and tagged(house) == []


def test_a_rule_tags_what_is_there_and_what_comes_and_a_persons_word_holds(house: Workbench) -> None:
    made = add(house, rule("late AND subreddit:coffee"))
    assert made.mentions == 3 and tagged(house) == ["a1", "a2", "b1"]
    tell(house, {"a4": ("So late", ("Acme",)), "a5": ("Fine", ("Acme",))})
    assert tagged(house) == ["a1", "a2", "b1"]
    assert tag_new(house) == 1 and tag_new(house) == 0
    with house.database.write() as store:
        (first,) = (one.mention_id for one in store.kept.page(NOON) if one.mention.external_id == "a1")
        store.tags.remove("late", [first], "Ben")
    assert apply(house).looked_at == 6
    assert tagged(house) == ["a2", "a4", "b1"]
    with house.database.read() as queries:
        again = preview(queries.kept, queries.tags, rule("late"))
    assert (again.holds, again.new, again.refused) == (4, 0, 1)
    assert house.database.verify()["problems"] == []


def test_a_rule_from_now_on_is_backdated_on_demand_and_a_paused_one_rests(house: Workbench) -> None:
    one = rule("late", brand="Bolt")
    add(house, one, backdate=False)
    assert tagged(house) == []
    assert apply(house, [one.rule_id]).tagged == 2 and tagged(house) == ["a2", "b1"]
    with house.database.write() as store:
        store.tag_rules.pause(one.rule_id)
    tell(house, {"b2": ("late", ("Bolt",))})
    assert tag_new(house) == 0 and apply(house).looked_at == 0
    with pytest.raises(ConfigError, match="tag rule 5: there is none"):
        apply(house, [5])


@pytest.mark.parametrize(
    ("query", "tag", "said"),
    [
        (" ", "x", "needs a query"),
        ("author:ann", "x", "cannot ask for author"),
        ("late AND (", "x", "column"),
        ("late", " ", "needs a word"),
        ("x" * 1001, "x", "longer than 1000"),
    ],
)
def test_what_is_no_rule_is_refused_in_words(query: str, tag: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        rule(query, tag)
