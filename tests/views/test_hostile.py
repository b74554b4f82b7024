"""Every page, the feed's export and a mention's own page where each text that came from outside is an attack."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from storage.connection import Database
from tests.views import hostile
from tests.views.page import opened, text
from views import VIEWS, _export, _strips
from views._filters import Choices, parse

OURS = {
    "a",
    "abbr",
    "b",
    "bdi",
    "br",
    "circle",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "g",
    "h1",
    "h2",
    "h3",
}
OURS |= {
    "i",
    "kbd",
    "li",
    "line",
    "mark",
    "nav",
    "ol",
    "p",
    "path",
    "polygon",
    "polyline",
    "pre",
    "rect",
    "s",
    "section",
}
OURS |= {
    "small",
    "span",
    "strong",
    "style",
    "summary",
    "svg",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "title",
    "tr",
    "u",
}
OURS |= {"ul", "blockquote", "time", "article", "header", "footer", "caption", "colgroup", "col", "tfoot", "del", "ins"}
# What Streamlit reads as markdown wherever it stands in one of these.
MARKDOWN = ("markdown", "caption", "button", "download_button", "page_link", "expander", "checkbox", "toggle", "metric")
MARKDOWN += ("alert", "tab", "toast", "link_button", "popover", "header", "subheader", "title")
# None of it behind a backslash, which makes it text.
LIVE = re.compile(r"(?<!\\)(\]\(|<(script|img|iframe)|\$5 or|:red\[)|https://evil|www\.evil|a@evil")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Database]:
    database = hostile.build(tmp_path_factory.mktemp("attacked"), moment)
    yield database
    database.close()


class Tags(HTMLParser):
    """Collects what is not ours: foreign tags, handlers, addresses that run or load something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in OURS:
            self.found.append(tag)
        for name, value in attrs:
            loads = name in {"src", "srcset", "poster", "background"}
            runs = name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:"))
            if loads or runs:
                self.found.append(f"{tag} {name}={value}")


def _foreign(page: str) -> list[str]:
    tags = Tags()
    tags.feed(page)
    return tags.found


def _labels(block: Any) -> Iterator[str]:
    """The markdown of a page and of all that is inside it."""
    for child in getattr(block, "children", {}).values():
        if child.type in MARKDOWN:
            yield str(getattr(child, "value", "")) + str(getattr(child, "label", ""))
        yield from _labels(child)


@pytest.mark.parametrize("slug", VIEWS)
def test_no_text_from_outside_becomes_anything_but_text(slug: str, attacked: Database, moment: datetime) -> None:
    app = opened(slug, attacked, moment.date(), {"period": "90d"})
    assert [e.value for e in app.exception] == []
    page = text(app)
    assert _foreign(page) == []
    assert not {"\u202e", "\u200b", "\u2066", "\x07"} & set(page)
    labels = "\n".join(_labels(app.main))
    assert not LIVE.search(labels)


def test_one_mention_in_full_is_text_too(attacked: Database, moment: datetime) -> None:
    with attacked.read() as queries:
        scope = parse({"period": ["90d"]}, Choices(brands=("Acme Espresso",), today=moment.date())).public()
        ids = [int(i) for i in queries.mentions.page(scope, limit=len(hostile.ATTACKS))["mention_id"]]
    for mention in ids[:3]:
        app = opened("mentions", attacked, moment.date(), {"mention": str(mention)})
        assert [e.value for e in app.exception] == []
        assert _foreign(text(app)) == []


def test_a_brand_in_the_head_of_a_column_is_text() -> None:
    heads = ("Brand", "Value", f"Against {hostile.ATTACKS[0]}", "Rows")
    strip = _strips.Strip(name="ours", estimate=None, unit="points", more="less")
    assert _foreign(_strips.table([strip], heads, (-100.0, 100.0))) == []


def test_no_cell_of_the_export_is_a_formula(attacked: Database, moment: datetime) -> None:
    with attacked.read() as queries:
        scope = parse({"period": ["7d"]}, Choices(brands=("Acme Espresso",), today=moment.date())).public()
        found = _export.csv(queries, scope, {})
    rows = list(csv.reader(io.StringIO(found.decode("utf-8-sig") if isinstance(found, bytes) else found)))
    assert len(rows) > 50
    cells = [cell for row in rows[1:] for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    # A number may be negative; whatever else begins like a formula does not.
    assert [c for c in cells if c[:1] in set("=+-@\t\r|%") and not c.lstrip("-").replace(".", "", 1).isdigit()] == []
