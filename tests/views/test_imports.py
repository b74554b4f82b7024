"""The page Import: a dropped file is guessed, corrected, tried and stored; strangers' cells stay cells."""

import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, TextIO

import pytest
from streamlit.testing.v1 import AppTest

import wiring
from commands.exits import translate
from config import load
from domain.errors import NotAllowed
from domain.imports import Ask
from domain.measures import Scope
from domain.people import Person, Rank
from earshot import cli
from metrics import METRICS
from tests.house import _left_as_found
from tests.views import world
from tests.views.page import opened, text
from tests.views.test_hostile import LIVE, _foreign, _labels
from wiring.importing import LARGEST, Importing

BRAND = "Acme Espresso"
ATTACK = '<img src=x onerror=alert(1)> [a](javascript:b) $5 or $6 https://evil.example =HYPERLINK("x")'


@dataclass
class Child:
    """A child process that works when it is told to, and in this one: most of its time goes into beginning."""

    command: list[str]
    said: str
    words: str
    person: str
    returncode: int | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        with (
            Path(self.said).open("w") as out,
            Path(self.words).open("w") as err,
            redirect_stdout(out),
            redirect_stderr(err),
            _left_as_found(["earshot", *self.command[3:]]),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setenv("EARSHOT_PERSON", self.person)
            self.returncode = translate(cli)
        self.ended.set()

    def poll(self) -> int | None:
        return self.returncode

    def wait(self) -> int:
        self.ended.wait(30)
        return int(self.returncode or 0)


class Desk(wiring.App):
    """The app, with children that wait for a word."""

    children: ClassVar[list[Child]] = []

    @property
    def imports(self) -> Importing:
        return replace(super().imports, begin=self._begin)  # type: ignore[arg-type]  # a child of ours

    def _begin(
        self, command: list[str], *, cwd: Path, stdout: TextIO, stderr: TextIO, env: Mapping[str, str] | None = None
    ) -> Child:
        child = Child(command, stdout.name, stderr.name, (env or {}).get("EARSHOT_PERSON", ""))
        self.children.append(child)
        return child


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "earshot.toml").write_text(f'engine = "vader"\n[[brand]]\nname = "{BRAND}"\n', "utf-8")
    world.empty(tmp_path).close()
    yield tmp_path
    Desk.children.clear()


def desk(folder: Path, rank: Rank = Rank.ADMIN) -> Desk:
    app = wiring.open_app(folder / "earshot.toml")
    return Desk(config=app.config, database=app.database, who=Person(name="mia", rank=rank, local=True))


def page(folder: Path, rank: Rank = Rank.ADMIN) -> AppTest:
    app = desk(folder, rank)
    return opened("import", app.database, world.now().date(), desk=app)  # type: ignore[arg-type]  # the app is a desk


def dropped(found: AppTest, name: str, data: bytes) -> AppTest:
    found.file_uploader[0].upload(name, data)
    found.run()
    assert not found.exception
    return found


def click(found: AppTest, label: str) -> AppTest:
    """Click, let the child work where one was begun, and draw the page again."""
    next(b for b in found.button if b.label.startswith(label)).click()
    found.run()
    for child in [child for child in Desk.children if child.returncode is None and "analyze" not in child.command]:
        child.work()
        found.run()
    assert not found.exception
    return found


def chosen(found: AppTest, start: str) -> Any:
    return next(box for box in [*found.selectbox, *found.text_input, *found.multiselect] if box.label.startswith(start))


def nps(folder: Path) -> tuple[float, int]:
    with wiring.open_app(folder / "earshot.toml").queries() as queries:
        found = METRICS["nps"].estimate(queries.counts.nps_answers(Scope(brand=BRAND)))
    return round(found.value, 2), found.n


