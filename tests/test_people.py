"""Who may do what: the list in the file, roles inside every write, and changes under one's own name."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import wiring
from config import edit, load
from domain.errors import ConfigError, NotAllowed
from domain.journey import JourneyEdit, Lead
from domain.people import Person, Rank, Right
from domain.records import Label, PhraseRule
from tests.views import world
from wiring.people import listed, local_person, secrets_at_start, sign_in_secrets, signed_in

AUTH = """
app_url = "https://earshot.example"
# Our brand, and who looks at it.
[auth]
server_metadata_url = "https://accounts.example/.well-known/openid-configuration"
client_id = "earshot"
[[person]]
email = "Ada@example.com"
role = "admin"
[[person]]
email = "tom@example.com"
role = "triager"
[[person]]
email = "vera@example.com"
"""
BRAND = '[[brand]]\nname = "Acme Espresso"\n'
SECRETS = {"EARSHOT_CLIENT_SECRET": "s", "EARSHOT_COOKIE_SECRET": "c" * 32}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "earshot.toml"
    found.write_text(AUTH + BRAND, "utf-8")
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to copy: making one takes longer than any test here."""
    folder = tmp_path_factory.mktemp("built")
    world.empty(folder).close()
    return folder


@pytest.fixture
def app(path: Path, built: Path) -> Iterator[wiring.App]:
    shutil.copytree(built, path.parent, dirs_exist_ok=True)
    found = wiring.open_app(path)
    yield found
    found.database.close()


def of(app: wiring.App, email: str) -> wiring.App:
    return app.of(signed_in(app.config, {"email": email}))


def logged(app: wiring.App) -> list[tuple[str, str, str]]:
    with app.queries() as queries:
        frame = queries.change_log.latest()
    return [tuple(row) for row in frame[["person", "verb", "subject"]].itertuples(index=False)]


def test_who_is_listed_comes_in_whatever_the_case_of_the_address(path: Path) -> None:
    assert signed_in(load(path), {"email": "ADA@Example.com"}) == Person(name="ada@example.com", rank=Rank.ADMIN)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "eve@example.com"},
        {"email": "ada@example.com", "email_verified": False},
        {"email": "ada@example.com", "email_verified": "false"},
        {"email": "\u212aate@example.com"},
        {"sub": "ada@example.com"},
        {"email": ["ada@example.com"]},
    ],
)
def test_who_is_not_listed_or_not_verified_stays_out(path: Path, claims: dict[str, object]) -> None:
    with pytest.raises(NotAllowed):
        signed_in(load(path), claims)


def test_a_triager_decides_and_the_change_carries_their_name_not_the_pages(app: wiring.App) -> None:
    with of(app, "tom@example.com").store() as store:
        store.triage.set("Acme Espresso", 1, person="somebody else", status="resolved")
        store.notes.add("Acme Espresso", world.now().date(), "Fair in town")
    assert logged(app) == [
        ("tom@example.com", "note", f"Acme Espresso/{world.now().date()}"),
        ("tom@example.com", "triage", "Acme Espresso/1"),
    ]


def test_a_record_that_names_a_person_is_written_under_the_right_name(app: wiring.App) -> None:
    rule = PhraseRule(rule_id=7, phrase="War Zone", label=None, brand=None, person="x", made_at=world.now())
    with of(app, "ada@example.com").store() as store:
        store.phrase_rules.add(rule)
    with app.queries() as queries:
        assert [known.person for known in queries.phrase_rules.known()] == ["ada@example.com"]


def test_a_viewer_writes_nothing_by_any_way(app: wiring.App) -> None:
    viewer = of(app, "vera@example.com")
    with pytest.raises(NotAllowed, match=r"vera@example\.com is a viewer here and may not"), viewer.store() as store:
        store.overrides.set(1, Label.NEGATIVE, "vera")
    for work in (
        lambda: viewer.rewrite(edit.person("vera@example.com", Rank.ADMIN), "person", {}),
        lambda: viewer.erase("author", "somebody"),
        lambda: viewer.phrases(lambda rules, name: None),
        lambda: viewer.tagging(lambda rules, name: None),
        lambda: viewer.try_channel("EARSHOT_NOTIFY_TEAM"),
        lambda: viewer.require(Right.TRIAGE),
    ):
        with pytest.raises(NotAllowed):
            work()
    assert (
        logged(app) == [] and "vera" in app.config.people[2].name and load(app.config.path).people[2].rank == "viewer"
    )


def test_a_triager_tags_and_makes_rules_and_edits_the_journey_under_their_own_name(app: wiring.App) -> None:
    triager, made = of(app, "tom@example.com"), []
    edit_ = JourneyEdit(touchpoint="Delivery", lead=Lead.PHRASE, value="drone", added=True)
    triager.tagging(lambda rules, name: made.append(rules.add("late", "Late", None, name, backdate=True)))
    with triager.store() as store:
        store.tags.add("vip", [1], "somebody else")
        store.tags.undo(made[0].change_id, "somebody else")
        store.journey_edits.put("d2c", edit_, "somebody else")
    assert {person for person, _, _ in logged(app)} == {"tom@example.com"}
    assert sorted(verb for _, verb, _ in logged(app)) == ["add tag rule", "journey edit", "tag", "undo add tag rule"]


