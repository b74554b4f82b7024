"""What is quoted first of a pain point: complaints that say so in the words about it, and not that it was mended."""

from datetime import timedelta

from domain.records import Aspect, Label, Sentiment, Topic, TopicMatch
from storage.connection import Database
from tests.storage.conftest import NOW, acme, commit, mention

MENDED = "The crash is gone. But the shop is a mess."
CRASHES = "It crashes each morning."
# The words, the stars, the polarity of the whole, and of the words about the crash where they are known.
TEXTS = {
    "newest": (f"{MENDED} 1", 3.0, -0.6, 0.5),
    "praise": ("Works again, no crash. 2", 5.0, -0.3, None),
    "plain": (f"{CRASHES} 3", 1.0, -0.8, -0.9),
    "silent": (f"{CRASHES} 4", None, -0.7, None),
    "doubtful": (f"{CRASHES} 5", 3.0, -0.6, None),
    "mixed": (f"{MENDED} 8", 3.0, -0.6, -0.9),
    "oldest": (f"{CRASHES} 6", None, -0.4, -0.9),
    "glad": ("A crash? Never. 7", 5.0, 0.9, 0.9),
}


def test_plain_complaints_are_quoted_before_those_that_say_it_is_mended(db: Database) -> None:
    days = {key: NOW - timedelta(days=n) for n, key in enumerate(TEXTS)}
    commit(db, *[mention(k, text=TEXTS[k][0], rating=TEXTS[k][1], published_at=days[k]) for k in TEXTS])
    known = {text: (whole, part) for text, _, whole, part in TEXTS.values()}
    with db.write(publish=True) as store:
        store.topics.sync((Topic(topic_id=2, name="Crash"),))
        store.scores.use("vader", "1")
        store.scores.add("vader", "1", [(t, judged(known[t.text][0])) for t in store.scores.pending("vader", "1", 99)])
        rows = store.topics.pending("1", 99)
        store.topics.add("1", [(row, [TopicMatch(topic_id=2, score=0.9, start=0, end=20)]) for row in rows])
        rows = store.aspects.pending("1", 99)
        store.aspects.add("1", [(row, about(known[row.text][1])) for row in rows])
    with db.read() as queries:
        quoted = queries.pain_points.evidence(acme(), 2)
        few = queries.pain_points.evidence(acme(), 2, limit=3)
    order = [text[-1] for text in quoted["text"]]
    assert order == ["3", "4", "6", "1", "2", "5", "8", "7"]
    assert [text[-1] for text in few["text"]] == ["3", "4", "6"]
    assert quoted["plain"].tolist() == [True] * 3 + [False] * 5


def test_a_quote_that_the_topic_fits_well_comes_before_a_newer_guess(db: Database) -> None:
    scores = {"It crashes on start.": 0.97, "Small airport, whatever.": 0.55, "It crashed twice.": 0.9}
    texts = enumerate(scores)
    commit(db, *[mention(t, text=t, published_at=NOW - timedelta(days=(2, 0, 1)[n])) for n, t in texts])
    with db.write(publish=True) as store:
        store.topics.sync((Topic(topic_id=2, name="Crash"),))
        store.scores.use("vader", "1")
        store.scores.add("vader", "1", [(t, judged(-0.8)) for t in store.scores.pending("vader", "1", 99)])
        rows = store.topics.pending("1", 99)
        store.topics.add("1", [(t, [TopicMatch(topic_id=2, score=scores[t.text], start=0, end=9)]) for t in rows])
    with db.read() as queries:
        quoted = queries.pain_points.evidence(acme(), 2)
    assert quoted["text"].tolist() == ["It crashed twice.", "It crashes on start.", "Small airport, whatever."]


def judged(polarity: float) -> Sentiment:
    label = Label.NEGATIVE if polarity < 0 else Label.POSITIVE
    return Sentiment(polarity=polarity, label=label, language="en")


def about(polarity: float | None) -> list[Aspect]:
    """One aspect among the words that name the topic, and one outside them that says the opposite."""
    if polarity is None:
        return []
    label = Label.NEGATIVE if polarity < 0 else Label.POSITIVE
    inside = Aspect(phrase="crash", lemma="crash", start=4, end=9, polarity=polarity, label=label)
    outside = Aspect(phrase="shop", lemma="shop", start=21, end=23, polarity=-polarity, label=None)
    return [inside, outside]
