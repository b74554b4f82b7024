"""Pages on a lake say what they say on a file, and what a person does on them is there at once."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from storage.connection import Database
from storage.lake import Lake
from tests.scale import require
from tests.storage.lakes import lakes
from tests.views import world
from tests.views.page import opened, text
from views import VIEWS

pytestmark = [pytest.mark.scale, pytest.mark.slow, pytest.mark.timeout(900)]
# All pages take minutes: EARSHOT_LAKE_ALL=1 opens them.
PAGES = tuple(VIEWS) if os.environ.get("EARSHOT_LAKE_ALL") else ("overview", "mentions", "pain-points")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory, moment: datetime) -> Iterator[Lake]:
    """The same brand as on the file."""
    require()
    with lakes(tmp_path_factory.mktemp("lakes")) as many:
        found = many.new(tmp_path_factory.mktemp("lake"), clock=lambda: moment)
        world.fill(found, moment)
        yield found
        found.close()


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_says_on_a_lake_what_it_says_on_a_file(lake: Lake, brand: Database, moment: datetime, slug: str) -> None:
    there, here = (opened(slug, database, moment.date()) for database in (lake, brand))
    assert [e.value for e in there.exception] == []
    assert alike(text(there)) == alike(text(here)) != ""


def alike(page: str) -> str:
    """Without how many minutes ago the sources were read, where things lie, how much room they take there, and who
    changed what: the test below is among those.
    """
    before = page.rpartition("Who changed what")[0] or page
    return re.sub(r'<p class="es-fresh">.*?</p>|<code>[^<]*earshot\.toml</code>|[0-9.,]+ [MG]B', "", before)


def test_a_person_corrects_a_label_on_the_page_of_a_lake_and_sees_it(lake: Lake, moment: datetime) -> None:
    with lake.read() as queries:
        found = queries.sql("select mention_id from mention where sentiment = 'negative' order by 1 limit 1")[1]
    number = int(str(found[0][0]))
    app = opened("mentions", lake, moment.date(), {"mention": str(number)})
    app.button(key="as-positive").click().run()
    assert [e.value for e in app.exception] == []
    try:
        with Lake(lake.address, Path(lake.path.parent)).read() as queries:
            assert queries.sql(f"select sentiment from mention where mention_id = {number}")[1] == [["positive"]]
            assert queries.sql("select person from audit_log where verb = 'override'")[1] == [["someone in the app"]]
    finally:  # the other tests of this file may come after it
        with lake.write(publish=True) as store:
            store.overrides.set(number, None, "test")
