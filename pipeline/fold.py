"""Makes the near-copies of one text one story, so that a press release in forty outlets speaks once."""

import re
from datetime import timedelta

from pipeline.workbench import Workbench
from storage.writes.stories import StoryText

WINDOW = timedelta(days=30)
MOST = 20_000
"""Stories that are compared at once, the newest ones: what keeps this stage short however much is stored."""

_LINK = re.compile(r"https?://\S+|www\.\S+")
_FEWEST_WORDS = 5


def fold(bench: Workbench) -> int:
    """Compare what was told in the last 30 days, where something new was told; returns how many mentions moved.

    An edit that arrives while the texts are compared is seen by the next call.
    """
    with bench.database.write() as store:
        told, mark = store.stories.untold(bench.clock() - WINDOW, MOST), store.stories.mark()
    if not told or bench.stop.is_set():
        return 0
    ids = [one.story_id for one in told]
    found = bench.stories(ids, [words(one) for one in told])
    with bench.database.write() as store:
        return store.stories.fold(dict(zip(ids, found, strict=True)), mark=mark)


def words(told: StoryText) -> str:
    """What is compared: the text without links; with its title where the text alone is hardly one."""
    text = _LINK.sub(" ", told.text)
    return text if len(text.split()) >= _FEWEST_WORDS else f"{_LINK.sub(' ', told.title)} {text}"
