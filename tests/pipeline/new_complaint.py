"""A stream of ordinary complaints and praise, and of a new complaint in ever new words, straight into the database."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.records import Batch, Mention, Source
from sample.complaints import APP_COMPLAINTS, SHOP_COMPLAINTS
from sample.grammar import Theme, fill
from sample.praise import APP, SHOP_PRAISE
from sample.words import ACME
from storage.store import Store

SOURCE = Source(name="shop", kind="rss", brands=("Acme",))
OPENINGS = ("", "", "Honestly, ", "After a month: ", "Sadly ", "So, ", "Bought in May. ", "Warning: ")
WHAT = (
    "the lid melts in the dishwasher",
    "the lid melted in the dishwasher on the first wash",
    "put the lid in the dishwasher once and it melted",
    "they say dishwasher safe, but the lid melted completely",
    "the plastic lid melts when you wash it in the dishwasher",
    "second lid that melted in the dishwasher",
    "my lid came out of the dishwasher warped and melted",
    "the dishwasher melted the lid",
)
ENDINGS = (
    ". Terrible.",
    ". Very disappointing.",
    ", awful quality.",
    ". Useless now.",
    " and it is ugly now.",
    ", so bad.",
)


def ordinary(chance: random.Random, share: float = 0.3) -> str:
    """A line that a customer of the sample brand might write; `share` of them are complaints."""
    bad = chance.random() < share
    themes: list[Theme] = list((*APP_COMPLAINTS, *SHOP_COMPLAINTS) if bad else (APP, *SHOP_PRAISE))
    theme = chance.choice(themes)
    return fill(chance, chance.choice(theme.lines), ACME)


def lids(chance: random.Random, count: int) -> Iterator[str]:
    """`count` complaints about one thing, hardly two alike."""
    for _ in range(count):
        said = chance.choice(OPENINGS) + chance.choice(WHAT) + chance.choice(ENDINGS)
        yield said[:1].upper() + said[1:]


def tell(store: Store, day: datetime, texts: list[str]) -> None:
    """Commit one day's texts, spread over its hours."""
    mentions = tuple(
        Mention(
            source=SOURCE.name,
            kind=SOURCE.kind,
            external_id=f"{day:%Y%m%d}-{i}",
            namespace="shop",
            text=text,
            author=f"{day:%j}-{i}",
            published_at=day + timedelta(seconds=80 * i),
        )
        for i, text in enumerate(texts)
    )
    store.mentions.commit(
        SOURCE,
        Batch(mentions=mentions, cursor="1"),
        [("Acme",)] * len(mentions),
        secret=b"only for tests",
        now=datetime.now(UTC),
    )
