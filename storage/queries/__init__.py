"""Reads, one noun to a file; all questions go to the published snapshot and change nothing."""

from collections.abc import Callable
from datetime import datetime

import duckdb
import pandas as pd

from domain.measures import Scope
from storage.journey_rows import JourneyEditRows
from storage.kept import Kept
from storage.phrase_texts import PhraseTexts
from storage.queries.alerts import Alerts
from storage.queries.ask import Ask
from storage.queries.audit import Audit
from storage.queries.breakdown import Breakdown
from storage.queries.calibrations import CalibrationRows
from storage.queries.cases import CaseRows
from storage.queries.changes import ChangeRows
from storage.queries.counts import Counts, OfficeMinutes
from storage.queries.daily import Daily
from storage.queries.export import Export
from storage.queries.goals import GoalRows
from storage.queries.health import Health
from storage.queries.journey import JourneyRows
from storage.queries.journey_answers import JourneyAnswers
from storage.queries.mentions import MentionRows
from storage.queries.mutes import MutedRows
from storage.queries.pain_points import PainPoints
from storage.queries.reports import ReportRows
from storage.queries.rivals import Rivals
from storage.queries.segments import Segments
from storage.queries.sql import Answer, run
from storage.queries.surveys import SurveyRows
from storage.queries.team import TeamVoice
from storage.queries.teamwork import Teamwork
from storage.queries.themes import Themes
from storage.queries.told import Told
from storage.queries.topics import Topics
from storage.queries.traits import TraitCounts
from storage.shapes import Size
from storage.tag_rows import TagRows

__all__ = ["OfficeMinutes", "Queries"]


class Queries:
    """The nouns that can be asked about; valid until the block that gave it ends. Times in frames are naive UTC."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        *,
        snapshot: str,
        clock: Callable[[], datetime],
        size: Callable[[], Size],
        office_minutes: OfficeMinutes | None = None,
        larger: Callable[[], duckdb.DuckDBPyConnection] | None = None,
    ) -> None:
        ask = Ask(con, larger)
        self.snapshot = snapshot
        self._ask = ask
        self.counts = Counts(ask, office_minutes)
        self.daily = Daily(ask, clock)
        self.breakdown = Breakdown(ask)
        self.audit = Audit(ask)
        self.export = Export(ask)
        self.mentions = MentionRows(ask)
        self.mutes = MutedRows(ask)
        self.pain_points = PainPoints(ask, clock)
        self.cases = CaseRows(ask, clock)
        self.teamwork = Teamwork(ask)
        self.told = Told(ask, clock)
        self.topics = Topics(ask)
        self.surveys = SurveyRows(ask)
        self.themes = Themes(ask)
        self.rivals = Rivals(ask)
        self.traits = TraitCounts(ask)
        self.journey = JourneyRows(ask)
        self.journey_answers = JourneyAnswers(ask, self.counts)
        self.journey_edits = JourneyEditRows(con)
        self.segments = Segments(ask)
        self.health = Health(ask, size)
        self.alerts = Alerts(ask)
        self.reports = ReportRows(ask)
        self.goals = GoalRows(ask)
        self.team = TeamVoice(ask)
        self.kept = Kept(con)
        self.phrase_rules = PhraseTexts(con)
        self.calibrations = CalibrationRows(ask)
        self.tags = TagRows(con)
        self.change_log = ChangeRows(ask)

    def brands(self) -> pd.DataFrame:
        """Columns brand, role: as configured and in that order, then those that only imports know."""
        return self._ask.frame("""
            with known as (
                select brand, role, position from brands
                union all
                select brand, 'own', 1000000 from (
                    select brand from daily_counts
                    union select brand from survey_responses
                    union select brand from tickets
                    union select brand from customers
                ) where brand not in (select brand from brands)
            )
            select brand, role from known order by position, brand
        """)

    def notes(self, scope: Scope) -> pd.DataFrame:
        """Columns day, note, person: what people left on the scope's days, oldest first."""
        return self._ask.frame(
            """
            select day, note, person from event_notes
            where brand = $brand and day >= coalesce($since::date, day) and day <= coalesce($until::date, day)
            order by day, made_at
            """,
            {"brand": scope.brand, "since": scope.since, "until": scope.until},
        )

    def timezone(self) -> str:
        """The time zone that this snapshot's days are in."""
        return self._ask.setting("timezone") or "UTC"

    def setting(self, key: str) -> str | None:
        """What the database remembers under a key, such as "engine"; None where nothing."""
        return self._ask.setting(key)

    def sql(self, text: str) -> Answer:
        """(columns, rows) of one SELECT of a person's own, JSON-friendly; raises StorageError for anything else."""
        return self._ask.answer(lambda con: run(con, text))
