"""Erased is in no file and stays out; a copy comes back without what was erased since."""

from pathlib import Path

import pytest

from config import Config, load
from domain.identity import keyed_hash
from pipeline.analyze import analyze
from pipeline.collect import collect, utc_now
from storage.connection import Database
from storage.migrate import Schema, back_up, backups
from tests.copies import copied_folder
from tests.house import bench, complaint, configure, earshot, earshot_json, feed
from tests.wire import Wire

TOKEN, ANN = "xyzzyplughtoken", "annabelleplugh"


def posts(*entries: tuple[str, str, str]) -> bytes:
    """An RSS document of (id, author, text)."""
    now = f"{utc_now():%a, %d %b %Y %H:%M:%S} +0000"
    items = "".join(
        f"<item><guid>{key}</guid><author>{author}</author><description>{text}</description><pubDate>{now}</pubDate></item>"
        for key, author, text in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


SAID = posts((f"{TOKEN}-1", ANN, f"Acme is terrible, my number is {TOKEN}"), ("2", "bob", "Acme is fine"))


def holding(folder: Path, token: str, *but: Path) -> list[str]:
    """Every file below the folder that holds the token; what a person put there does not count."""
    files = [p for p in folder.rglob("*") if p.is_file() and p not in but]
    return sorted(str(p.relative_to(folder)) for p in files if token.encode() in p.read_bytes())


@pytest.fixture
def told(tmp_path: Path, wire: Wire) -> Config:
    """A database with two authors, analysed, published, backed up inside the data folder; with rejected rows."""
    copied_folder("told to keep", _build, tmp_path)
    wire.otherwise(SAID)
    return configure(tmp_path, {"news": f"{wire.url}/feed"})


def _build(folder: Path) -> None:
    with Wire() as wire:
        wire.otherwise(SAID)
        tools = bench(configure(folder, {"news": f"{wire.url}/feed"}))
        collect(tools)
        analyze(tools)
    tools.database.publish()
    (folder / "rejects").mkdir()
    (folder / "rejects" / "old.csv").write_text(f"line,value\n7,{TOKEN}\n", "utf-8")
    (folder / "uploads" / "one").mkdir(parents=True)
    (folder / "uploads" / "one" / "reviews.csv").write_text(f"text\n{TOKEN}\n", "utf-8")


def names(config: Config) -> list[str]:
    tools = bench(config)
    tools.database.publish()
    with tools.database.read() as queries:
        _, rows = queries.sql("select external_id from mention order by 1")
    assert tools.database.verify()["problems"] == []
    return [str(row[0]) for row in rows]


def test_a_forgotten_author_is_in_no_file_and_no_collect_import_or_copy_brings_them_back(
    told: Config, tmp_path: Path
) -> None:
    assert told.path
    earshot(told.path, "backup", str(tmp_path / "copies"))
    old = next((tmp_path / "copies").glob("*.duckdb")).read_bytes()
    assert len(holding(tmp_path, TOKEN)) >= 4
    receipt = earshot_json(told.path, "forget", "--author", ANN)
    assert receipt["what"] == "author" and receipt["rows"]["mentions"] == 1 and receipt["rows"]["scores"] == 1
    assert receipt["files"]["snapshots"] >= 1 and receipt["files"]["backups"] == 1
    assert receipt["files"]["rejected rows of imports"] == 1
    assert receipt["files"]["files brought to pages"] == 1
    assert holding(tmp_path, TOKEN) == [] and holding(tmp_path, ANN) == []
    assert ANN not in str(receipt)
    # The source still shows it.
    runs = earshot_json(told.path, "collect", "--since", "2026-01-01")["runs"]
    assert (runs[0]["fetched"], runs[0]["new"]) == (2, 0)
    table = tmp_path / "again.csv"
    table.write_text(f"id,text,author\n9,It is {TOKEN} again,{ANN}\n10,Fine for me,carl\n", "utf-8")
    assert earshot_json(told.path, "import", "reviews", str(table), "--brand", "Acme")["new"] == 1
    # A copy that somebody kept elsewhere comes back without it.
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    stray = elsewhere / "earshot-20260101T000000000000.duckdb"
    stray.write_bytes(old)
    earshot(told.path, "restore", str(elsewhere))
    assert holding(tmp_path, TOKEN, table, stray) == []
    assert names(told) == ["2"]
    assert earshot_json(told.path, "metric", "net_sentiment", "--brand", "Acme")["n"] == 1


def test_a_mention_is_forgotten_by_its_id_and_twice_is_no_error(told: Config, tmp_path: Path) -> None:
    assert told.path
    rows = earshot_json(told.path, "sql", f"select mention_id from mention where text like '%{TOKEN}%'")
    assert earshot_json(told.path, "forget", "--mention", rows[0]["mention_id"])["rows"]["mentions"] == 1
    assert holding(tmp_path, TOKEN) == []
    assert earshot_json(told.path, "forget", "--mention", rows[0]["mention_id"])["rows"] == {}
    assert "none was stored" in earshot(told.path, "forget", "--mention", "77")


def test_a_respondent_is_forgotten_in_answers_and_stays_out(told: Config, tmp_path: Path) -> None:
    assert told.path
    table = tmp_path / "answers.csv"
    table.write_text(f"respondent,nps,comment,answered_at\n{ANN},2,Call {TOKEN},2026-03-01\nbob,9,Fine,2026-03-01\n")
    assert earshot_json(told.path, "import", "surveys", str(table), "--brand", "Acme")["new"] == 2
    earshot(told.path, "analyze")
    earshot(told.path, "forget", "--author", ANN)
    assert holding(tmp_path, TOKEN, table) != []
    receipt = earshot_json(told.path, "forget", "--respondent", ANN)
    assert receipt["rows"]["survey_responses"] == 1
    assert holding(tmp_path, TOKEN, table) == []
    again = earshot_json(told.path, "import", "surveys", str(table), "--brand", "Acme")
    assert (again["accepted"], again["unchanged"]) == (1, 1)


def test_forget_wants_one_of_its_three_options(told: Config) -> None:
    assert told.path
    earshot(told.path, "forget", code=2)
    earshot(told.path, "forget", "--author", "a", "--mention", "1", code=2)
    earshot(told.path, "forget", "--mention", "ten", code=2)


def test_a_backup_comes_back_on_another_machine_with_its_secret(told: Config, tmp_path: Path) -> None:
    assert told.path
    copy = earshot_json(told.path, "backup", str(tmp_path / "copies"))
    assert Path(copy["copy"]).stat().st_size == copy["bytes"]
    assert (tmp_path / "copies" / "secret").stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other"
    other.mkdir()
    (other / "earshot.toml").write_text(told.path.read_text("utf-8"), "utf-8")
    assert earshot_json(other / "earshot.toml", "restore", str(tmp_path / "copies"))["mentions"] == 2
    moved = load(other / "earshot.toml")
    assert names(moved) == ["2", f"{TOKEN}-1"]
    assert [c.run.new for c in collect(bench(moved), ["news"])] == [0]


def test_a_copy_of_another_database_is_refused_before_anything_is_replaced(told: Config, tmp_path: Path) -> None:
    assert told.path
    other = tmp_path / "other"
    other.mkdir()
    copied_folder("told to keep", _build, other)
    theirs = configure(other, {"news": "http://127.0.0.1:1/feed"})
    assert theirs.path
    (other / "secret").write_text("another secret", "utf-8")
    with Database(Path(theirs.database)).write() as store:
        store.settings.set("secret", keyed_hash(b"another secret", "fingerprint")[:16])
    earshot(theirs.path, "backup", str(tmp_path / "copies"))
    said = complaint(told.path, "restore", str(tmp_path / "copies"))
    assert "was written with another secret" in said and "nothing was changed" in said
    assert names(told) == ["2", f"{TOKEN}-1"]
    # Nor may it take the other one's place among its copies, of which only so many stay, or its secret's.
    assert "a folder of its own" in complaint(told.path, "backup", str(tmp_path / "copies"))
    (tmp_path / "copies" / "secret").unlink()
    assert "a folder of its own" in complaint(told.path, "backup", str(tmp_path / "copies"))
    assert len(list((tmp_path / "copies").iterdir())) == 1


def test_a_secret_of_no_bytes_is_refused_also_where_nothing_is_stored_yet(tmp_path: Path) -> None:
    config = configure(tmp_path, {})
    (tmp_path / "secret").touch()
    assert config.path
    assert "is empty" in complaint(config.path, "collect")
    assert not Path(config.database).exists()


def test_the_copy_made_before_a_migration_is_brought_back_like_any_other(told: Config, tmp_path: Path) -> None:
    assert told.path
    database = Path(told.database)
    back_up(database, Schema(applied=("0001_the_house",), views=""))
    earshot(told.path, "forget", "--mention", "77")
    assert backups(database) == []
    back_up(database, Schema(applied=("0001_the_house",), views=""))
    collect(bench(told))
    assert earshot_json(told.path, "restore", f"{database}.backups")["mentions"] == 2


def test_a_receipt_names_the_folders_whose_copies_are_out_of_reach(told: Config, tmp_path: Path) -> None:
    assert told.path
    earshot(told.path, "backup", str(tmp_path / "disk"))
    (tmp_path / "disk").rename(tmp_path / "unmounted")
    receipt = earshot_json(told.path, "forget", "--author", ANN)
    assert (receipt["backups"], receipt["without_copies"]) == ([], [str(tmp_path / "disk")])
    (tmp_path / "unmounted").rename(tmp_path / "disk")
    receipt = earshot_json(told.path, "forget", "--author", ANN)
    assert (receipt["backups"], receipt["without_copies"]) == ([str(tmp_path / "disk")], [])
    assert holding(tmp_path, TOKEN) == []


def test_a_restore_while_pages_read_and_over_a_broken_database(told: Config, tmp_path: Path) -> None:
    assert told.path
    tools = bench(told)
    earshot(told.path, "backup", str(tmp_path / "copies"))
    stray = tmp_path / "stray" / next((tmp_path / "copies").glob("*.duckdb")).name
    stray.parent.mkdir()
    stray.write_bytes((tmp_path / "copies" / stray.name).read_bytes())
    earshot(told.path, "forget", "--author", ANN)
    with tools.database.read() as queries:
        assert queries.health.totals().mentions == 1
        Path(told.database).write_bytes(b"not a database" * 1000)
        earshot(told.path, "restore", str(stray.parent))
        assert queries.health.totals().mentions == 1
    assert names(told) == ["2"]
    assert holding(tmp_path, TOKEN, stray) == []
    earshot(told.path, "restore", str(tmp_path / "nothing"), code=1)


def test_a_backup_leaves_out_what_services_sent_and_says_so(tmp_path: Path, wire: Wire) -> None:
    wire.otherwise(feed([("1", "Acme is fine")]))
    config = configure(tmp_path, {"news": f"{wire.url}/feed"})
    assert config.path
    earshot(config.path, "collect")
    told = earshot_json(config.path, "backup", str(tmp_path / "copies"))
    assert told["left_out"] == [str(tmp_path / "earshot.raw.duckdb")]
    assert not list((tmp_path / "copies").glob("*raw*"))