def test_a_triager_cannot_do_what_is_an_admins(app: wiring.App) -> None:
    triager = of(app, "tom@example.com")
    for noun in ("alert_rules", "phrase_rules", "settings", "sources", "erasures", "mentions", "journey"):
        with pytest.raises(NotAllowed, match="ask an admin"), triager.store() as store:
            getattr(store, noun)
    assert logged(app) == []


def test_nobody_in_particular_may_only_look(app: wiring.App) -> None:
    with pytest.raises(NotAllowed), app.store():
        pass


def test_a_role_that_was_taken_away_is_gone_with_the_next_write(app: wiring.App, path: Path) -> None:
    tom = of(app, "tom@example.com")
    edit.rewrite(path, edit.person("tom@example.com", Rank.VIEWER))
    with pytest.raises(NotAllowed), tom.store():
        pass
    edit.rewrite(path, edit.without_person("tom@example.com"))
    with pytest.raises(NotAllowed, match="not on the list"), tom.store():
        pass


def test_who_sits_at_the_machine_may_no_more_once_people_sign_in(app: wiring.App) -> None:
    with pytest.raises(NotAllowed, match="reload"), app.of(local_person({"EARSHOT_PERSON": "me"})).store():
        pass


def test_who_sits_at_the_machine_is_an_admin_under_their_own_name(tmp_path: Path, built: Path) -> None:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    (tmp_path / "earshot.toml").write_text(BRAND, "utf-8")
    app = wiring.open_app(tmp_path / "earshot.toml").of(local_person({"EARSHOT_PERSON": " Mia "}))
    with app.store() as store:
        store.notes.add("Acme Espresso", world.now().date(), "Fair", "x")
    assert logged(app)[0][0] == "Mia" and local_person({}).name
    app.database.close()


def test_an_admins_change_of_the_file_keeps_its_comments_and_is_logged(app: wiring.App, path: Path) -> None:
    path.chmod(0o640)
    ada = of(app, "ada@example.com")
    ada.rewrite(edit.person("New@example.com", Rank.TRIAGER), "person", {"email": "new@example.com"})
    ada.rewrite(edit.setting("timezone", "Europe/London"), "timezone", {"to": "Europe/London"})
    config = load(path)
    assert listed(config, "new@example.com").rank is Rank.TRIAGER and str(config.timezone) == "Europe/London"
    assert "# Our brand, and who looks at it." in path.read_text("utf-8") and path.stat().st_mode & 0o777 == 0o640
    assert [line[1:] for line in logged(app)] == [("configure", "timezone"), ("configure", "person")]
    assert sorted(p.name for p in path.parent.glob(".earshot*")) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (edit.setting("timezone", "Mars/Base"), "timezone"),
        (edit.setting("engine", "magic"), "engine"),
        (edit.person("no address", Rank.VIEWER), "person"),
        (edit.person("ada@example.com", Rank.VIEWER), "last admin"),
        (edit.without_person("ada@example.com"), "last admin"),
        (edit.without_person("eve@example.com"), "not on the list"),
    ],
)
def test_a_change_that_would_be_wrong_leaves_the_file_as_it_was(path: Path, change: edit.Change, says: str) -> None:
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=says):
        edit.rewrite(path, change)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (AUTH.replace("app_url", "# "), "app_url"),
        (AUTH.replace("https://accounts", "http://accounts"), "https"),
        (AUTH.replace("https://earshot", "http://earshot"), "https"),
        (AUTH.split("[[person]]")[0], "lets nobody in"),
        (AUTH.replace("tom@", "ADA@"), "listed twice"),
        (AUTH.replace("tom@", "t\u00f6m@"), "person"),
        (AUTH.replace('"triager"', '"boss"'), "role"),
    ],
)
def test_a_list_that_would_let_in_nobody_or_anybody_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "earshot.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=says):
        load(path)


def test_the_sign_in_gets_its_secrets_from_the_environment_alone(path: Path) -> None:
    found = sign_in_secrets(load(path), SECRETS)
    assert found and found["auth"]["redirect_uri"] == "https://earshot.example/oauth2callback"
    assert found["auth"]["client_secret"] == "s" and "s" * 32 not in path.read_text("utf-8")
    for missing in SECRETS:
        with pytest.raises(ConfigError, match=missing):
            sign_in_secrets(load(path), {k: v for k, v in SECRETS.items() if k != missing})
    with pytest.raises(ConfigError, match="too short"):
        sign_in_secrets(load(path), SECRETS | {"EARSHOT_COOKIE_SECRET": "short"})
    assert secrets_at_start(path, {}) is None and json.dumps(secrets_at_start(path, SECRETS))
