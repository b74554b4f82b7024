"""Writes the sample's folder: an earshot.toml of its own, four tables with their column maps, and a note."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sample.answers import Row, answers, customers, tickets
from sample.journey import figures
from sample.maps import MAPS
from sample.reviews import shop_reviews
from sample.settings import OWN, settings
from sample.taxonomy import toml
from sample.timeline import Timeline
from sample.wire import LABEL


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFolder:
    """Where things lie. `imports`: what `earshot import` takes, by its name, as (table, column map)."""

    folder: Path
    config: Path
    brand: str
    imports: dict[str, tuple[Path, Path]]
    reviews: tuple[Path, Path]
    last_day: date


def write(folder: Path, until: date, *, base_url: str, seed: int = 7) -> SampleFolder:
    """Write everything into `folder` (made where missing, files of the same names replaced).

    `until` is the last day with data, `base_url` a running SampleServer's url. Same day and seed, same bytes.
    Raises OSError where the folder cannot be written.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    timeline = Timeline(until)
    buyers = customers(timeline, seed)
    tables = {
        "reviews": _review_rows(timeline, seed),
        "surveys": answers(timeline, seed, buyers),
        "tickets": tickets(timeline, seed, buyers),
        "customers": buyers,
        "touchpoints": figures(timeline, seed),
    }
    paths = {name: (folder / f"sample-{name}.csv", folder / f"sample-{name}.map.toml") for name in tables}
    for name, rows in tables.items():
        table, column_map = paths[name]
        table.write_text(_csv(rows), "utf-8", newline="")
        column_map.write_text(f"# {LABEL}.\n{MAPS[name]}", "utf-8")
    config = folder / "earshot.toml"
    config.write_text(settings(base_url, *paths["reviews"]), "utf-8")
    (folder / "sample-taxonomy.toml").write_text(toml(LABEL), "utf-8")
    (folder / "README.txt").write_text(_note(timeline), "utf-8")
    reviews = paths.pop("reviews")
    return SampleFolder(folder=folder, config=config, brand=OWN, imports=paths, reviews=reviews, last_day=until)


def _review_rows(timeline: Timeline, seed: int) -> list[Row]:
    return [
        {
            "review_id": review.external_id,
            "order": order,
            "date": review.published_at.isoformat() if review.published_at else "",
            "stars": f"{review.rating or 0:.0f}",
            "title": review.title,
            "review": review.text,
            "name": review.author or "",
            "country": review.country or "",
            "link": review.url or "",
            "reply_date": review.reply_at.isoformat() if review.reply_at else "",
            "reply": review.reply_text or "",
        }
        for review, order in shop_reviews(timeline, seed)
    ]


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _note(timeline: Timeline) -> str:
    return f"""{LABEL}.

Acme Coffee sells espresso machines, grinders and beans in its own shop and has an app; Bolt Coffee is its
competitor. Neither exists. In the {len(timeline.days)} days that end on {timeline.until}:

  {timeline.parcels_stuck} to {timeline.parcels_move}  parcels to Germany are late
  {timeline.release}                app 4.2.0 crashes and rejects log-ins
  {timeline.fix}                app 4.2.1 mends it

Delete this folder to be rid of it.
"""
