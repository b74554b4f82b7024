"""One of Reddit's listings, newest first, page after page, back to where it was last read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from praw.models import Comment, Submission

from collectors._reddit_errors import LoginRefused, translated
from collectors._reddit_items import Item
from collectors._reddit_memory import Memory
from domain.errors import SourceRefused

PAGE, PAGES = 100, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Items newest first, each once a run; the last page says whether something may be missing, and why."""

    items: list[Item]
    complete: bool = True
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`name` keeps it apart in the cursor, `shown` says it to a person, `ask` is praw's method for it."""

    name: str
    shown: str
    ask: Callable[..., Iterator[object]]

    def pages(self, memory: Memory, has_time: Callable[[], bool]) -> Iterator[Page]:
        """Pages of a hundred, ten at most as Reddit shows no more; a first run reads all. Moves the anchors last."""
        anchored = self.name in memory.anchors
        ids: dict[str, None] = {}
        warnings: list[str] = []
        for number in range(1, PAGES + 1):
            try:
                items = self._page(list(ids)[-1:])
            except SourceRefused as error:
                if not ids or isinstance(error, LoginRefused):
                    raise
                items = []
                warnings.append(f"only the {len(ids)} newest could be read: {error}")
            fresh = [one for one in items if one.fullname not in ids]
            ids.update(dict.fromkeys(one.fullname for one in fresh))
            reached = anchored and memory.reached(self.name, ids)
            ended = not fresh or len(items) < PAGE
            if ended or reached or number == PAGES or not has_time():
                break
            yield Page(items=fresh)
        # A short listing shows all there is; a long one that does not reach back has a gap.
        complete = not anchored or reached or (ended and not warnings and 0 < len(ids) < PAGE)
        if not complete:
            warnings.append(
                f"{self.shown}: the {len(ids)} newest do not reach back to the last run; read it more often"
            )
        memory.anchor(self.name, ids)
        yield Page(items=fresh, complete=complete, warnings=tuple(warnings))

    def _page(self, after: list[str]) -> list[Item]:
        params = {"after": after[0]} if after else {}
        with translated(self.shown):
            found = list(self.ask(limit=PAGE, params=params))
            return [one for one in found if isinstance(one, Submission | Comment)]
