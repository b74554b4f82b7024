"""What a run of some benchmarks writes into the page: its own rows, beside those of the others."""

from benchmarks.page import MARK, written
from benchmarks.promise import Promise

OLD = f"""# Benchmarks

Words.

{MARK}
Measured 2026-01-02 on x86_64, Python 3.11.7.

| subject | promise | measured | verdict |
|---|---|---|---|
| storage | reads | 5 ms | holds |
| lake | writes | 1 s | told |
"""


def promise(subject: str, name: str, figure: str = "x", held: bool | None = True) -> Promise:
    return Promise(subject=subject, promise=name, figure=figure, held=held)


def rows(page: str) -> list[list[str]]:
    lines = [line for line in page.splitlines() if line.startswith("| ")][1:]
    return [line.strip("| ").split(" | ") for line in lines]


def test_other_subjects_keep_their_rows_and_the_day_they_were_measured() -> None:
    page = written(OLD, [promise("lake", "writes", "2 s", held=False)], day="2026-03-04", long=False)
    assert page.startswith("# Benchmarks\n\nWords.\n")
    assert rows(page) == [
        ["storage", "reads", "5 ms", "holds", "2026-01-02"],
        ["lake", "writes", "2 s", "**missed**", "2026-03-04"],
    ]


def test_a_promise_that_is_no_longer_measured_goes_and_a_new_subject_comes_last() -> None:
    page = written(OLD, [promise("storage", "writes"), promise("new", "a | b")], day="2026-03-04", long=False)
    assert [row[:2] for row in rows(page.replace("\\|", "/"))] == [
        ["storage", "writes"],
        ["lake", "writes"],
        ["new", "a / b"],
    ]
    assert written(page, [], day="2026-03-05", long=False) == page


def test_a_short_run_leaves_what_only_a_long_one_measures() -> None:
    found = [promise("storage", "1,000,000 rows"), promise("storage", "10,000,000 rows")]
    page = written(OLD, found, day="2026-03-04", long=True)
    page = written(page, found[:1], day="2026-03-05", long=False)
    assert [(row[1], row[4]) for row in rows(page) if row[0] == "storage"] == [
        ("10,000,000 rows", "2026-03-04, long"),
        ("1,000,000 rows", "2026-03-05"),
    ]
    assert len(rows(written(page, found[1:], day="2026-03-06", long=True))) == 2