def test_a_real_survey_goes_from_the_drop_to_its_score_and_its_like_needs_no_second_map(
    folder: Path, shared: Path
) -> None:
    path = shared / "surveys" / "sfo" / "2017_SFO_Customer_Survey.csv.gz"
    found = dropped(page(folder), path.name, path.read_bytes())
    assert chosen(found, "What is it?").value == "surveys"
    assert "6</bdi> · <bdi" in text(found) and "All 97 columns" in text(found)
    chosen(found, "Codes of Would recommend").input("11, Blank")
    chosen(found, "Name of this survey").input("SFO 2017")
    found.run()
    click(found, "Try it")
    assert "<b>2,831 rows</b> would be stored: 2,831 new" in text(found) and "kept as a keyed hash" in text(found)
    click(found, "Store 2,831 rows")
    assert "<b>2,831 new</b>, 0 corrected, 0 unchanged, 0 rejected." in text(found)
    assert nps(folder) == (39.84, 2746)
    assert list((folder / "uploads").rglob("*")) == []
    with desk(folder).queries() as queries:
        newest = queries.change_log.latest(1).iloc[0]
    assert (newest["person"], newest["verb"], newest["subject"]) == ("mia", "import", "surveys")
    click(found, "Another file")
    again = dropped(page(folder), "next-month.csv.gz", path.read_bytes())
    assert "Its headings are known" in text(again) and chosen(again, "Codes of Would").value == "11, Blank"
    click(again, "Try it")
    assert "2,831 unchanged" in text(again) and "There is nothing to store." in text(again)


def test_qualtrics_is_known_and_a_question_is_chosen_by_its_values(folder: Path, shared: Path) -> None:
    path = shared / "surveys" / "qualtrics" / "sample.csv"
    found = dropped(page(folder), path.name, path.read_bytes())
    assert (chosen(found, "What is it?").value, chosen(found, "Written by").value) == ("surveys", "qualtrics")
    box = chosen(found, "In their words")
    box.select(next(place for place, name in enumerate(box.options) if name == "Q2"))
    found.run()
    click(found, "Try it")
    assert "<b>1 row</b> would be stored: 1 new" in text(found) and "Hello World!" in text(found)


def test_while_it_works_the_page_says_how_far_it_is(folder: Path) -> None:
    found = dropped(page(folder), "a.csv", b"respondent,nps\n1,0\n2,9\n")
    next(b for b in found.button if b.label.startswith("Try it")).click()
    found.run()
    assert "Reading the whole file… <b>" in text(found)
    (parcel,) = (folder / "uploads").iterdir()
    steps = {
        "counting 1000 0": "Looking through the file, 1,000 rows so far… <b>",
        "checking 1000 2500": "Checking row 1,000 of 2,500… <b>",
        "storing 2500 0": "Comparing 2,500 rows with what is stored… <b>",
        "half a li": "Reading the whole file… <b>",
    }
    for said, shown in steps.items():
        (parcel / "progress.txt").write_text(said)
        found.run()
        assert shown in text(found)
    Desk.children[-1].work()
    assert (parcel / "progress.txt").read_text() == "publishing 2 0"
    found.run()
    assert "<b>2 rows</b> would be stored" in text(found)


def test_what_is_never_guessed_is_asked(folder: Path) -> None:
    rows = "respondent,nps,ces\n" + "".join(f"{n},{1 + n % 10},{1 + n % 7}\n" for n in range(40))
    found = click(dropped(page(folder), "a.csv", rows.encode()), "Try it")
    assert "nothing says which end is good" in text(found) and str(folder) not in text(found)
    chosen(found, "Which end of the effort scale").select("high_is_easy")
    found.run()
    click(found, "Try it")
    assert "runs from 1 to 10 without a 0" in text(found) and not [b for b in found.button if b.label.startswith("Sto")]
    chosen(found, "Was 0 offered?").select("1-10")
    found.run()
    assert "You changed something since the trial." not in text(found)
    assert "not comparable with 0-10" in text(click(found, "Try it"))
    assert [b.label for b in found.button if b.label.startswith("Store")] == ["Store 40 rows"]
    chosen(found, "Was 0 offered?").select("0-10")
    found.run()
    assert "You changed something since the trial." in text(found)


