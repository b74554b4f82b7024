import csv
import gzip
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import ConfigError, ImportFileError
from tables.read import read
from tables.rows import ReadOptions, Reject, Row, Table
from tests.tables.workbook import workbook

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1e\x1f"), max_size=30)


def table(path: Path, content: str | bytes, **options: object) -> Table:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, options=ReadOptions(**options))  # type: ignore[arg-type]


def cells(found: Table) -> list[list[object]]:
    return [list(row.cells) for row in found.rows() if isinstance(row, Row)]


def rejects(found: Table) -> list[Reject]:
    return [row for row in found.rows() if isinstance(row, Reject)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = [["id", "text"], ["1", "good, really; yes"], ["2", 'with "quotes"\nand lines']]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(lines)
    found = table(tmp_path / "a.csv", buffer.getvalue())
    assert found.headers == ("id", "text")
    assert cells(found) == lines[1:]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found_marked_or_not(tmp_path: Path, encoding: str) -> None:
    found = table(tmp_path / "a.csv", "id;text\n1;Très bon café\n".encode(encoding))
    assert (found.headers, cells(found)) == (("id", "text"), [["1", "Très bon café"]])


def test_a_supposed_encoding_is_said(tmp_path: Path) -> None:
    assert "encoding" in table(tmp_path / "a.csv", "id,text\n1,caf\xe9\n".encode("latin-1")).warnings[0]


def test_a_declared_encoding_wins(tmp_path: Path) -> None:
    found = table(tmp_path / "a.csv", "id,text\n1,한국어\n".encode("euc-kr"), encoding="euc-kr")
    assert cells(found) == [["1", "한국어"]]


def test_a_wrong_or_unknown_encoding_is_refused_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="utf-8"):
        table(tmp_path / "a.csv", "id,text\n1,x\n", encoding="klingon")
    wrong = table(tmp_path / "b.csv", b"id,text\n" + b"1,x\n" * 20_000 + b"1,\xe9\n", encoding="utf-8")
    with pytest.raises(ImportFileError, match="encoding"):
        cells(wrong)


def test_bare_carriage_returns_end_lines_and_stay_inside_quotes(tmp_path: Path) -> None:
    found = table(tmp_path / "a.csv", 'id,label,text\r1,"Rude\rSlow","cold\rfries"\r2,Filthy,hm\r')
    assert cells(found) == [["1", "Rude\rSlow", "cold\rfries"], ["2", "Filthy", "hm"]]


def test_a_row_is_numbered_by_the_line_on_which_it_begins(tmp_path: Path) -> None:
    found = table(tmp_path / "a.csv", 'id,text\n1,"two\nlines"\n\n2,next\n3,too,many\n')
    assert [row.line for row in found.rows()] == [2, 5, 6]


def test_misshapen_rows_are_rejects_and_empty_cells_at_the_end_are_not(tmp_path: Path) -> None:
    found = table(tmp_path / "a.csv", "id,text,,\n1,fine\n2,fine,,\n3,not, fine\n4\n")
    assert cells(found) == [["1", "fine"], ["2", "fine"]]
    assert [(one.line, one.reason[:9]) for one in rejects(found)] == [(4, "3 columns"), (5, "1 columns")]


def test_lines_quoted_whole_are_unwrapped_one_by_one(tmp_path: Path) -> None:
    text = (
        "name,place,text;;;\r\n"
        '"Ann,""Reno, NV"",fine";;;\r\n'
        '"Bob,""Elko, NV"",""so, so""";;;\r\n'
        '"Cy,""Ely, NV"",good"; but ""dear, really""";;\r\n'
    )
    found = table(tmp_path / "a.csv", text)
    assert found.headers == ("name", "place", "text")
    assert cells(found) == [["Ann", "Reno, NV", "fine"], ["Bob", "Elko, NV", "so, so"]]
    assert [one.line for one in rejects(found)] == [4]


def test_lines_cut_at_a_character_are_rejoined_where_the_map_says_so(tmp_path: Path) -> None:
    text = 'name,place,text;;\n"Ann,""Reno, NV"",""good";" but dear""";\n"Bob,Elko,fine";;\n'
    found = table(tmp_path / "a.csv", text, rejoin=";")
    assert cells(found) == [["Ann", "Reno, NV", "good; but dear"], ["Bob", "Elko", "fine"]]


def test_commas_in_a_file_of_one_column_are_prose(tmp_path: Path) -> None:
    found = table(tmp_path / "a.csv", 'text\ngood, cheap; nice\n"quoted, too"\n')
    assert cells(found) == [["good, cheap; nice"], ["quoted, too"]]


def test_excels_sep_line_is_obeyed_and_counted(tmp_path: Path) -> None:
    found = table(tmp_path / "a.csv", "sep=|\nid|text\n1|a,b\n")
    assert [(row.line, list(row.cells)) for row in found.rows() if isinstance(row, Row)] == [(3, ["1", "a,b"])]


def test_three_header_rows_of_qualtrics_are_known_by_their_marks(tmp_path: Path) -> None:
    text = 'ResponseId,Q1\nAntwort-ID,"Wie, bitte?"\n"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\nR_1,9\n'
    found = table(tmp_path / "a.csv", text)
    assert (found.headers, cells(found)) == (("ResponseId", "Q1"), [["R_1", "9"]])


def test_a_second_header_row_names_what_the_first_leaves_blank(tmp_path: Path) -> None:
    text = "Respondent ID,How was it?,,Comment\n,Clean,Quiet,Open-Ended Response\n1,5,4,ok\n"
    found = table(tmp_path / "a.csv", text, header_rows=2)
    assert found.headers == ("Respondent ID", "How was it?", "Quiet", "Comment")


