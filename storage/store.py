"""What a writer may do, by noun; everything happens in the one transaction that Database.write() opened."""

import duckdb

from storage.kept import Kept
from storage.writes.aspects import Aspects
from storage.writes.cases import Cases
from storage.writes.customers import Customers
from storage.writes.days import Days
from storage.writes.erasures import Erasures
from storage.writes.labels import Labels
from storage.writes.mentions import Mentions
from storage.writes.notes import Notes
from storage.writes.overrides import Overrides
from storage.writes.runs import Runs
from storage.writes.scores import Scores
from storage.writes.settings import Settings
from storage.writes.sources import Sources
from storage.writes.stories import Stories
from storage.writes.surveys import Surveys
from storage.writes.tickets import Tickets
from storage.writes.topics import Topics
from storage.writes.triage import Triage
from storage.writes.work import Work


class Store:
    """The nouns that can be written; valid until its transaction ends."""

    def __init__(self, con: duckdb.DuckDBPyConnection, *, timezone: str) -> None:
        self.settings = Settings(con)
        self._days = Days(con, self.settings, timezone)
        labels = Labels(con, self.settings, self._days)
        work = Work(con)
        self.sources = Sources(con)
        self.mentions = Mentions(con, self.settings, self._days, labels, work)
        self.kept = Kept(con)
        self.stories = Stories(con, self.settings)
        self.runs = Runs(con)
        self.scores = Scores(con, self.settings, labels, work)
        self.aspects = Aspects(con, work)
        self.topics = Topics(con, work)
        self.surveys = Surveys(con, self.settings, self._days, labels, work)
        self.tickets = Tickets(con, self.settings, self._days, labels, work)
        self.customers = Customers(con, self.settings, self._days, labels, work)
        self.triage = Triage(con)
        self.overrides = Overrides(con, labels)
        self.cases = Cases(con)
        self.notes = Notes(con)
        self.erasures = Erasures(con, self.settings, self._days)

    def finish(self) -> None:
        """Rebuild the aggregates of every day that this transaction touched; Database.write() calls it."""
        self._days.rebuild()
