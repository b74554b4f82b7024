"""The small brand after strangers have had their way with it: every text that comes from outside is an attack."""

from datetime import datetime
from pathlib import Path

from storage import engine
from storage.connection import Database
from tests.views import world

ATTACKS = (
    "<script>document.title='owned'</script><img src=https://evil.example/1.png onerror=alert(1)>",
    "[click](javascript:alert(2)) ![](https://evil.example/2.png) **bold** www.evil.example a@evil.example https://evil",
    "$5 or $6 $$\\int x$$ :material/home: :red[red] `code` # head",
    "\u202egnp.exe\u202c \u200b\u2066hidden\u2069 Ko\u0300\u0301\u0302\u0303\u0304\u0305 \x07",
    "W" * 5000,
    '=HYPERLINK("https://evil.example";"x")',
    '"><iframe src=//evil.example></iframe><svg onload=alert(3)>',
)
_CHART = "Acme Espresso/overview/volume"
LONG = "long text " * 10_000
_COLUMNS = {
    "mentions": ("title", "text", "url", "site", "app_version", "country", "reply_text"),
    "survey_responses": ("survey", "comment", "touchpoint", "segment"),
    "tickets": ("subject", "text", "channel", "priority"),
    "customers": ("segment",),
    "topics": ("name", "description"),
    "event_notes": ("note", "person"),
    "runs": ("error", "warnings"),
}


def build(folder: Path, now: datetime) -> Database:
    """The brand of `world` with an attack in each of those columns, a different one from row to row."""
    database = world.build(folder, now)
    with engine.writer(database.path, memory_limit="1GB") as con:
        for table, columns in _COLUMNS.items():
            for place, column in enumerate(columns):
                attack = (
                    "case when rowid % 97 = 5 then $long else $attacks[1 + ((rowid + $place) % len($attacks))::int] end"
                )
                con.execute(
                    f"update {table} set {column} = {attack}",
                    {"attacks": list(ATTACKS), "long": LONG, "place": place},
                )
        for number, attack in enumerate(ATTACKS, 1):
            values = {"n": number, "attack": attack, "now": now.replace(tzinfo=None)}
            con.execute("insert into tags values ($n, $attack, $attack, $attack, $now, null)", values)
            con.execute("insert into tag_rules values ($n, $n, $attack, $attack, $attack, $now, null, null)", values)
            con.execute(f"insert into comments values ($n, 'chart', '{_CHART}', $attack, $attack, $now, null)", values)
        con.execute(
            "insert into mention_tags select mention_id, 1 + mention_id % 7, 0, url, first_seen_at from mentions"
        )
    database.publish()
    return database
