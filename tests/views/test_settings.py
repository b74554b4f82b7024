"""Settings: shown to everybody, changed by admins, through the file and under their own names."""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import wiring
from config import load
from domain.people import Person, Rank
from storage.connection import Database
from tests.test_people import AUTH
from tests.views import world
from tests.views.page import opened, text
from views.settings import PARTS
from wiring.people import listed


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("settings")
    database = world.empty(folder)
    with database.write(publish=True) as store:
        store.mutes.add("site", "spam.example", person="ada@example.com")
    database.close()
    return folder


@pytest.fixture
def app(tmp_path: Path, built: Path) -> Iterator[wiring.App]:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    (tmp_path / "earshot.toml").write_text(AUTH + '[[brand]]\nname = "Acme Espresso"\n', "utf-8")
    found = wiring.open_app(tmp_path / "earshot.toml")
    yield found
    found.database.close()


def page(app: wiring.App, email: str, moment: datetime):  # type: ignore[no-untyped-def]  # AppTest
    desk = app.of(listed(app.config, email))
    return opened("settings", app.database, moment.date(), desk=desk)  # type: ignore[arg-type]


def test_a_viewer_sees_the_settings_and_no_way_to_change_them(app: wiring.App, moment: datetime) -> None:
    found = page(app, "vera@example.com", moment)
    said = text(found)
    assert "an admin may change it" in said and "ada@example.com" in said and "spam.example" in said
    assert [b.label for b in found.button] == [] and not found.text_input and not found.exception


def test_an_admin_adds_a_person_and_the_log_says_who_did(app: wiring.App, moment: datetime) -> None:
    found = page(app, "ada@example.com", moment)
    found.text_input(key="settings-email").input("New@example.com")
    found.selectbox(key="settings-role").select(Rank.TRIAGER)
    next(b for b in found.button if b.label == "Add").click().run()
    assert not found.exception and "Saved: person" in text(found)
    assert Person(name="new@example.com", rank=Rank.TRIAGER) in load(app.config.path).people
    with app.queries() as queries:
        row = queries.change_log.latest(1).iloc[0]
    assert (row["person"], row["verb"], row["subject"]) == ("ada@example.com", "configure", "person")


def test_the_last_admin_is_told_that_they_must_stay(app: wiring.App, moment: datetime) -> None:
    found = page(app, "ada@example.com", moment)
    next(b for b in found.button if b.label == "Remove").click().run()
    assert "the last admin must stay one" in text(found) and len(load(app.config.path).people) == 3


def test_the_time_zone_is_changed_in_the_file(app: wiring.App, moment: datetime) -> None:
    found = page(app, "ada@example.com", moment)
    found.selectbox(key="settings-zone").select("Europe/London")
    next(b for b in found.button if b.label == "Save").click().run()
    assert not found.exception and str(load(app.config.path).timezone) == "Europe/London"


def test_erasing_asks_twice_and_gives_a_receipt(app: wiring.App, moment: datetime) -> None:
    found = page(app, "ada@example.com", moment)
    found.text_input(key="settings-erase-name").input("somebody")
    next(b for b in found.button if b.label == "Erase").click().run()
    assert "tick that you know" in text(found)
    found.text_input(key="settings-erase-name").input("somebody")
    found.checkbox(key="settings-erase-sure").check()
    next(b for b in found.button if b.label == "Erase").click().run()
    assert not found.exception and "author erased at" in text(found)


def test_a_triager_takes_a_mute_back_and_makes_tag_rules_and_nothing_else(app: wiring.App, moment: datetime) -> None:
    found = page(app, "tom@example.com", moment)
    assert [b.label for b in found.button if b.label != "Save this view"] == ["Unmute", "Preview"]
    found.button(key="settings-unmute").click().run()
    assert "Seen again: site spam.example" in text(found) and "Nobody is muted" in text(found)


def test_on_this_machine_alone_it_says_how_to_let_others_in(nothing: Database, moment: datetime) -> None:
    (nothing.path.parent / "earshot.toml").write_text('[[brand]]\nname = "Acme Espresso"\n', "utf-8")
    app = wiring.open_app(nothing.path.parent / "earshot.toml").of(Person(name="me", rank=Rank.ADMIN, local=True))
    found = opened("settings", nothing, moment.date(), desk=app)  # type: ignore[arg-type]
    assert "Nobody signs in" in text(found) and "Too few to say" in text(found) and not found.exception
    app.database.close()


def test_the_index_leads_to_every_part_of_the_page(app: wiring.App, moment: datetime) -> None:
    said = text(page(app, "vera@example.com", moment))
    marks = re.findall(r'<a href="#([^"]+)">', said.split('class="es-index"')[1].split("</nav>")[0])
    assert len(marks) == len(set(marks)) == len(PARTS)
    assert [f'id="{mark}"' in said for mark in marks] == [True] * len(marks)
    assert said.count('<h2 class="es-h2"') == len(marks) + 1  # and the saved views of the sidebar