def test_a_repeated_header_is_numbered(tmp_path: Path) -> None:
    assert table(tmp_path / "a.csv", "Q,Response,Response\n1,2,3\n").headers == ("Q", "Response", "Response (2)")


def test_nuls_are_dropped(tmp_path: Path) -> None:
    text = "id,text\n" + "1,plain text that is long enough\n" * 20 + "2,a\0b\n"
    assert cells(table(tmp_path / "a.csv", text))[-1] == ["2", "ab"]


def test_a_cell_of_ten_megabytes_costs_its_row_only(tmp_path: Path) -> None:
    found = table(tmp_path / "a.csv", "id,text\n1," + "x" * 10_000_000 + "\n2,fine\n")
    assert cells(found) == [["2", "fine"]]
    assert [(one.line, len(one.value) <= 200) for one in rejects(found)] == [(2, True)]


def test_a_quote_that_never_closes_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="line 3"):
        cells(table(tmp_path / "a.csv", 'id,text\n1,fine\n2,"open\n3,swallowed\n'))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<!DOCTYPE html><html>Sign in</html>", "web page"),
        (b"<html>Sign in</html>", "web page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture"),
        (b"PK\x03\x04 broken", "workbook"),
        (b"PAR1 broken", "Parquet"),
        (b"\x1f\x8b broken", "gzip"),
        (bytes(4000), "binary"),
        (b'{"name": "no list"}', "no list"),
        (b'[{"a": 1', "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_not_a_table_is_refused_and_named(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(ImportFileError, match=what):
        cells(table(tmp_path / "a.json", content))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="check the path"):
        read(tmp_path / "absent.csv")
    with pytest.raises(ImportFileError, match="folder"):
        read(tmp_path)


def test_a_gzip_bomb_is_refused_long_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=6) as file:
        file.write(b"id,text\n1,")
        for _ in range(80):
            file.write(b"a" * 2**20)
    with pytest.raises(ImportFileError, match="unpacks from"):
        read(path)


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    assert cells(table(tmp_path / "a.csv", gzip.compress(b"id,text\n1,x\n"))) == [["1", "x"]]


def test_json_is_a_list_or_holds_one(tmp_path: Path) -> None:
    rows = [{"id": "a", "user": {"name": "Ann"}}, {"id": "b", "tags": ["x"]}]
    for document in (rows, {"meta": {"n": 2}, "reviews": rows}, {"feed": {"entry": rows}}):
        found = table(tmp_path / "a.json", json.dumps(document))
        assert found.headers == ("id", "user.name", "tags")
        assert cells(found) == [["a", "Ann", None], ["b", None, '["x"]']]


def test_json_lines_are_numbered_and_a_broken_line_costs_itself_only(tmp_path: Path) -> None:
    found = table(tmp_path / "a.jsonl", '{"id": 1}\n\n{"id": 2, "text": "late name"}\n{broken\n[1]\n')
    assert found.headers == ("id", "text")
    assert cells(found) == [[1, None], [2, "late name"]]
    assert [one.line for one in rejects(found)] == [4, 5]


def test_a_workbook_keeps_its_row_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [[], ["id", "nps", "text"], [1, 9, "a & b"], [], [2, 0, None]])
    found = read(path)
    assert found.headers == ("id", "nps", "text")
    rows = [(row.line, list(row.cells)) for row in found.rows() if isinstance(row, Row)]
    assert rows == [(3, [1, 9, "a & b"]), (5, [2, 0, None])]


def test_an_unknown_worksheet_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id"], [1]])
    with pytest.raises(ImportFileError, match="Answers"):
        read(path, options=ReadOptions(sheet="Nowhere"))


def test_parquet_gives_its_rows(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [1, 2], "text": ["a", None]}), tmp_path / "a.parquet")
    assert cells(read(tmp_path / "a.parquet")) == [[1, "a"], [2, None]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_is_read_back(
    tmp_path: Path,
    rows: list[tuple[str, str, str]],
    delimiter: str,
    quoting: int,
    ending: str,
    encoding: str,
) -> None:
    buffer = io.StringIO(newline="")
    # Python's own writer leaves a CR bare in a cell unless CR ends its lines or all cells are quoted.
    ending = ending if quoting == csv.QUOTE_ALL else "\r\n"
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator=ending)  # type: ignore[arg-type]
    # A mark in the first cell: a row of blanks is no row, and a cell that looks like a whole line is another test.
    writer.writerows([["id", "title", "text"], *([f"#{a}", f"#{b}", f"#{c}"] for a, b, c in rows)])
    found = table(tmp_path / "a.csv", buffer.getvalue().encode(encoding), delimiter=delimiter)
    assert found.headers == ("id", "title", "text")
    assert cells(found) == [[f"#{a}", f"#{b}", f"#{c}"] for a, b, c in rows]


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ('text\na\n""\n\nb\n\n', [["a"], [""], ["b"]]),
        ("id,text\n1,a\n,\n\n2,b\n,\n", [["1", "a"], ["", ""], ["2", "b"], ["", ""]]),
        ('id,text\n1,a\n""\n2,b\n', [["1", "a"], ["2", "b"]]),
        ("\n\nid,text\n1,a\n,\n", [["1", "a"], ["", ""]]),
    ],
)
def test_rows_of_empty_cells_are_kept_where_a_file_goes_out_again(tmp_path: Path, content: str, kept: list) -> None:
    found = table(tmp_path / "a.csv", content, keep_blank=True)
    assert (cells(found), rejects(found)) == (kept, [])
    assert cells(table(tmp_path / "b.csv", content)) == [row for row in kept if any(row)]
