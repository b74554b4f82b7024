"""The stage reads emotion, intents and relevance of what is new, and of nothing else."""

from pathlib import Path

import pytest

from config import Config, load
from domain.errors import ConfigError
from domain.measures import Scope
from domain.records import Batch, Mention
from domain.traits import AdvocacyCounts
from pipeline.relevance import judge_relevance
from pipeline.traits import TraitStage
from pipeline.workbench import Workbench
from tests import house
from tests.storage.conftest import NOW, SECRET

BRAND = '[[brand]]\nname = "Apple"\nabout = "Apple makes phones and computers: iPhone, Mac"\n'
ACME = Scope(brand="Acme")
APPLE = Scope(brand="Apple")
FEED = {"feed": "http://127.0.0.1:9/never-asked"}


def collected(config: Config, *texts: str, brand: str) -> Workbench:
    """A bench whose database holds these texts of one brand."""
    bench = house.bench(config)
    mentions = tuple(
        Mention(source="feed", kind="rss", external_id=text, text=text, published_at=NOW) for text in texts
    )
    with bench.database.write(publish=True) as store:
        batch = Batch(mentions=mentions, cursor="1")
        store.mentions.commit(config.sources[0], batch, [(brand,)] * len(texts), secret=SECRET, now=NOW)
    return bench


def judged(config: Config, bench: Workbench | None = None) -> Workbench:
    bench = bench or house.bench(config)
    judge_relevance(bench, lambda n: None)
    bench.database.publish()
    return bench


def test_traits_are_read_once_and_of_new_texts_only(tmp_path: Path) -> None:
    config = house.configure(tmp_path, FEED)
    bench = collected(
        config,
        "I recommend Acme to everybody!",
        "Do not buy from Acme, the worst.",
        "Der Acme ist kaputt und niemand antwortet mir.",
        brand="Acme",
    )
    TraitStage(bench, bench.scorer(), lambda n: None).rest()
    bench.database.publish()
    with bench.database.read() as queries:
        rows = queries.sql("select emotion is null, intents from trait order by len(intents), 2")[1]
        assert queries.counts.advocacy(ACME) == AdvocacyCounts(recommends=1, warns=1, texts=2, read=2)
    assert rows[0] == [True, []]
    collected(config, "How do I descale my Acme?", brand="Acme")
    progressed: list[int] = []
    TraitStage(bench, bench.scorer(), progressed.append).rest()
    assert progressed == [1]
    bench.database.publish()
    with bench.database.read() as queries:
        assert list(queries.traits.intents(ACME)["of"]) == [3] * len(queries.traits.intents(ACME))
        assert queries.mentions.count(ACME, trait="question") == 1


def test_a_stopped_analysis_reads_no_traits(tmp_path: Path) -> None:
    config = house.configure(tmp_path, FEED)
    bench = collected(config, "I recommend Acme to everybody!", brand="Acme")
    bench.stop.set()
    TraitStage(bench, bench.scorer(), lambda n: None).rest()
    bench.database.publish()
    with bench.database.read() as queries:
        assert queries.traits.emotions(ACME).empty


def test_what_is_not_about_the_brand_is_flagged_left_out_when_strict_and_let_in_again(tmp_path: Path) -> None:
    texts = ("My Apple phone died after the update.", "Peel the apple, cut it into slices and add sugar.")
    told = house.configure(tmp_path, FEED, brands=BRAND)
    bench = judged(told, collected(told, *texts, brand="Apple"))
    with bench.database.read() as queries:
        assert queries.counts.mention_count(APPLE) == 2
        doubted = queries.mentions.page(APPLE).set_index("text")["doubted"]
        assert (doubted[texts[0]], doubted[texts[1]]) == ([], ["Apple"])
    bench.database.close()
    strict = house.configure(tmp_path, FEED, brands=f'{BRAND}relevance = "strict"\n')
    bench = judged(strict)
    with bench.database.read() as queries:
        assert list(queries.mentions.page(APPLE)["text"]) == [texts[0]]
    assert bench.database.verify()["problems"] == []
    bench.database.close()
    bench = judged(house.configure(tmp_path, FEED, brands='[[brand]]\nname = "Apple"\n'))
    with bench.database.read() as queries:
        assert queries.counts.mention_count(APPLE) == 2
        assert queries.sql("select count(*) from relevance")[1] == [[0]]


def test_relevance_is_flag_or_strict(tmp_path: Path) -> None:
    (tmp_path / "earshot.toml").write_text('[[brand]]\nname = "A"\nrelevance = "harsh"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"brand\.0\.relevance.*'flag' or 'strict'"):
        load(tmp_path / "earshot.toml")
