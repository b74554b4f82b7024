"""Every form of a report says the same, fetches nothing, and takes strangers' words as words."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pptx import Presentation
from pypdf import PdfReader

from domain.document import Bar, Card, Chart, Document, Line, Section, Table
from domain.errors import ConfigError
from notify import digest_pdf
from notify.digest_html import html
from notify.digest_md import markdown
from notify.digest_pptx import pptx
from notify.quoting import cleaned
from wiring.reporting import check_form

HOSTILE = (
    "<img src=x onerror=alert(1)> <script>alert(2)</script> [click](javascript:alert(3)) </style> "
    '#import "x" `rm` $5 or $6 #sys.inputs ]] *b* https://evil.example \u202egnp.exe \x07'
)
SCRIPTS = "العربية עברית 日本語 हिन्दी ไทย 👩‍👩‍👧 ﷽"
OURS = "https://earshot.example/mentions?brand=A&period=custom"


def document(words: str = "Grinder jams") -> Document:
    days = [date(2026, 5, 1) + timedelta(days=n) for n in range(6)]
    return Document(
        title=f"{words}, 1 May", brand=words, period="4 to 6 May 2026", against="against 1 to 3 May 2026",
        report_id="20260506-abc", href="https://earshot.example/reports?report=20260506-abc", banner="Sample data.",
        lead=Line(text="Net sentiment is +31.8 (15.7 to 46.3).", href=OURS, glyph="▲", tone="better"),
        cards=(
            Card(title="Net sentiment", value="+31.8", interval="15.7 to 46.3", basis="110 of 112 scored",
                 change="+47.0 points", detail="", href=OURS, glyph="▲", tone="better"),
            Card(title="NPS", value="No data", interval="", basis="0 answers", change="cannot tell: no data",
                 detail="", href=OURS),
        ),
        charts=(
            Chart(kind="days", title="Mentions a day", said="By sentiment.", bars=tuple(
                Bar(key=str(d), day=d, now=n > 2, counts={"negative": n, "positive": 2, "neutral": 0})
                for n, d in enumerate(days))),
            Chart(kind="topics", title="Complaints", said="By topic.", bars=(
                Bar(key=words, day=None, now=True, counts={"complaints": 4}),
                Bar(key=words, day=None, now=False, counts={"complaints": 9}))),
        ),
        sections=(
            Section(title="What moved", lines=(Line(text=f"{words}: 4 complaints.", detail=words, href=OURS,
                                                    glyph="▼", tone="worse", quote=words, said=words),)),
            Section(title="Beside", table=Table(heads=("Brand", "Mentions"), rows=((words, "12"),), hrefs=(OURS,))),
            Section(title="Alerts", empty="No alert fired."),
        ),
        facts=(("Engine", "default 1"), ("Scored", "110 of 112 mentions")),
    )  # fmt: skip


def spoken(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_html_is_one_file_that_loads_and_runs_nothing() -> None:
    page = html(document(HOSTILE)).decode("utf-8")
    assert "&lt;script&gt;alert(2)" in page and "<script" not in page and "<img" not in page and "\u202e" not in page
    assert len(re.findall("</style>", page)) == 1
    assert set(re.findall(r'(?:href|src)="(https?://[^/"]+)', page)) == {"https://earshot.example"}
    assert "@import" not in page and "url(" not in page and "default-src 'none'" in page
    assert not re.search(r"<[^>]*\son\w+=", page) and "javascript:" not in re.sub(r">[^<]*<", "><", page)
    assert "prefers-color-scheme: dark" in page and "width=device-width" in page
    assert "No alert fired." in page and 'role="img"' in page and 'role="graphics-' not in page


def test_markdown_formats_nothing_of_a_stranger() -> None:
    page = markdown(document(HOSTILE)).decode("utf-8")
    assert "\\<script\\>" in page and "<script>" not in page and "https://evil" not in page
    assert "[click](" not in page and "\\[click\\]" in page
    assert "[Net sentiment](https://earshot.example/mentions?brand=A&period=custom)" in page


@pytest.mark.parametrize(("form", "slide"), [("docx", False), ("html", True), ("md", True), ("", False)])
def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(form: str, slide: bool) -> None:
    with pytest.raises(ConfigError, match=r"\.pdf"):
        check_form(form, slide=slide)


def test_a_pdf_is_read_back_with_its_numbers_and_hostile_words_as_words() -> None:
    made = digest_pdf.pdf(document(HOSTILE))
    said = spoken(made)
    for part in ("+31.8", "15.7 to 46.3", "110 of 112 scored", "cannot tell: no data", "No alert fired."):
        assert part in said
    assert '#import "x" `rm` $5 or $6 #sys.inputs ]] *b*' in said
    assert b"/JavaScript" not in made and b"evil.example)" not in made
    assert made == digest_pdf.pdf(document(HOSTILE)), "the same report is the same file"


@pytest.mark.parametrize("words", [SCRIPTS, "", "x" * 3000])
def test_no_script_and_no_length_breaks_a_form(words: str) -> None:
    made = document(words)
    assert digest_pdf.pdf(made)[:5] == b"%PDF-" and pptx(made)[:2] == b"PK"
    assert cleaned(words, 100) in html(made).decode("utf-8").replace("&#x27;", "'")


def test_the_slide_is_a_picture_of_1920_by_1080() -> None:
    made = digest_pdf.slide_png(document())
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(made[16:20], "big"), int.from_bytes(made[20:24], "big")) == (1920, 1080)
    assert len(PdfReader(io.BytesIO(digest_pdf.slide_pdf(document()))).pages) == 1


def test_the_presentation_has_texts_to_edit_and_a_chart_with_words_for_it() -> None:
    deck = pptx(document(HOSTILE))
    (slide,) = Presentation(io.BytesIO(deck)).slides
    said = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "+31.8" in said and "▲ +47.0 points (better)" in said and "<script>alert(2)</script>" in said
    assert [shape.shape_type for shape in slide.shapes].count(13) == 1
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        rels = parts.read("ppt/slides/_rels/slide1.xml.rels").decode()
        sheet = parts.read("ppt/slides/slide1.xml").decode()
    assert 'descr="Mentions a day. By sentiment."' in sheet
    assert sheet.count("hlinkClr") == 3 and 'val="tx"' in sheet, (
        "the lead, a sentence and the id are links in their own colours"
    )
    assert set(re.findall(r'Target="(https?://[^/"]+)', rels)) == {"https://earshot.example"}


def test_a_report_without_data_draws_too() -> None:
    nothing = replace(document(), cards=(), charts=(), sections=(Section(title="Alerts", empty="None."),))
    assert b"None." in html(nothing) and "None." in spoken(digest_pdf.pdf(nothing))
    assert digest_pdf.slide_png(nothing)[:4] == b"\x89PNG" and pptx(nothing)[:2] == b"PK"
