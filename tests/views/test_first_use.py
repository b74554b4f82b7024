"""The first use, as far as no child process is needed: the brand, the plan, and words for what is wrong with them."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import wiring
from config import load, starter
from domain.errors import ConfigError, NotAllowed
from domain.people import Person, Rank
from tests.views.page import text

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "earshot.toml"
    monkeypatch.setenv("EARSHOT_CONFIG", str(found))
    return found


def begun(brand: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    app.text_input(key="first-brand-name").input(brand)
    return app.button[0].click().run()


def test_without_a_file_the_app_asks_for_a_brand_and_suggests_where_to_listen(path: Path) -> None:
    app = begun("Acme Coffee")
    assert not app.exception and app.text_input(key="first-query-Acme Coffee").value == '"Acme Coffee"'
    assert [box.value for box in app.checkbox] == [True, True] and "Where to listen" not in text(app)
    assert "no such file" in text(app) and not path.exists()


def test_a_query_that_is_none_is_told_before_anything_is_asked_or_written(path: Path) -> None:
    app = begun("Acme")
    app.text_input(key="first-query-Acme").input("acme AND (")
    next(b for b in app.button if b.label == "Try it").click().run()
    assert not app.exception and 'role="alert"' in text(app) and not path.exists()


def test_no_source_at_all_is_told(path: Path) -> None:
    app = begun("Acme")
    for box in app.checkbox:
        box.uncheck()
    next(b for b in app.button if b.label == "Try it").click().run()
    assert "choose at least one source" in text(app)


def test_a_brand_without_a_name_is_asked_for_again(path: Path) -> None:
    app = begun("   ")
    assert "Write the brand&#x27;s name first." in text(app) and not app.checkbox


def test_a_dropped_file_begins_without_any_source(path: Path) -> None:
    app = begun("Acme")
    app.file_uploader[0].upload("[x](y).csv", b"text,rating\ngood,5\n")
    app.run()
    next(b for b in app.button if b.label.startswith("Begin with")).click().run()
    assert not app.exception and [b.name for b in load(path).brands] == ["Acme"] and load(path).sources == ()
    assert "Begin with your file" in text(app) and "Try it" in [b.label for b in app.button]
    assert len(list((path.parent / "uploads").glob("*/*.csv"))) == 1
    next(b for b in app.button if b.label == "Another file").click().run()
    assert "Or begin with a file" in text(app) and not list((path.parent / "uploads").glob("*"))


def test_a_file_with_a_brand_and_no_mention_offers_to_fetch(path: Path) -> None:
    path.write_text('[[brand]]\nname = "Acme"\n', "utf-8")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    assert [b.label for b in app.button] == ["Fetch now"] and not app.exception


def test_the_written_file_is_what_the_plan_said_whatever_the_brand_is_called(path: Path) -> None:
    name = 'Ac"me \\ [x]\u2028 = 1'
    beginning = wiring.Beginning(path)
    plan = beginning.plan(name, "acme", (*starter.suggested(name), starter.feed("http://127.0.0.1:9/f?a='\"", 1)))
    assert beginning.missing()
    beginning.write(plan)
    config = load(path)
    assert not beginning.missing() and [b.name for b in config.brands] == [" ".join(name.split())]
    assert [s.name for s in config.sources] == ["news", "reddit", "feed-1"]
    assert config.sources[2].options == {"url": "http://127.0.0.1:9/f?a='\""}
    with pytest.raises(ConfigError, match="has a brand already"):
        beginning.write(plan)


def test_a_file_without_a_brand_keeps_what_it_says(path: Path) -> None:
    path.write_text('# Mine.\nengine = "vader"\n[notify]\nchannels = []\n', "utf-8")
    beginning = wiring.Beginning(path)
    beginning.write(beginning.plan("Acme", "", (starter.feed("https://example.com/feed", 1),)))
    config = load(path)
    assert (config.engine, config.brands[0].query, config.sources[0].every) == ("vader", '"Acme"', 3600)
    assert path.read_text("utf-8").startswith("# Mine.")


def test_who_may_not_manage_starts_no_fetch(path: Path) -> None:
    path.write_text('[[brand]]\nname = "Acme"\n', "utf-8")
    app = wiring.open_app(path).of(Person(name="vera", rank=Rank.VIEWER, local=True))
    with pytest.raises(NotAllowed):
        wiring.Beginning(path).start(app)
    path.write_text("", "utf-8")
    beginning = wiring.Beginning(path)
    with pytest.raises(NotAllowed):
        beginning.write(beginning.plan("Acme", "", starter.suggested("Acme")), app)
    assert path.read_text("utf-8") == ""
