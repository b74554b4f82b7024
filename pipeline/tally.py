"""What one source has given so far; survives the error that may end its run."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.records import Batch, Outcome, Run
from pipeline.schedule import Wishes
from pipeline.window import GAP, NONE, Window
from storage.shapes import Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A run in the making; `reached` is the oldest date that was seen, `asked` whether the service was.

    `window` is looked at where the cursor was ignored; None elsewhere: there the collector tells a gap itself.
    """

    run: Run
    reached: datetime | None = None
    wishes: Wishes = field(default_factory=Wishes)
    asked: bool = False
    window: Window | None = None

    def with_batch(self, batch: Batch, changes: Changes, matched: int) -> "Tally":
        """The same once a batch is committed, of which `matched` mentions are about some brand."""
        run = self.run
        whole = batch.complete and not batch.missed
        return replace(
            self,
            run=replace(
                run,
                outcome=run.outcome if whole or run.outcome != Outcome.OK else Outcome.PARTIAL,
                fetched=run.fetched + len(batch.mentions),
                matched=run.matched + matched,
                new=run.new + changes.new,
                changed=run.changed + changes.changed,
                deleted=run.deleted + changes.deleted,
                missed=run.missed + batch.missed,
                warnings=run.warnings + tuple(w for w in batch.warnings if w not in run.warnings),
            ),
            reached=_oldest(self.reached, (m.published_at for m in batch.mentions)),
            wishes=replace(self.wishes, again_after=_least(self.wishes.again_after, batch.again_after)),
            asked=self.asked or batch.asked,
        )

    def failed(self, outcome: Outcome, error: str, retry_after: float | None = None) -> "Tally":
        """The same with how it ended."""
        return replace(
            self,
            run=replace(self.run, outcome=outcome, error=error),
            wishes=replace(self.wishes, retry_after=retry_after),
            asked=True,
        )

    def stopped(self, reason: str) -> "Tally":
        """The same where we ended it half-way: the rest is wanted as soon as may be."""
        return replace(
            self,
            run=replace(self.run, outcome=Outcome.PARTIAL, error=reason),
            wishes=replace(self.wishes, again_after=0.0),
        )

    def finished(self, *, stored: bool) -> "Tally":
        """The same at its end: a run in which nobody was asked was none, one that met nothing known tells the gap.

        stored: whether something that the source gave is stored; looked at where the cursor was ignored.
        """
        if self.window and self.window.apart and stored and self.asked and self.run.outcome == Outcome.OK:
            told = (*self.run.warnings, NONE if self.window.empty else GAP)
            return replace(self, run=replace(self.run, outcome=Outcome.PARTIAL, warnings=told))
        if self.asked or self.run.outcome not in {Outcome.OK, Outcome.PARTIAL}:
            return self
        why = "; ".join(self.run.warnings[-1:]) or "the service was not asked"
        return replace(self, run=replace(self.run, outcome=Outcome.SKIPPED, error=why))


def _oldest(known: datetime | None, dates: Iterable[datetime | None]) -> datetime | None:
    return min(filter(None, (known, *dates)), default=None)


def _least(one: float | None, other: float | None) -> float | None:
    return min((s for s in (one, other) if s is not None), default=None)