def test_headings_and_cells_of_strangers_stay_text_and_rejects_are_no_formulas(folder: Path) -> None:
    attack = ATTACK.replace('"', '""')
    rows = f'"{attack}",rating,text\n' + f'"{attack}",5,"{attack}"\n=1+1,=2+3,no stars\n'
    found = dropped(page(folder), f"{ATTACK[:20]}.csv", rows.encode())
    click(found, "Try it")
    assert "<b>1 row</b> would be stored" in text(found) and "The first 1 of 1." in text(found)
    assert _foreign(text(found)) == [] and not LIVE.search("\n".join(_labels(found.main)))
    click(found, "Store 1 row")
    assert _foreign(text(found)) == [] and "Rejected rows as CSV" in [b.label for b in found.download_button]
    assert "Its words are being read" in text(found) and Desk.children[-1].command[-1] == "analyze"
    Desk.children[-1].returncode = 1
    found.run()
    assert "the next run tries again" in text(found) and not found.exception
    kept = next((folder / "rejects").glob("*.csv"))
    assert "'=2+3" in kept.read_text("utf-8") and desk(folder).imports.rejects(kept.name) == kept.read_bytes()
    assert not list((folder / "uploads").rglob("*.*"))


def test_a_viewer_is_shown_no_place_for_files_and_a_triager_may_bring_notes_alone(folder: Path) -> None:
    viewer = page(folder, Rank.VIEWER)
    assert not viewer.file_uploader and "an admin may bring files in" in text(viewer)
    triager = dropped(page(folder, Rank.TRIAGER), "a.csv", b"nps,respondent\n9,a\n")
    assert "an admin may bring these in" in text(triager) and not [b for b in triager.button if b.label == "Try it"]
    ask = Ask(what="surveys", brand=BRAND, path=folder / "uploads" / "a" / "a.csv", document={})
    for refused in (lambda: desk(folder, Rank.VIEWER).imports.take("a.csv", b"text\n"),
                    lambda: desk(folder, Rank.TRIAGER).imports.start(ask)):  # fmt: skip
        with pytest.raises(NotAllowed, match="ask an admin"):
            refused()
    notes = dropped(page(folder, Rank.TRIAGER), "n.csv", b"note,team,date\nNobody finds the manual,Shop,2026-03-02\n")
    click(notes, "Try it")
    assert "<b>1 row</b> would be stored" in text(notes)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 nothing", "not a table but a PDF"),
        (b"", "is empty"),
        (b"a" * (LARGEST + 1), "over 20 MB, which is too much for a page; in a shell:"),
    ],
)
def test_what_is_no_table_or_too_large_is_refused_with_a_remedy_and_not_kept(
    folder: Path, data: bytes, why: str
) -> None:
    found = dropped(page(folder), "a.csv", data)
    assert why in text(found) and str(folder) not in text(found) and found.file_uploader
    assert not list((folder / "uploads").glob("*"))


def test_another_file_lets_the_first_one_go_and_another_sort_asks_other_things(folder: Path) -> None:
    found = dropped(page(folder), "a.csv", b"id,text,date\n1,good,2026-03-02\n")
    chosen(found, "What is it?").select("tickets")
    found.run()
    assert chosen(found, "Opened on").value == -1 and not found.exception
    assert len(list((folder / "uploads").glob("*/a.csv"))) == 1
    click(found, "Another file")
    assert found.file_uploader and not list((folder / "uploads").glob("*"))


def test_a_file_written_otherwise_is_read_again(folder: Path) -> None:
    found = dropped(page(folder), "a.csv", b"made by us\nnps;comment\n9;fine\n")
    rows = next(box for box in found.number_input if box.label.startswith("Rows of headings"))
    rows.set_value(2)
    chosen(found, "Cells are set apart by").select(";")
    found.run()
    click(found, "Read it again")
    assert not found.exception and "columns and their first values" in text(found)


def test_nobody_gets_at_a_file_that_is_not_the_pages_own(folder: Path) -> None:
    imports = desk(folder).imports
    (folder / "uploads").mkdir()
    for path in (folder / "earshot.toml", folder / "uploads" / ".." / "earshot.toml"):
        with pytest.raises(NotAllowed, match="not a file that was brought"):
            imports.drop(path)
    assert (folder / "earshot.toml").exists()
    taken = imports.take("../../a b\n.csv", b"text\nx\n")
    assert taken.name == "a_b_.csv" and taken.parent.parent == folder / "uploads"
    assert taken.stat().st_mode & 0o077 == 0 and load(folder / "earshot.toml").data_dir == folder
    assert imports.begin != subprocess.Popen and super(Desk, desk(folder)).imports.begin is subprocess.Popen
