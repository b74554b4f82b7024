"""earshot.toml: what is accepted, and that every mistake is named with its remedy."""

from pathlib import Path

import pytest

from config import load
from domain.errors import ConfigError
from domain.records import Role

ROOT = Path(__file__).resolve().parent.parent


def write(folder: Path, text: str) -> Path:
    path = folder / "earshot.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_is_valid() -> None:
    config = load(ROOT / "earshot.example.toml")
    assert [b.role for b in config.brands] == [Role.OWN, Role.COMPETITOR]
    assert {s.name: s.every for s in config.sources}["coffee-reddit"] == 1800.0
    assert config.sources[0].namespace == "news"


def test_an_empty_file_is_a_valid_start(tmp_path: Path) -> None:
    config = load(write(tmp_path, ""))
    assert config.database == str(tmp_path / "earshot.duckdb")
    assert config.data_dir == tmp_path
    assert (config.engine, config.sources) == ("default", ())


def test_relative_paths_start_at_the_files_folder(tmp_path: Path) -> None:
    config = load(write(tmp_path, 'database = "sub/x.duckdb"\ndata_dir = "kept"'))
    assert config.database == str(tmp_path / "sub/x.duckdb")
    assert config.data_dir == tmp_path / "kept"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "earshot.toml"
    path.write_bytes(b"\xef\xbb\xbfengine = 'vader'")
    assert load(path).engine == "vader"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("databse = 'x'", "databse: unknown key"),
        ("engine = 'bert'", "engine: Input should be 'default', 'vader', 'calibrated' or 'llm'"),
        ("[[source]]\nname='a'\nkind='rss'\nevery='soon'", 'write a time such as "30m"'),
        ("[[source]]\nname='a'\nkind='rss'\nevery='0m'", 'write a time such as "30m"'),
        ("[[source]]\nname='a'\nkind='../rss'", "source.0.kind"),
        ("[[source]]\nname='a'\nkind='rss'\n[[source]]\nname='a'\nkind='rss'", "two sources are called 'a'"),
        ("[[brand]]\nname='A'\n[[source]]\nname='a'\nkind='rss'\nbrand='B'", "no brand 'B'; known: A"),
        ("[[source]]\nname='a'\nkind='rss'\nevery='400d'", 'source.0.every: write "366d" at most'),
        ("[[source]]\nname='a'\nid='x'\nkind='rss'\n[[source]]\nname='b'\nid='x'\nkind='rss'", "have the id 'x'"),
        ("[[source]]\nname='a'\nkind='rss'\n[[source]]\nname='b'\nid='a'\nkind='rss'", "have the id 'a'"),
        ("[scale]\nmaintain='never'", 'scale.maintain: write a time such as "30m"'),
        ("[source]\nname='a'\nkind='rss'", "source: write [[source]], in two brackets"),
        ("[[source]]\nname='a'\nkind='rss'\nbrands='A'", "source.0.brands: write a list"),
        ("database = '.'", "is a folder; name a file in it"),
        ("timezone = 'Mars'", 'write one such as "Europe/London"'),
        ("timezone = ", "not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load(path)
    assert said in str(error.value)
    assert "earshot.toml" in str(error.value)


def test_brand_and_brands_of_a_source_both_count(tmp_path: Path) -> None:
    brands = "[[brand]]\nname='A'\n[[brand]]\nname='B'\n"
    path = write(tmp_path, f"{brands}[[source]]\nname='a'\nkind='rss'\nbrand='A'\nbrands=['B', 'A']")
    assert load(path).sources[0].brands == ("A", "B")


def test_one_id_may_be_that_of_two_kinds(tmp_path: Path) -> None:
    path = write(tmp_path, "[[source]]\nname='a'\nid='x'\nkind='rss'\n[[source]]\nname='b'\nid='x'\nkind='file'")
    assert len(load(path).sources) == 2


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="earshot init BRAND writes one"):
        load(tmp_path / "none.toml")


def test_an_unknown_source_or_brand_lists_the_known_ones(tmp_path: Path) -> None:
    config = load(write(tmp_path, "[[brand]]\nname='A'\n[[source]]\nname='a'\nkind='rss'"))
    with pytest.raises(ConfigError, match="known: a"):
        config.source("b")
    with pytest.raises(ConfigError, match="known: A"):
        config.brand("B")
    assert config.brand(None).name == "A"


def test_a_lake_is_kept_up_every_hour_unless_something_else_does(tmp_path: Path) -> None:
    said = {None: 3600.0, "off": None, "6h": 21_600.0}
    for told, every in said.items():
        assert load(write(tmp_path, f"[scale]\nmaintain = '{told}'" if told else "")).maintain_every == every
