import pytest

from domain.measures import Histogram
from metrics.drivers import csat_driver, nps_driver, stars_driver
from metrics.severity import PainCounts, recent_rate, severity


def test_the_same_complaints_weigh_more_when_they_are_recent() -> None:
    fresh = severity(PainCounts(trend=(0,) * 20 + (3,) * 10, scored=600))
    stale = severity(PainCounts(trend=(3,) * 10 + (0,) * 20, scored=600))
    assert fresh is not None and stale is not None
    assert fresh.recent > 4 * stale.recent
    assert (fresh.word, stale.word) == ("High", "Low")


def test_a_steady_rate_is_what_it_is() -> None:
    assert recent_rate([4] * 30) == pytest.approx(4)


@pytest.mark.parametrize(
    ("before", "word", "why"),
    [(10, "High", "and it grows"), (30, "Medium", "now complains of it"), (75, "Low", "and it fades")],
)
def test_a_detectable_rise_lifts_the_word_and_a_fall_lowers_it(before: int, word: str, why: str) -> None:
    found = severity(PainCounts(trend=(1,) * 30, scored=750, before_negative=before, before_scored=750))
    assert found is not None
    assert (found.word, found.why.endswith(why), round(found.recent, 1)) == (word, True, 4.0)


def test_few_complaints_are_shown_and_not_ranked() -> None:
    found = severity(PainCounts(trend=(0, 1, 1), scored=10))
    assert found is not None and (found.word, found.why, found.ranked) == ("Low", "too few to say", False)


def test_no_complaint_is_no_pain() -> None:
    assert severity(PainCounts(trend=(0, 0), scored=10)) is None
    assert severity(PainCounts(trend=(), scored=0)) is None


def test_drivers_give_the_same_interval_for_the_same_rows() -> None:
    everyone, naming = Histogram(counts={10: 60, 7: 20, 2: 20}), Histogram(counts={10: 2, 2: 10})
    assert nps_driver("crash", everyone, naming) == nps_driver("crash", everyone, naming)


def test_drivers_of_satisfaction_and_stars_use_their_own_score() -> None:
    everyone = Histogram(counts={0: 9, 5: 60, 3: 20, 1: 20}, scale_max=5)
    naming = Histogram(counts={5: 2, 1: 10}, scale_max=5)
    csat, stars = csat_driver("crash", everyone, naming), stars_driver("crash", everyone, naming)
    assert csat is not None and stars is not None
    assert csat.effect.value == pytest.approx(60 - 100 * 58 / 88)
    assert stars.effect.value == pytest.approx(3.8 - (58 * 5 + 60 + 10) / 88)
    assert stars.effect.low is not None and stars.effect.low < stars.effect.value


def test_a_theme_that_all_or_nobody_names_drives_nothing() -> None:
    everyone = Histogram(counts={10: 60, 2: 20})
    assert nps_driver("crash", everyone, everyone) is None
    assert nps_driver("crash", everyone, Histogram()) is None


def test_a_theme_must_be_a_part_of_the_whole() -> None:
    with pytest.raises(ValueError, match="part of all"):
        nps_driver("crash", Histogram(counts={10: 1}), Histogram(counts={10: 2}))
