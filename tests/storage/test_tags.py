"""Tags: put on and taken off, by people and by rules; a person's word holds, and every change has its way back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from domain.errors import ConfigError, StorageError
from domain.identity import mention_id
from domain.records import Batch, Label, Mention
from domain.tags import MOST_AT_ONCE, MOST_ON_A_MENTION, TagRule, tag_key, tag_named
from storage.connection import Database
from storage.store import Store
from tests.storage.conftest import NOW, SECRET, SOURCE, acme, commit, label_all, mention

BOTH = ("Acme", "Bolt")
ONE, TWO, THREE = (mention_id("rss", "feed", n) for n in "123")
RULE = TagRule(rule_id=7, tag="Late", query="late OR slow", brand=None, person="Ann", made_at=NOW)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Path:
    """Three mentions of two brands; to be copied."""
    database = Database(copyfile(empty, tmp_path_factory.mktemp("tags") / "house.duckdb"), publish_every=3600.0)
    commit(database, mention("1", rating=1.0), mention("2"), mention("3"), brands=[BOTH, BOTH[:1], BOTH[1:]])
    label_all(database, {"number 1": Label.NEGATIVE, "number": Label.POSITIVE})
    return database.path


@pytest.fixture
def house(tmp_path: Path, built: Path) -> Iterator[Database]:
    database = Database(copyfile(built, tmp_path / "house.duckdb"), publish_every=3600.0)
    yield database
    database.close()


@pytest.fixture
def told(house: Database) -> Iterator[Store]:
    """One transaction on it, and after it nothing is out of step."""
    with house.write() as store:
        yield store
    assert house.verify()["problems"] == []


def tags(store: Store) -> dict[int, list[str]]:
    """The tags of each mention that has some."""
    rows = store.kept._con.execute("select mention_id, list(tag order by tag) from mention_tag group by 1").fetchall()
    return dict(rows)


def arrive(store: Store, *mentions: Mention, brands: tuple[str, ...] = ("Acme",)) -> None:
    batch = Batch(mentions=mentions, cursor="c2")
    store.mentions.commit(SOURCE, batch, [brands] * len(mentions), secret=SECRET, now=NOW)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  late \t delivery ", "late delivery"),
        ("a\u202eb", "a b"),
        ("cafe\u0301", "caf\u00e9"),
        ("<b>x</b>", "<b>x</b>"),
        ("🚚", "🚚"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_name_is_kept_clean_and_otherwise_as_written(written: str, kept: str) -> None:
    assert tag_named(written) == kept


@pytest.mark.parametrize("written", ["", " \u200b ", "x" * 41, "a; b", "\x00"])
def test_a_name_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ConfigError, match="tag"):
        tag_named(written)


def test_two_spellings_are_one_tag_with_the_first_ones_looks(told: Store) -> None:
    assert told.tags.add("Straße", [ONE], "eve").mentions == 1
    again = told.tags.add("STRASSE", [ONE, TWO, 99], "eve")
    assert (again.tag, again.mentions) == ("Straße", 1) and tag_key("STRASSE") == tag_key("Straße")
    assert tags(told) == {ONE: ["Straße"], TWO: ["Straße"]}


def test_a_tag_narrows_rows_and_figures_and_holds_nothing_but_mentions(house: Database) -> None:
    with house.write(publish=True) as store:
        store.tags.add("vip", [ONE, THREE], "eve")
    with house.read() as q:
        scope = acme(tag="VIP")
        assert list(q.mentions.page(scope)["mention_id"]) == [ONE] and q.mentions.count(scope) == 1
        assert list(q.mentions.page(scope)["tags"]) == [["vip"]]
        assert (q.counts.sentiment_counts(scope).negative, q.counts.mention_count(scope)) == (1, 1)
        assert q.counts.voice(scope).mentions == {"Acme": 1, "Bolt": 2}
        assert list(q.daily.trend(scope)["negative"]) == [1] and q.counts.review_stars(scope).n == 1
        assert q.counts.nps_answers(scope).n == 0
        assert q.mentions.count(acme(tag="nobody's")) == 0
        assert q.export.mentions(acme()).read_all().to_pydict()["tags"] == ["vip", None]
        assert [(t.tag, t.mentions, t.by_hand) for t in q.tags.table()] == [("vip", 2, 2)]


def test_every_change_is_taken_back_by_its_id_and_only_once(told: Store) -> None:
    put = told.tags.add("vip", [ONE, TWO], "eve")
    off = told.tags.remove("VIP", [TWO, THREE], "eve")
    assert off.mentions == 1 and tags(told) == {ONE: ["vip"]}
    told.tags.undo(off.change_id, "eve")
    assert tags(told) == {ONE: ["vip"], TWO: ["vip"]}
    name = told.tags.rename("vip", "Press", "eve")
    gone = told.tags.delete("press", "eve")
    assert tags(told) == {}
    told.tags.undo(gone.change_id)
    told.tags.undo(name.change_id)
    assert tags(told) == {ONE: ["vip"], TWO: ["vip"]}
    told.tags.undo(put.change_id)
    assert tags(told) == {} and told.tag_rules.names() == ()
    assert [event.undone for event in told.tag_rules.history()] == [True] * 4
    with pytest.raises(StorageError, match="taken back already"):
        told.tags.undo(put.change_id)
    with pytest.raises(StorageError, match="not known"):
        told.tags.undo(5)
    verbs = [
        row[0]
        for row in told.kept._con.execute(
            "select verb from audit_log where verb like '%tag%' order by made_at"
        ).fetchall()
    ]
    assert verbs[:2] == ["tag", "untag"] and verbs[-1] == "undo tag"


def test_undo_leaves_alone_what_somebody_changed_since(told: Store) -> None:
    first = told.tags.add("vip", [ONE, TWO], "eve")
    told.tags.remove("vip", [TWO], "ann")
    told.tags.add("vip", [TWO], "ann")
    told.tags.undo(first.change_id)
    assert tags(told) == {TWO: ["vip"]}


def test_names_do_not_collide_and_numbers_are_bounded(told: Store) -> None:
    told.tags.add("vip", [ONE])
    gone = told.tags.delete("vip")
    told.tags.add("VIP", [TWO])
    with pytest.raises(StorageError, match="another tag 'VIP'"):
        told.tags.undo(gone.change_id)
    told.tags.add("press", [ONE])
    with pytest.raises(ConfigError, match="already; put it on"):
        told.tags.rename("press", "Vip")
    assert told.tags.rename("vip", "Vip").tag == "Vip"
    with pytest.raises(ConfigError, match="there is no tag"):
        told.tags.remove("nothing", [ONE])
    with pytest.raises(ConfigError, match="narrow them down"):
        told.tags.add("vip", list(range(MOST_AT_ONCE + 1)))
    for n in range(MOST_ON_A_MENTION):
        told.tags.add(f"n{n}", [ONE])
    full = told.tags.add("one more", [ONE, TWO])
    assert (full.mentions, full.full, len(tags(told)[ONE])) == (1, 1, MOST_ON_A_MENTION)


def read(store: Store, *found: tuple[int, int]) -> int:
    """Let the rules look at all that waits; `found` is what they find. Returns how many mentions waited."""

    waits = store.tag_rules.pending(100)
    ids = {one.mention_id for one in waits}
    store.tag_rules.put(waits, [pair for pair in found if pair[0] in ids], {7, 8})
    store.tag_rules.done(waits)
    return len(waits)


def test_a_rule_reads_what_comes_after_it_and_what_is_rewritten(told: Store) -> None:
    assert read(told, (ONE, 7)) == 0, "without a rule nothing waits"
    told.tag_rules.add(RULE)
    assert read(told, (ONE, 7)) == 0 and tags(told) == {}
    arrive(told, mention("1", text="It was late"), mention("4", text="slow again"))
    assert read(told, (ONE, 7)) == 2 and tags(told) == {ONE: ["Late"]}
    assert read(told) == 0
    arrive(told, mention("1", text="It was fine"))
    assert read(told) == 1 and tags(told) == {}
    pause = told.tag_rules.pause(7)
    arrive(told, mention("5", text="late"))
    assert read(told) == 0
    told.tags.undo(pause.change_id)
    arrive(told, mention("6", text="late"))
    assert read(told) == 1


def test_a_persons_removal_of_a_rules_tag_holds_for_ever(told: Store) -> None:
    told.tag_rules.add(RULE)
    known = told.kept.of([ONE, TWO])
    told.tag_rules.put(known, [(ONE, 7), (TWO, 7)], {7})
    off = told.tags.remove("late", [ONE], "eve")
    assert told.tag_rules.put(known, [(ONE, 7), (TWO, 7)], {7}) == 1
    assert told.tag_rules.refused("Late") == {ONE}
    assert tags(told) == {TWO: ["Late"]}
    told.tags.undo(off.change_id)
    assert tags(told) == {ONE: ["Late"], TWO: ["Late"]}
    told.tags.remove("late", [ONE], "eve")
    told.tags.add("late", [ONE], "eve")
    assert tags(told)[ONE] == ["Late"], "a person may think again"


def test_a_removed_rule_takes_its_tags_along_or_leaves_them(told: Store) -> None:
    told.tag_rules.add(RULE)
    with pytest.raises(ConfigError, match="is there already"):
        told.tag_rules.add(replace(RULE, rule_id=8))
    told.tag_rules.put(told.kept.of([ONE, TWO]), [(ONE, 7), (TWO, 7)], {7})
    told.tags.add("Late", [TWO], "eve")
    gone = told.tag_rules.remove(7, keep_tags=False)
    assert gone.mentions == 2 and tags(told) == {TWO: ["Late"]}, "what a person said stays"
    told.tags.undo(gone.change_id)
    assert tags(told) == {ONE: ["Late"], TWO: ["Late"]}
    told.tag_rules.remove(7, keep_tags=True)
    assert tags(told) == {ONE: ["Late"], TWO: ["Late"]}
    assert told.tag_rules.rules() == []
    with pytest.raises(StorageError, match="there is none"):
        told.tag_rules.pause(7)


def test_a_rules_undo_takes_back_all_that_it_did(told: Store) -> None:
    made = told.tag_rules.add(RULE)
    told.tag_rules.put(told.kept.of([ONE]), [(ONE, 7)], {7})
    told.tags.undo(made.change_id)
    assert tags(told) == {} and told.tag_rules.rules() == []


def test_erasing_a_mention_erases_its_tags_and_what_was_remembered_of_them(told: Store) -> None:
    told.tags.add("vip", [ONE, TWO], "eve")
    told.tags.remove("vip", [ONE], "eve")
    counts = told.erasures.mention(ONE, now=NOW)
    assert (counts["tag_refusals"], counts["tag_changed"]) == (1, 3)
    left = told.kept._con.execute("select distinct text_id from tag_changed").fetchall()
    assert left == [(TWO,)]
    assert tags(told) == {TWO: ["vip"]}


def test_a_mention_of_no_brand_stays_while_a_person_has_tagged_it(told: Store) -> None:
    arrive(told, mention("8"), mention("9"), brands=())
    told.tags.add("vip", [mention_id("rss", "feed", "8")])
    assert told.mentions.drop_unmatched(NOW.replace(year=NOW.year + 1)) == 1


@pytest.mark.both
def test_tags_and_rules_hold_in_either_store(db: Database) -> None:
    commit(db, mention("1"), mention("2"))
    with db.write() as store:
        put = store.tags.add("vip", [ONE, TWO], "eve")
        store.tag_rules.add(RULE)
        store.tag_rules.put(store.kept.of([ONE, TWO]), [(ONE, 7), (TWO, 7)], {7})
        store.tags.remove("late", [TWO], "eve")
        store.tags.rename("late", "Late!")
    commit(db, mention("3", text="late"))
    with db.write(publish=True) as store:
        assert read(store, (THREE, 7)) == 1
        store.tags.undo(put.change_id)
        assert tags(store) == {ONE: ["Late!"], THREE: ["Late!"]}
    with db.read() as q:
        assert q.mentions.count(acme(tag="late!")) == 2
        assert [t.mentions for t in q.tags.table()] == [2]
    assert db.verify()["problems"] == []
