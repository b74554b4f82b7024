"""A workbook whose first worksheet nobody sees, and one with several that are seen."""

import zipfile
from pathlib import Path

import pytest

from tables.read import read
from tables.rows import ReadOptions, Row
from tests.tables.workbook import MAIN, OFFICE, PACKAGE, PARTS


def book(path: Path, sheets: dict[str, str], heads: str) -> Path:
    """Worksheets by name, with what their tag says beside the name; each holds one heading, made of `heads`, and 1."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" {said}/>' for n, (name, said) in enumerate(sheets.items(), 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts = {
        **PARTS,
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        for n, name in enumerate(sheets, 1):
            cells = f'<c r="A1" t="inlineStr"><is><t>{heads} {name}</t></is></c></row><row r="2"><c r="A2"><v>1</v></c>'
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>',
            )
    return path


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_worksheet_is_not_taken_for_the_data(tmp_path: Path, state: str) -> None:
    path = book(tmp_path / "a.xlsx", {"Lists": f'state="{state}"', "Answers": ""}, "of")
    table = read(path)
    assert (table.headers, table.warnings) == (("of Answers",), ())
    assert [row.cells for row in table.rows() if isinstance(row, Row)] == [[1.0]]
    assert read(path, options=ReadOptions(sheet="Lists")).headers == ("of Lists",)


def test_where_several_are_seen_it_is_said_which_one_was_read(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"May": "", "June": ""}, "of")
    assert read(path).headers == ("of May",)
    assert read(path).warnings == (
        'a.xlsx: only the worksheet "May" was read, not "June"; say sheet = "..." under [options]',
    )
    assert read(path, options=ReadOptions(sheet="June")).warnings == ()


def test_a_workbook_in_which_all_is_hidden_is_read_all_the_same(tmp_path: Path) -> None:
    assert read(book(tmp_path / "a.xlsx", {"Only": 'state="hidden"'}, "of")).headers == ("of Only",)
