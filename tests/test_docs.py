"""The documents say what is true: every command, kind, view and column is in them. As a script it writes the lists."""

import re
import sys
import tempfile
from pathlib import Path

import pytest

import collectors
from earshot import cli
from nlp.taxonomy import starter_names
from storage.connection import Database

ROOT = Path(__file__).resolve().parent.parent
VIEWS = sorted(path.stem for path in (ROOT / "storage/sql/views").glob("*.sql"))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def views_table(folder: Path) -> str:
    """Every view for people with its columns, as Markdown."""
    database = Database(folder / "docs.duckdb")
    database.migrate()
    database.publish()
    parts = []
    with database.read() as queries:
        for view in VIEWS:
            about = read(f"storage/sql/views/{view}.sql").splitlines()[0].removeprefix("-- ")
            _, rows = queries.sql(f"describe {view}")
            columns = ", ".join(f"`{row[0]}` {str(row[1]).lower()}" for row in rows)
            parts.append(f"### `{view}`\n\n{about}\n\n{columns}\n")
    database.close()
    return "\n".join(parts)


def test_sql_md_lists_every_view_and_column_as_they_are(tmp_path: Path) -> None:
    assert views_table(tmp_path) in read("docs/sql.md"), "run: make docs"


def test_every_kind_has_a_row_in_the_readme() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", read("README.md"), re.MULTILINE))
    assert rows == set(collectors.KINDS)


def test_every_command_is_documented_and_has_help() -> None:
    pages = read("README.md") + read("docs/operations.md") + read("docs/commands.md")
    assert [name for name in cli.commands if f"earshot {name}" not in pages] == []
    assert [name for name, command in cli.commands.items() if not command.help] == []


def test_every_starter_taxonomy_is_named() -> None:
    page = read("docs/topics.md")
    assert [name for name in starter_names() if f"`{name}`" not in page] == []


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", read(page))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(
        re.findall(r"[`\n] *make ([a-z-]+)", read("README.md") + read("CONTRIBUTING.md") + read("docs/architecture.md"))
    )
    assert named <= targets


def write() -> None:
    page = ROOT / "docs/sql.md"
    head = page.read_text("utf-8").partition("<!-- views -->")[0]
    with tempfile.TemporaryDirectory() as folder:
        page.write_text(f"{head}<!-- views -->\n{views_table(Path(folder))}", "utf-8")


if __name__ == "__main__" and "--write" in sys.argv:
    write()
