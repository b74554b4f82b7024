"""One brand, the same days: a report in every form and the page Overview show the same numbers to the last digit."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from pptx import Presentation
from pypdf import PdfReader

from domain.document import Document
from domain.measures import Scope
from metrics import METRICS
from metrics.words import measure
from pipeline.answer import answer
from pipeline.digest import Question, count
from pipeline.digest_page import compose
from pipeline.digest_words import title
from storage.connection import Database
from tests.views.page import opened, text
from tests.views.world import Desk
from views import _figures
from wiring.reporting import draw

OWN = "Acme Espresso"
# An interval of a plain count is told in a report alone.
_CARD = re.compile(r'<h3[^>]*>(?P<title>[^<]+)<.*?<p class="(?:es-value|v)">(?P<value>.*?)</p>', re.S)
_NUMBER = re.compile(r"[+−]?\d[\d,.]*\d|[+−]?\d")


@pytest.fixture(scope="module")
def until(moment: datetime) -> date:
    return moment.date() - timedelta(days=1)


@pytest.fixture(scope="module")
def report(brand: Database, until: date) -> Document:
    """Counted, not issued: others read this database too."""
    with brand.read() as queries:
        made = count(queries, Desk(brand).config, Question(brand=OWN, as_of=until, days=14))
    return compose(replace(made, report_id="20260101-0123456789"))


@pytest.fixture(scope="module")
def page(report: Document) -> str:
    return draw(report, "html").decode("utf-8")


@pytest.fixture(scope="module")
def spoken(report: Document) -> Mapping[str, str]:
    """What can be read in the forms that are no text: pages, the slide as pages, the slide to edit."""
    deck = Presentation(io.BytesIO(draw(report, "pptx")))
    return {
        "pdf": _pages(draw(report, "pdf")),
        "slide": _pages(draw(report, "pdf", slide=True)),
        "pptx": "\n".join(s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame),
    }


def _pages(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def _cards(page: str) -> dict[str, list[str]]:
    """The numbers of each card: the value, then its interval where the card says one."""
    return {
        unescape(found["title"]).strip(): _NUMBER.findall(unescape(re.sub("<[^>]+>", " ", found["value"])))
        for found in _CARD.finditer(page)
    }


def test_every_card_of_a_report_is_the_card_of_the_page(
    brand: Database, moment: datetime, until: date, report: Document, page: str
) -> None:
    days = {"period": "custom", "from": str(until - timedelta(days=13)), "to": str(until), "brand": OWN}
    on_page = _cards(text(opened("overview", brand, moment.date(), days)))
    told = _cards(page)
    assert list(told) == [card.title for card in report.cards]
    both = {_figures.SHORT.get(name, METRICS[name].title) for name in METRICS} & set(told) & set(on_page)
    assert {"Net sentiment", "Mentions", "Negative share", "NPS", "CSAT", "CES, found it easy"} <= both
    for name in both:
        assert told[name][: len(on_page[name])] == on_page[name], name


def test_every_card_is_what_metric_answers(brand: Database, until: date, report: Document, page: str) -> None:
    scope = Scope(brand=OWN, since=until - timedelta(days=13), until=until)
    told, names = _cards(page), {title(name): name for name in METRICS}
    with brand.read() as queries:
        for card in report.cards:
            metric = METRICS[names[card.title]]
            found = answer(queries, metric.name, scope).estimate
            assert found is not None
            bounds = [] if found.low is None or found.high is None else [found.low, found.high]
            said = [
                number for bound in (found.value, *bounds) for number in _NUMBER.findall(measure(bound, metric.unit))
            ]
            assert [n.lstrip("+") for n in told[card.title]] == [n.lstrip("+") for n in said], card.title


@pytest.mark.parametrize("form", ["pdf", "slide", "pptx"])
def test_the_other_forms_hold_the_same_numbers(form: str, spoken: Mapping[str, str], report: Document) -> None:
    said = " ".join(spoken[form].split())
    shown = report.cards if form == "pdf" else [c for c in report.cards if c.title in {"Net sentiment", "Mentions"}]
    for card in shown:
        assert f"{card.value} ({card.interval})" in said, card.title
        assert card.change in said and card.basis in said
    assert " ".join(report.lead.text.split()) in said and report.report_id in said
    if form == "pdf":
        lines = [line for section in report.sections for line in section.lines]
        assert all(number in said for line in lines for number in _NUMBER.findall(f"{line.text} {line.detail}"))


@pytest.mark.parametrize("form", ["slide", "pptx"])
def test_a_slide_has_the_change_its_interval_its_parts_a_quote_and_the_competitor(
    form: str, spoken: Mapping[str, str], report: Document
) -> None:
    said = " ".join(spoken[form].split())
    moved = next(line for line in report.sections[0].lines if line.parts)
    assert 1 <= len(moved.parts) <= 3 and moved.detail in said
    for part in moved.parts:
        assert part.text in said and part.detail in said
    assert "Bolt Coffee: net sentiment" in said
    quotes = [line.quote for line in report.sections[1].lines if line.quote]
    assert any(quote in said for quote in quotes)
