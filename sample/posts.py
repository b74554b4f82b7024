"""Invented posts: a forum's, a Reddit-like site's with comments, and the news with its copies."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta

from domain.records import Mention
from sample.complaints import FORUM_COMPLAINTS, PAIRING
from sample.compose import Subject, mood, text
from sample.grammar import dice, fill, handle, hurried, said, settled
from sample.praise import FORUM_PRAISE
from sample.press import (
    APP_STORY,
    BOLT_STORY,
    FIX_STORY,
    OUTLETS,
    PARCEL_STORY,
    ROUTINE,
    Notice,
    press_words,
)
from sample.stories import CRASH, FIXED, LATE, LOGIN
from sample.talk import ANSWERS, FACTS, QUESTIONS, VERSUS
from sample.timeline import Timeline, moment
from sample.words import ACME, BOLT, Words

FORUM_POSTS, NEWS_NOTICES, REDDIT_POSTS, REDDIT_COMMENTS = 690, 112, 96, 96
SUBREDDITS = ("homebaristas_sample", "espresso_sample")
OWNERS = ("{machine} owner here.", "About the {machine}:", "On {brand}:", "For what it's worth, {brand} user.")


def forum(timeline: Timeline, seed: int) -> list[Mention]:
    """Posts of an invented forum about both brands, the oldest first."""
    rng = dice(seed, "forum")
    moments = timeline.moments(rng, FORUM_POSTS, _loudness(timeline))
    return [_post(rng, timeline, at, f"post-{70100 + place}") for place, at in enumerate(moments)]


def _post(rng: random.Random, timeline: Timeline, at: datetime, name: str) -> Mention:
    words = _brand(rng, timeline, at.date())
    title, body = _thread(rng, timeline, at.date(), settled(rng, words))
    if rng.random() < 0.4:
        title = f"Re: {title}"
    if not _names(words, f"{title} {body}"):
        title = f"[{words['brand'][0]}] {title}"
    return Mention(
        source="sample",
        kind="rss",
        external_id=name,
        title=title,
        text=body,
        url=f"https://forum.example/t/{name}",
        author=handle(rng),
        published_at=at,
    )


def reddit(timeline: Timeline, seed: int) -> list[Mention]:
    """Posts and comments of two invented subreddits, the oldest first; comments name their post as parent."""
    rng = dice(seed, "reddit")
    asked = timeline.moments(rng, REDDIT_POSTS, _loudness(timeline))
    posts = [_submission(rng, timeline, at, f"s{1000 + place}") for place, at in enumerate(asked)]
    comments = [
        _comment(rng, timeline, at, f"c{5000 + place}", posts)
        for place, at in enumerate(timeline.moments(rng, REDDIT_COMMENTS, _loudness(timeline)))
    ]
    return sorted([*posts, *comments], key=lambda one: (one.published_at or at_start(timeline), one.external_id))


def at_start(timeline: Timeline) -> datetime:
    """The first moment of the sample."""
    return moment(dice(0, "start"), timeline.days[0])


def _submission(rng: random.Random, timeline: Timeline, at: datetime, name: str) -> Mention:
    words = _brand(rng, timeline, at.date())
    title, body = _thread(rng, timeline, at.date(), settled(rng, words))
    # Some are a headline and nothing else.
    body = "" if rng.random() < 0.15 else body
    if not _names(words, f"{title} {body}"):
        title = f"{words['brand'][0]}: {title}"
    place = rng.choice(SUBREDDITS)
    return Mention(
        source="sample",
        kind="reddit",
        external_id=f"t3_{name}",
        title=title,
        text=body,
        url=f"https://reddit.example/r/{place}/comments/{name}/{_slug(title)}/",
        author=handle(rng),
        published_at=at,
        site=place,
    )


def _comment(rng: random.Random, timeline: Timeline, at: datetime, name: str, posts: list[Mention]) -> Mention:
    earlier = [post for post in posts if post.published_at and post.published_at < at]
    parent = rng.choice(earlier[-8:] or posts[:1])
    words = BOLT if "bolt" in parent.title.lower() else ACME
    _, body = _thread(rng, timeline, at.date(), settled(rng, words), answer=0.35)
    if not _names(words, body):
        body = f"{fill(rng, rng.choice(OWNERS), words)} {body}"
    return Mention(
        source="sample",
        kind="reddit",
        external_id=f"t1_{name}",
        title=parent.title,
        text=body,
        url=f"{parent.url}{name}/",
        author=handle(rng),
        published_at=at,
        parent=parent.external_id,
        site=parent.site,
    )


def _thread(
    rng: random.Random, timeline: Timeline, day: date, words: Words, *, answer: float = 0.12
) -> tuple[str, str]:
    """(title, text) of a post: a question, an answer, a comparison, or an opinion coloured by the day."""
    roll, ours = rng.random(), words["brand"] == ACME["brand"]
    if ours and timeline.broken(day) and roll < 0.5:
        theme = rng.choice((CRASH, LOGIN))
        return fill(rng, rng.choice(theme.titles), words), hurried(rng, said(rng, theme, words, detail=0.7))
    if ours and timeline.stuck(day) and roll < 0.22:
        return fill(rng, rng.choice(LATE.titles), words), hurried(rng, said(rng, LATE, words, detail=0.7))
    kinds = ((QUESTIONS, 0.22), (ANSWERS, answer), (VERSUS, 0.1))
    theme = rng.choices([kind for kind, _ in kinds] + [FACTS], [w for _, w in kinds] + [0.5])[0]
    if theme is not FACTS:
        title = fill(rng, rng.choice(theme.titles or QUESTIONS.titles), words)
        return title, hurried(rng, said(rng, theme, words, detail=0.6))
    praise = (*FORUM_PRAISE, FIXED) if ours and day >= timeline.fix else FORUM_PRAISE
    subject = Subject(words=words, praise=praise, blame=(*FORUM_COMPLAINTS, PAIRING), facts=(FACTS,))
    return text(rng, mood(rng, 0.47, 0.27, 0.13), subject)


def news(timeline: Timeline, seed: int) -> list[Mention]:
    """Notices of invented outlets, the oldest first; three stories are copied by many of them."""
    rng = dice(seed, "news")
    found = [
        (at, fill(rng, title, words), fill(rng, body, words), rng.choice(OUTLETS))
        for at in timeline.moments(rng, NEWS_NOTICES)
        for words in [settled(rng, press_words(ACME if rng.random() < 0.6 else BOLT))]
        for notice in [rng.choice(ROUTINE)]
        for title, body in [(notice.title, notice.text)]
    ]
    week = timedelta(days=7)
    for notice, day, copies in (
        (APP_STORY, timeline.release + timedelta(days=3), 9),
        (FIX_STORY, timeline.fix + timedelta(days=1), 5),
        (PARCEL_STORY, timeline.parcels_stuck + week, 7),
        (BOLT_STORY, timeline.parcels_move + week, 5),
    ):
        found += _copies(rng, notice, day, copies)
    found.sort()
    return [
        Mention(
            source="sample",
            kind="rss",
            external_id=f"news-{3300 + place}",
            title=title,
            text=body,
            url=f"https://{_slug(outlet)}.example/{3300 + place}-{_slug(title)}",
            author=outlet,
            published_at=at,
            site=f"https://{_slug(outlet)}.example",
        )
        for place, (at, title, body, outlet) in enumerate(found)
    ]


def _copies(rng: random.Random, notice: Notice, day: date, count: int) -> list[tuple[datetime, str, str, str]]:
    outlets = rng.sample(OUTLETS, k=count)
    return [
        (moment(rng, day + timedelta(days=rng.choice((0, 0, 0, 1)))), notice.title, notice.text, outlet)
        for outlet in outlets
    ]


def _loudness(timeline: Timeline) -> Callable[[date], float]:
    return lambda day: 1.8 if timeline.broken(day) else 1.15 if timeline.stuck(day) else 1.0


def _brand(rng: random.Random, timeline: Timeline, day: date) -> Words:
    return ACME if rng.random() < (0.78 if timeline.broken(day) else 0.66) else BOLT


def _names(words: Words, written: str) -> bool:
    return words["brand"][0].split()[0].lower() in written.lower()


def _slug(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())[:50].rstrip("-")
