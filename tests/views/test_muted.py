"""The Mentions page says how many mutes hide, and shows none of them."""

from datetime import datetime
from pathlib import Path
from shutil import copyfile

from storage.connection import Database
from tests.views.page import opened, text


def test_the_page_says_how_many_mutes_hide(brand: Database, moment: datetime, tmp_path: Path) -> None:
    copyfile(brand.path, tmp_path / "earshot.duckdb")
    database = Database(tmp_path / "earshot.duckdb", clock=lambda: moment)
    with database.write(publish=True) as store:
        keys = store.mutes.add("site", "nowhere.example")
    params = {"period": "12m"}
    before = text(opened("mentions", database, moment.date(), params))
    assert keys == 0 and "hidden by mutes" not in before
    with database.read() as queries:
        author = str(queries.sql("select author_key from mention where author_key is not null limit 1")[1][0][0])
    with database.write(publish=True) as store:
        assert store.mutes.add("author", author) >= 1
    app = opened("mentions", database, moment.date(), params)
    assert [e.value for e in app.exception] == []
    assert "hidden by mutes</a>, in no figure" in text(app)
    listed = opened("mentions", database, moment.date(), params | {"muted": "1"})
    assert [e.value for e in listed.exception] == []
    assert all(
        part in text(listed) for part in ("Who is muted", "every brand", author, "Hidden mentions, newest first")
    )
    assert "nowhere.example" in text(listed)
    for strange in ("0", "2", "<b>", "1" * 500):
        assert "Who is muted" not in text(opened("mentions", database, moment.date(), params | {"muted": strange}))
    database.close()
