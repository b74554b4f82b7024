"""The Mentions page filters by what texts show and want, and says both beside each."""

from datetime import datetime
from pathlib import Path

import pytest

from domain.records import Batch, Mention
from domain.traits import Emotion, Intent, Relevance, Traits
from storage.connection import Database
from tests.views import world
from tests.views.page import opened, text
from views._trait import NAMES

READ = {
    "jams": Traits(emotion=Emotion.ANGER, emotion_score=0.8, intents=(Intent.COMPLAINT, Intent.CHURN_RISK)),
    "crema": Traits(emotion=Emotion.JOY, emotion_score=0.9, intents=(Intent.PRAISE,)),
}


@pytest.fixture
def told(tmp_path: Path, moment: datetime) -> Database:
    database = world.empty(tmp_path)
    source = world.SOURCES[0]
    found = tuple(
        Mention(source=source.name, kind=source.kind, external_id=word, text=f"It {word}.", published_at=moment)
        for word in READ
    )
    with database.write(publish=True) as store:
        batch = Batch(mentions=found, cursor="1")
        store.mentions.commit(source, batch, [("Acme Espresso",)] * 2, secret=world.SECRET, now=moment)
        rows = store.traits.pending("1", 10)
        store.traits.add("1", [(p, next(t for word, t in READ.items() if word in p.text)) for p, _ in rows])
        judged = store.relevance.pending("Acme Espresso", "1", 10)
        doubt = Relevance(score=0.1, relevant=False)
        store.relevance.add("Acme Espresso", "1", [(p, doubt) for p in judged if "crema" in p.text])
    return database


def test_the_address_narrows_the_list_to_an_intent_or_an_emotion(told: Database, moment: datetime) -> None:
    for trait, shown, hidden in (("churn_risk", "It jams", "It crema"), ("joy", "It crema", "It jams")):
        page = text(opened("mentions", told, moment.date(), {"trait": trait}))
        assert shown in page
        assert hidden not in page


def test_each_mention_says_what_it_shows_and_wants_and_whether_it_is_doubted(told: Database, moment: datetime) -> None:
    app = opened("mentions", told, moment.date())
    page = text(app)
    for said in ("Complaint", "Wants to leave", "Anger", "Praise", "Joy or gratitude"):
        assert f"<span>{said}</span>" in page
    assert "probably not about Acme Espresso" in page
    options = next(box for box in app.selectbox if box.label == "Intent or emotion").options
    assert options == [
        "All intents",
        "Complaint (1)",
        "Praise (1)",
        "Wants to leave (1)",
        "Anger (1)",
        "Joy or gratitude (1)",
    ]


def test_a_trait_that_nothing_shows_says_what_to_do(told: Database, moment: datetime) -> None:
    assert "Try without the intent or emotion" in text(opened("mentions", told, moment.date(), {"trait": "fear"}))


def test_an_unknown_trait_is_no_filter(told: Database, moment: datetime) -> None:
    page = text(opened("mentions", told, moment.date(), {"trait": "<script>"}))
    assert "It jams" in page
    assert "It crema" in page


def test_every_emotion_and_intent_has_a_name() -> None:
    assert set(NAMES) == {*Emotion, *Intent}
