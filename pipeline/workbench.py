"""Everything that the work needs, brought in by the assembly: no room below reaches for it by itself."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from config import Config
from domain.ports import AspectExtractor, Collector, RelevanceJudge, Scorer, TopicFinder, TopicMatcher, TraitReader
from domain.records import Brand, Mention, Source, Topic
from domain.reports import Enclosure
from storage.connection import Database
from storage.raw import RawFile
from storage.shapes import Size

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """The tools of one command. The models are given as functions: they load when first wanted.

    `lock(name)` enters with True where this process got the lock, False where another one has it.
    `send(address, title, body)` gives None once a message was taken, else why not, without any of the address.
    `enclosed(event_id)` are the files that go along with an event's message, `post` sends one with its files.
    `stop` is set when the process is asked to end; long work looks at it between two commits.
    """

    config: Config
    database: Database
    raw: RawFile
    secret: bytes
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    lock: Callable[[str], AbstractContextManager[bool]]
    build: Callable[[Source], Collector]
    match: Callable[[Mention, Source], tuple[str, ...]]
    scorer: Callable[[], Scorer]
    aspects: Callable[[], AspectExtractor]
    topics: Callable[[], tuple[Topic, ...]]
    matcher: Callable[[tuple[Topic, ...]], TopicMatcher]
    finder: Callable[[], TopicFinder]
    traits: Callable[[], TraitReader]
    relevance: Callable[[Brand], RelevanceJudge]
    stories: Callable[[Sequence[int], Sequence[str]], list[int]]
    size: Callable[[], Size]
    heartbeat: Callable[[], None]
    send: Callable[[str, str, str], str | None]
    enclosed: Callable[[int], Sequence[Enclosure]]
    post: Callable[[str, str, str, Sequence[Enclosure]], str | None]
    stop: Event
