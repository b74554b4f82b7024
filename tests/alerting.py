"""A brand with a quiet past and a feed on the wire, for everything that alerts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from config import Config, load
from domain.alerting import AlertRule, RuleKind
from domain.records import Batch, Brand, Label, Mention, Outcome, Run, Sentiment, Source
from pipeline.workbench import Workbench
from storage.connection import Database
from tests.house import bench
from tests.wire import Wire

CHANNEL = "EARSHOT_NOTIFY_TEAM"
BRAND = Brand(name="Acme")
SOURCE = Source(name="forum", kind="rss", brands=("Acme",), every=3600)
ADJECTIVES = ("awful", "terrible", "horrible", "dreadful", "useless", "disgusting")
NOUNS = ("grinder", "pump", "boiler", "lid", "display")


def complaint(number: int) -> str:
    """One of 30 complaints that no two share more than a few words of, and that are no copies of one text."""
    thing, how = NOUNS[number % 5], ADJECTIVES[number // 5 % 6]
    return f"Acme {number}: my {thing} is {how}, worst purchase of year {1990 + number}, I hate it"


def configured(folder: Path, *, extra: str = "", channels: Sequence[str] = (CHANNEL,), sources: str = "") -> Config:
    """earshot.toml with one brand and these channels."""
    path = folder / "earshot.toml"
    names = ", ".join(f'"{name}"' for name in channels)
    head = 'engine = "vader"\nallow_private_addresses = true\ntaxonomy = []\napp_url = "http://127.0.0.1:8501"\n'
    path.write_text(f'{head}[notify]\nchannels = [{names}]\n[[brand]]\nname = "Acme"\n{extra}{sources}', "utf-8")
    return load(path)


def tools(config: Config, wire: Wire | None = None, now: datetime | None = None, **environment: str) -> Workbench:
    """The real workbench; the channel's address is the wire's, the clock stands still where `now` is given."""
    known: Mapping[str, str] = {CHANNEL: f"json://127.0.0.1:{wire.port}/hook"} if wire else {}
    made = replace(bench(config), environment={**known, **environment})
    if now is None:
        return made
    database = Database(Path(config.database), timezone=str(config.timezone), clock=lambda: now)
    return replace(made, clock=lambda: now, database=database)


def messages(wire: Wire) -> list[dict[str, Any]]:
    """What the channel was sent, in order."""
    return [json.loads(asked.body) for asked in wire.asked if asked.path == "/hook"]


@dataclass(frozen=True)
class Past:
    """Mentions to store: so many a day, for `days` days before `now`, each within half a day from then on."""

    now: datetime
    days: int = 60
    negative: int = 1
    positive: int = 5
    skipped: tuple[int, ...] = ()

    def mentions(self) -> list[Mention]:
        found = []
        for ago in range(self.days, 0, -1):
            if ago in self.skipped:
                continue
            for n in range(self.negative + self.positive):
                at = self.now - timedelta(days=ago) + timedelta(hours=(n * 5) % 11)
                said = "bad" if n < self.negative else "good"
                found.append(mention(f"{ago}-{n}", f"{said} {ago}-{n}", at))
        return found


def mention(key: str, text: str, at: datetime) -> Mention:
    return Mention(source="forum", kind="rss", external_id=key, text=text, published_at=at)


def store(database: Database, mentions: Sequence[Mention], now: datetime) -> None:
    """Commit and score: "bad ..." is negative, "good ..." positive, everything else neutral."""
    with database.write(publish=True) as writer:
        writer.sources.sync([BRAND], [SOURCE])
        batch = Batch(mentions=tuple(mentions), cursor="1")
        writer.mentions.commit(SOURCE, batch, [("Acme",)] * len(mentions), secret=b"only for tests", now=now)
        writer.scores.use("vader", "1")
        rows = writer.scores.pending("vader", "1", 100_000)
        writer.scores.add("vader", "1", [(row, _score(row.text)) for row in rows])


def runs(database: Database, moments: Sequence[datetime], outcome: Outcome = Outcome.OK, fetched: int = 3) -> None:
    """Runs of the forum, for coverage."""
    with database.write(publish=True) as writer:
        for at in moments:
            run = Run(source="forum", kind="rss", outcome=outcome, fetched=fetched, started_at=at, finished_at=at)
            writer.runs.add(run)


def _score(text: str) -> Sentiment:
    label = {"bad": Label.NEGATIVE, "goo": Label.POSITIVE}.get(text[:3], Label.NEUTRAL)
    polarity = {Label.NEGATIVE: -0.7, Label.POSITIVE: 0.7}.get(label, 0.0)
    return Sentiment(polarity=polarity, label=label, confidence=0.9, language="en")


def rule(kind: RuleKind = RuleKind.SPIKE, **changes: Any) -> AlertRule:
    given = {"name": "r", "brand": "Acme", "metric": "negative_mentions", "kind": kind}
    return AlertRule(**(given | changes))


NOW = datetime(2026, 5, 6, 12, 30, tzinfo=UTC)
