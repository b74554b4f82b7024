"""What the pages get."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from config import Config, load
from config.edit import Change, rewrite
from domain.alerting import AlertRule, Fired
from domain.comparison import Comparison
from domain.document import Document
from domain.errors import ConfigError, NotAllowed
from domain.people import Person, Rank, Right
from pipeline.digest import again
from pipeline.digest_page import compose
from storage.connection import Database
from storage.queries import Queries
from storage.store import Store
from wiring.alerting import preview_rule, try_channel
from wiring.erasing import erase
from wiring.guard import guarded
from wiring.importing import Importing
from wiring.opening import database
from wiring.people import listed
from wiring.phrase_desk import PhraseDesk
from wiring.reporting import (
    ask_report,
    document_of,
    draw,
    draw_comparison,
    find_report,
    issue_report,
    restated_lines,
)
from wiring.tag_desk import TagDesk

NOBODY = Person(name="nobody", rank=Rank.VIEWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What the pages get: the published snapshot to read, the database to write a person's action.

    Every write asks the file anew what `who` may do, and raises NotAllowed where that is too little.
    """

    config: Config
    database: Database
    who: Person = NOBODY

    def of(self, who: Person) -> "App":
        """The same, in the hands of this person."""
        return replace(self, who=who)

    @property
    def person(self) -> str:
        """Under which name changes are logged."""
        return self.who.name

    def may(self, right: Right) -> bool:
        """Whether a page should offer what needs this right; the write itself asks again."""
        return self.who.may(right)

    @property
    def snapshot_name(self) -> str:
        """Changes with every publication; part of every cache key."""
        return self.database.snapshot_name

    @property
    def crm_url(self) -> str | None:
        """Where a case's customer is looked up; {author_key} stands for the customer's key."""
        return self.config.crm_url

    @property
    def engine(self) -> str:
        """The configured sentiment engine."""
        return self.config.engine

    @property
    def sample(self) -> bool:
        """Whether all that is shown was written for show."""
        return self.config.sample

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the channels that messages go to; their addresses are secrets."""
        return self.config.notify.channels

    def try_channel(self, channel: str) -> str | None:
        """Send a test message; None once it was taken, else why not."""
        self._allowed(Right.MANAGE)
        return try_channel(self.config, channel)

    def preview_rule(self, rule: AlertRule) -> list[Fired]:
        """What an alert rule would have fired on in the last 90 days; ConfigError where it is no rule."""
        return preview_rule(self.config, rule)

    def issue_report(self, brand: str, until: date, days: int) -> str:
        """Make a report of the days up to `until` and keep it; gives its id."""
        self._allowed(Right.TRIAGE)
        asked = ask_report(self.config, brand, until, days)
        return issue_report(self.config, self.database, asked).report_id

    def draw_report(self, report_id: str, form: str) -> bytes:
        """A report in one of its forms, as it was issued and with what would be otherwise now."""
        with self.database.read() as queries:
            found, changed = find_report(queries, report_id)
        return draw(document_of(self.config, found, changed), form)

    def draw_comparison(self, comparison: Comparison, form: str) -> bytes:
        """Brands side by side as a slide, "pptx" or "png"; raises ConfigError, EarshotError."""
        return draw_comparison(comparison, form)

    def read_report(self, report_id: str) -> Document:
        """A report as it was issued, to read on a page of the app: its addresses are relative."""
        with self.database.read() as queries:
            return compose(again(queries, report_id), ".")

    def restated_report(self, report_id: str) -> list[str]:
        """A sentence for every figure of a report that the same question gives otherwise now."""
        with self.database.read() as queries:
            return restated_lines(self.config, *find_report(queries, report_id))

    def rewrite(self, change: Change, what: str, detail: dict[str, object]) -> Config:
        """Change earshot.toml and write down who did; ConfigError where the result would be invalid."""
        person = self._allowed(Right.MANAGE)
        path = self._path()
        with self.database.write() as store:
            # Inside the transaction: the writer's lock lets one change the file at a time.
            found = rewrite(path, change)
            store.change_log.add("configure", what, detail, person=person.name)
        self.database.publish()
        return found

    def erase(self, what: str, name: str) -> str:
        """Erase an author, a mention by its number, or a respondent, everywhere; gives the receipt in words."""
        person = self._allowed(Right.MANAGE)
        receipt = erase(self.config, what, name)
        with self.database.write() as store:
            store.change_log.add("forget", what, {"rows": sum(receipt.rows.values())}, person=person.name)
        self.database.publish()
        return receipt.in_words()

    def phrases(self, work: Callable[[PhraseDesk, str], object]) -> object:
        """Let an admin try, make or take back phrase rules: `work` gets the desk and the name to log."""
        person = self._allowed(Right.MANAGE)
        return work(PhraseDesk(self.config), person.name)

    @property
    def imports(self) -> Importing:
        """Files that this person brings in."""
        return Importing(config=self.config, database=self.database, allowed=self._allowed)

    def tagging(self, work: Callable[[TagDesk, str], object]) -> object:
        """Let a triager try, make or take back tag rules: `work` gets the desk and the name to log."""
        person = self._allowed(Right.TRIAGE)
        return work(TagDesk(self.config), person.name)

    @contextmanager
    def queries(self) -> Iterator[Queries]:
        """Reads of the published snapshot."""
        with self.database.read() as queries:
            yield queries

    @contextmanager
    def store(self) -> Iterator[Store]:
        """One person's write, as their role allows; published before this returns."""
        person = self._allowed(Right.TRIAGE)
        with self.database.write() as store:
            yield guarded(store, person)
        self.database.publish()

    def require(self, right: Right) -> None:
        """Nothing, or NotAllowed where this person may not do that by the file as it is now."""
        self._allowed(right)

    def _allowed(self, right: Right) -> Person:
        person = self._now()
        person.require(right)
        return person

    def _now(self) -> Person:
        """Who this is by the file as it is now: a role that was taken away is gone with the next click."""
        config = load(self.config.path) if self.config.path else self.config
        if not self.who.local:
            return listed(config, self.who.name)
        if config.auth:
            raise NotAllowed("People sign in now; reload this page")
        return self.who

    def _path(self) -> Path:
        if self.config.path is None:
            raise ConfigError("there is no earshot.toml to change")
        return self.config.path


def open_app(path: Path | None = None) -> App:
    """The app on the configuration that EARSHOT_CONFIG names, else ./earshot.toml; in nobody's hands yet."""
    config = load(path or config_path())
    return App(config=config, database=database(config))


def config_path() -> Path:
    """Where the configuration is said to be: EARSHOT_CONFIG, else ./earshot.toml."""
    return Path(os.environ.get("EARSHOT_CONFIG", "earshot.toml"))
