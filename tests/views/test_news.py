"""What changed, on the first page: each sentence opens what it counts, the pain point, the day or the rows."""

import re
from datetime import datetime

from storage.connection import Database
from tests.views.page import opened, text


def links(page: str) -> dict[str, str]:
    """Sentence to address."""
    found = re.findall(r'<div><a href="([^"]+)"><b>(.*?)</b></a>', page)
    return {re.sub("<[^>]+>", "", said): address.replace("&amp;", "&") for address, said in found}


def behind(database: Database, moment: datetime, address: str) -> str:
    slug, _, query = address.partition("?")
    params = dict(pair.split("=", 1) for pair in query.split("&"))
    return text(opened(slug, database, moment.date(), params))


def test_every_sentence_opens_what_it_counts(brand: Database, moment: datetime) -> None:
    page = text(opened("overview", brand, moment.date()))
    known = links(page)
    items = re.findall(
        r'<li><span class="g [^"]*" aria-hidden="true">.</span><div>(.{3})',
        page.split("What changed")[1].split("</ul>")[0],
    )
    assert known and set(items) == {"<a "}
    topic = next((said for said in known if said.endswith(("more", "less"))), None)
    day = next((said for said in known if said.startswith("Unusually many")), None)
    assert topic or day
    if topic:
        name = topic.partition(" is complained about")[0]
        assert f'<h2 class="es-h2"><bdi dir="auto">{name}</bdi></h2>' in behind(brand, moment, known[topic])
    if day:
        count = re.search(rf"{day}</b></a><span>([\d,]+)", page)
        assert count and f"<b>{count.group(1)} mentions</b>" in behind(brand, moment, known[day])
