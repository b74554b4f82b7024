"""Whole comment threads within a budget: Reddit folds comments away, and each fold costs a call to open."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import praw
from praw.models import Comment

from collectors._reddit_errors import LoginRefused, translated
from collectors._reddit_memory import Memory
from collectors._reddit_wire import Line
from domain.errors import SourceRefused

Found = tuple[list[Comment], int, tuple[str, ...]]


class Threads:
    """Which posts have comments that we have not read, and the reading of them."""

    def __init__(self, reddit: praw.Reddit, line: Line, memory: Memory, calls: int) -> None:
        self._reddit, self._line, self._memory, self._calls = reddit, line, memory, calls

    def want(self, posts: Mapping[str, int], heard: Counter[str]) -> None:
        """Queue posts (fullname: number of comments) that grew by more than what this run `heard`."""
        memory = self._memory
        for post, count in posts.items():
            grown = count - memory.counted.get(post, 0)
            if grown > heard[post]:
                memory.pending[post] = count
            elif grown > 0:
                memory.counted[post] = count

    def read(self, has_time: Callable[[], bool]) -> Iterator[Found]:
        """(comments, how many stayed folded, warnings), a thread at a time, until calls or time are spent."""
        memory, last = self._memory, self._line.calls + self._calls
        unread: list[str] = []
        for post in list(memory.pending):
            left = last - self._line.calls
            if left < 1 or not has_time():
                yield [], 0, (f"{len(memory.pending)} threads wait for the next run: comment_calls or time is spent",)
                break
            try:
                found = self._thread(post, left)
            except LoginRefused:
                raise
            except SourceRefused as error:
                unread.append(str(error))
                found = [], 0, ()
            memory.counted.pop(post, None)
            memory.counted[post] = memory.pending.pop(post)
            yield found
        if unread:
            yield [], 0, (f"{len(unread)} threads could not be read; the first: {unread[0]}",)

    def _thread(self, post: str, calls: int) -> Found:
        with translated(f"comments of {post}"):
            forest = self._reddit.submission(post.removeprefix("t3_")).comments
            folded = forest.replace_more(limit=calls - 1)
            comments = [one for one in forest.list() if isinstance(one, Comment)]
        missed = sum(max(1, more.count) for more in folded)
        warning = f"{missed} comments of {post} stayed folded: comment_calls is spent"
        return comments, missed, (warning,) if missed else ()
