"""Before and after a day, and what a weekday usually is: what can be told, and what cannot."""

from datetime import date, timedelta

import numpy as np
import pytest

from domain.measures import Histogram, Moments
from metrics.drivers import csat_driver
from metrics.effect import CANNOT_TELL, UP, effect
from metrics.estimate import mean, student
from metrics.seasonality import months, quantile, weekdays
from metrics.sums import by_week, counts_of, mean_of, together

NET = (-100.0, 100.0)
MONDAY = date(2024, 1, 1)


def net(up: int, flat: int, down: int) -> Moments:
    return Moments(n=up + flat + down, total=100.0 * (up - down), squares=1e4 * (up + down))


def rows(*values: float) -> Moments:
    return Moments(n=len(values), total=sum(values), squares=sum(v * v for v in values))


def test_a_mean_of_sums_is_the_mean_of_the_rows() -> None:
    one, two = mean_of(rows(1.0, 4.0, 5.0, 2.0, 2.0, 4.5)), mean([1.0, 4.0, 5.0, 2.0, 2.0, 4.5])
    assert one and two and (one.value, one.low, one.high, one.n) == pytest.approx((two.value, two.low, two.high, two.n))
    alike = mean_of(net(6, 0, 0), NET)
    assert alike and alike.value == alike.high == 100 and alike.low is not None and alike.low < 60
    assert mean_of(Moments()) is None


def test_a_rise_of_what_was_touched_alone_is_a_rise() -> None:
    found = effect((net(40, 20, 60), net(90, 20, 20)), control=(net(80, 40, 60), net(78, 44, 62)), bounds=NET)
    assert found.verdict == UP and found.beyond and found.change and found.control
    assert found.beyond.difference == pytest.approx(found.change.difference - found.control.difference)
    assert found.beyond.low > 0


def test_a_rise_of_everything_is_not_the_initiatives_doing() -> None:
    found = effect((net(40, 20, 60), net(90, 20, 20)), control=(net(40, 20, 60), net(88, 20, 22)), bounds=NET)
    assert found.change and found.change.flagged
    assert found.verdict == CANNOT_TELL and "untouched" in found.why


def test_what_was_rising_already_few_rows_and_no_rows_are_cannot_tell() -> None:
    already = effect((net(60, 20, 60), net(90, 20, 20)), sooner=net(20, 20, 90), bounds=NET)
    assert already.verdict == CANNOT_TELL and "before that day already" in already.why
    alone = effect((net(60, 20, 60), net(90, 20, 20)), sooner=net(62, 20, 58), bounds=NET)
    assert alone.verdict == UP and "other causes are not ruled out" in alone.why
    few = effect((net(2, 0, 1), net(3, 0, 0)), bounds=NET)
    assert few.verdict == CANNOT_TELL and few.why == "too few to say: 3 rows before, 3 after"
    assert effect((net(3, 3, 3), Moments())).why == "no data on one side of the day"


def test_nothing_happened_is_rarely_an_effect() -> None:
    rng = np.random.default_rng(4)
    said = []
    for _ in range(300):
        four = [net(*(int(n) for n in rng.multinomial(60, [0.5, 0.2, 0.3]))) for _ in range(4)]
        said.append(effect((four[0], four[1]), control=(four[2], four[3]), bounds=NET).verdict)
    assert said.count(CANNOT_TELL) / 300 > 0.93


def days(sizes: list[int], worth: float = 1.0) -> list[tuple[date, Moments]]:
    return [
        (MONDAY + timedelta(days=i), Moments(n=n, total=n * worth, squares=n * worth**2)) for i, n in enumerate(sizes)
    ]


def test_a_loud_monday_has_its_index_and_a_trend_has_none() -> None:
    rng = np.random.default_rng(1)
    growing = [int(n) for w in range(12) for n in rng.poisson([40 + 4 * w, *[20 + 2 * w] * 6])]
    found = weekdays(days(growing), counted=True)
    monday = found.seasons[0]
    assert monday.name == "Monday" and monday.found and monday.index.n == 12
    assert monday.index.value == pytest.approx(100 * 2 / (8 / 7), rel=0.1)
    assert sum(s.index.value for s in found.seasons) / 7 == pytest.approx(100)
    flat = weekdays(days([20 + 4 * w for w in range(12) for _ in range(7)]), counted=True)
    assert [s.name for s in flat.seasons if s.found] == []


def test_weeks_that_were_badly_heard_do_not_count_and_few_weeks_say_so() -> None:
    even = days([10] * 7 * 7)
    assert weekdays(even, counted=True).note == "7 weeks"
    deaf = {MONDAY, MONDAY + timedelta(days=8)}
    assert weekdays(even, counted=True, deaf=deaf).note == "too few weeks: 5, 6 are needed"
    assert weekdays([], counted=True).seasons == () == weekdays([], counted=False).seasons


def test_a_scores_weekday_is_points_from_its_week() -> None:
    kind = [(day, net(9, 0, 1) if day.weekday() < 5 else net(5, 0, 5)) for day, _ in days([1] * 70)]
    found = weekdays(kind, counted=False)
    assert found.usual == 0 and found.seasons[6].index.value == pytest.approx(-80 * 5 / 7) and found.seasons[6].found


def test_months_need_two_whole_years() -> None:
    december = [30 if (MONDAY + timedelta(days=i)).month == 12 else 10 for i in range(365 * 3)]
    found = months(days(december), counted=True)
    assert [s.name for s in found.seasons if s.index.value > 150] == ["December"] and found.note == "3 years"
    assert months(days(december[:400]), counted=True).note == "too few years: 1, 2 are needed"


def test_weeks_are_means_of_their_rows_and_thin_ones_are_gaps() -> None:
    known = days([4, 0, 0, 0, 0, 0, 0, 3, 3], worth=2.0)
    assert by_week(known) == {MONDAY + timedelta(days=7): 2.0}
    assert by_week(days([1] * 28), counted=True) == {MONDAY + timedelta(days=7 * n): 7.0 for n in (1, 2)}
    assert counts_of(known, MONDAY, MONDAY + timedelta(days=9)) == Moments(n=10, total=10.0, squares=34.0)
    assert together([]) == Moments()


@pytest.mark.parametrize("df", [5, 7, 11, 25])
def test_the_expansion_of_t_is_close_to_the_exact_quantile(df: int) -> None:
    assert quantile(0.975, df) == pytest.approx(student(df), rel=0.01)


def test_six_answers_that_are_all_alike_drive_nothing_for_certain() -> None:
    everyone = Histogram(counts={1: 20, 3: 20, 4: 60, 5: 86}, scale_max=5)
    found = csat_driver("Leaks", everyone, Histogram(counts={4: 2, 5: 4}, scale_max=5))
    assert found and found.effect.low is not None and found.effect.low < 0 < found.effect.value
