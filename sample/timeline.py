"""The sample's calendar: 120 days, a weekly rhythm, and when each of its two stories begins and ends."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

DAYS = 120
BAD, FIX, BEFORE, OLDEST = "4.2.0", "4.2.1", "4.1.3", "4.1.2"
# Monday to Sunday; people write about coffee in the week and drink it at the weekend.
RHYTHM = (1.1, 1.15, 1.1, 1.05, 1.1, 0.8, 0.7)
HOURS = (1, 1, 1, 1, 1, 2, 5, 9, 10, 8, 6, 6, 7, 6, 5, 5, 6, 7, 9, 10, 10, 8, 5, 2)


@dataclass(frozen=True, slots=True)
class Timeline:
    """`until` is the last day that has data; all stories are told backwards from it."""

    until: date

    @property
    def days(self) -> list[date]:
        """All days, the oldest first."""
        return [self.until - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]

    @property
    def release(self) -> date:
        """The day of the bad release, 4.2.0."""
        return self.until - timedelta(days=24)

    @property
    def fix(self) -> date:
        """The day of 4.2.1, two weeks after the bad release."""
        return self.release + timedelta(days=14)

    @property
    def parcels_stuck(self) -> date:
        """The first day of late parcels in Germany."""
        return self.until - timedelta(days=62)

    @property
    def parcels_move(self) -> date:
        """The first day without late parcels again."""
        return self.until - timedelta(days=41)

    def broken(self, day: date) -> bool:
        """Whether the bad release is out and not yet mended."""
        return self.release <= day < self.fix

    def stuck(self, day: date) -> bool:
        """Whether parcels to Germany are late; people write a few days after they ordered."""
        return self.parcels_stuck <= day < self.parcels_move

    def version(self, rng: random.Random, day: date) -> str:
        """The app version that a reviewer of that day has; updates spread over some days."""
        for newer, since in ((FIX, self.fix), (BAD, self.release)):
            if day >= since and rng.random() < min(0.93, 0.45 + 0.16 * (day - since).days):
                return newer
        if day >= self.fix:
            return BAD
        return BEFORE if day >= self.until - timedelta(days=96) else OLDEST

    def moments(
        self, rng: random.Random, count: int, loudness: Callable[[date], float] = lambda _: 1.0
    ) -> list[datetime]:
        """`count` moments in UTC, ascending, spread by rhythm, slow growth and the day's loudness."""
        days = self.days
        weights = [RHYTHM[day.weekday()] * (1 + 0.15 * place / DAYS) * loudness(day) for place, day in enumerate(days)]
        chosen = rng.choices(days, weights, k=count)
        return sorted(moment(rng, day) for day in chosen)


def moment(rng: random.Random, day: date) -> datetime:
    """Some second of the day, more likely in the morning and in the evening."""
    hour = rng.choices(range(24), HOURS)[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), UTC)
