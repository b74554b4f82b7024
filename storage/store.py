"""What a writer may do, by noun; everything happens in the one transaction that Database.write() opened."""

import duckdb

from storage.kept import Kept
from storage.writes.ages import Ages
from storage.writes.alert_events import AlertEvents
from storage.writes.alert_rules import AlertRules
from storage.writes.aspects import Aspects
from storage.writes.author_names import AuthorNames
from storage.writes.calibrations import Calibrations
from storage.writes.case_openings import CaseOpenings
from storage.writes.cases import Cases
from storage.writes.changes import ChangeLog
from storage.writes.comments import Comments
from storage.writes.customers import Customers
from storage.writes.days import Days
from storage.writes.discoveries import Discoveries
from storage.writes.employees import Employees
from storage.writes.erasures import Erasures
from storage.writes.figures import Figures
from storage.writes.goals import Goals
from storage.writes.journey import Journeys
from storage.writes.journey_edits import JourneyEdits
from storage.writes.labels import Labels
from storage.writes.mentions import Mentions
from storage.writes.mutes import Mutes
from storage.writes.notes import Notes
from storage.writes.overrides import Overrides
from storage.writes.phrase_rules import PhraseRules
from storage.writes.relevance import RelevanceRows
from storage.writes.reports import Reports
from storage.writes.runs import Runs
from storage.writes.saved_views import SavedViews
from storage.writes.scores import Scores
from storage.writes.settings import Settings
from storage.writes.sources import Sources
from storage.writes.stories import Stories
from storage.writes.surveys import Surveys
from storage.writes.tag_rules import TagRules
from storage.writes.tags import Tags
from storage.writes.team_notes import TeamNotes
from storage.writes.tickets import Tickets
from storage.writes.topic_changes import TopicChanges
from storage.writes.topic_overrides import TopicOverrides
from storage.writes.topics import Topics
from storage.writes.traits import TraitRows
from storage.writes.triage import Triage
from storage.writes.visits import Visits
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
        self.ages = Ages(con, self.settings)
        self.stories = Stories(con, self.settings)
        self.runs = Runs(con)
        self.scores = Scores(con, self.settings, labels, work)
        self.aspects = Aspects(con, work)
        self.topics = Topics(con, work)
        self.traits = TraitRows(con, work)
        self.topic_changes = TopicChanges(con)
        self.discoveries = Discoveries(con)
        self.surveys = Surveys(con, self.settings, self._days, labels, work)
        self.tickets = Tickets(con, self.settings, self._days, labels, work)
        self.customers = Customers(con, self.settings, self._days, labels, work)
        self.figures = Figures(con, self.settings, self._days, labels, work)
        self.employees = Employees(con, self.settings, self._days, labels, work)
        self.team_notes = TeamNotes(con, self.settings, self._days, labels, work)
        self.goals = Goals(con)
        self.journey = Journeys(con, self.settings, work)
        self.journey_edits = JourneyEdits(con, self.journey)
        self.triage = Triage(con, timezone)
        self.overrides = Overrides(con, labels)
        self.topic_overrides = TopicOverrides(con)
        self.tag_rules = TagRules(con, work)
        self.tags = Tags(con, self.tag_rules)
        self.phrase_rules = PhraseRules(con, self.settings, labels)
        self.calibrations = Calibrations(con)
        self.change_log = ChangeLog(con)
        self.cases = Cases(con)
        self.case_openings = CaseOpenings(con)
        self.visits = Visits(con)
        self.saved_views = SavedViews(con)
        self.comments = Comments(con)
        self.mutes = Mutes(con, self._days)
        self.relevance = RelevanceRows(con, self.mutes)
        self.author_names = AuthorNames(con, self.settings)
        self.notes = Notes(con)
        self.alert_rules = AlertRules(con)
        self.alert_events = AlertEvents(con)
        self.reports = Reports(con)
        self.erasures = Erasures(con, self.settings, self._days)

    def finish(self) -> None:
        """Rebuild the aggregates of every day that this transaction touched; Database.write() calls it."""
        self._days.rebuild()
