"""What was read lately and may have changed since: items are edited, deleted by their authors, removed."""

from collections.abc import Container, Iterable

import praw
from praw.models import Comment, Submission

from collectors._reddit_errors import translated
from collectors._reddit_items import Item, is_gone
from collectors._reddit_memory import Memory

# Listings show so many recent items anyway; only those below are asked for again.
_SHOWN = 300


class Recent:
    """The newest `size` items below what the listings show. An item that is gone is reported gone once."""

    def __init__(self, memory: Memory, size: int) -> None:
        self._memory, self._size = memory, size
        self._known = frozenset(memory.recent)

    def parted(self, items: Iterable[Item]) -> tuple[list[Item], list[str]]:
        """(items to keep, fullnames that we knew and that are gone now); a gone one never seen is kept as it is."""
        kept: list[Item] = []
        gone: list[str] = []
        buried = set(self._memory.gone)
        for item in items:
            if not is_gone(item):
                kept.append(item)
                buried.discard(item.fullname)
            elif item.fullname in buried:
                continue
            elif item.fullname in self._known:
                gone.append(item.fullname)
            else:
                kept.append(item)
        self._memory.gone = [name for name in self._memory.gone if name in buried] + gone
        return kept, gone

    def again(self, reddit: praw.Reddit, read: Container[str]) -> list[Item]:
        """Recent items that this run has not read, as they are today; those Reddit is silent about are left out."""
        names = [name for name in self._memory.recent if name not in read][: self._size]
        with translated("recent items"):
            return [one for one in reddit.info(fullnames=names) if isinstance(one, Submission | Comment)]

    def remember(self, newest: Iterable[str]) -> None:
        """These come first from now on."""
        buried = set(self._memory.gone)
        kept = dict.fromkeys(name for name in (*newest, *self._memory.recent) if name not in buried)
        self._memory.recent = list(kept)[: self._size + _SHOWN] if self._size else []
