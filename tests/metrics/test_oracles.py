"""Numbers computed elsewhere, to the printed digit."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import ConfigError
from domain.measures import Cohort, CustomerValue, Durations, Histogram, SentimentCounts, VoiceCounts
from domain.records import Estimate
from metrics import METRICS, goals, spike
from metrics.business_hours import office_hours, open_minutes
from metrics.change import compare, compare_counts, compare_nps, compare_shares
from metrics.churn import cohort
from metrics.csat import csat_weighted
from metrics.drivers import nps_driver
from metrics.reputation import advocacy
from metrics.service import p90_linear, within_target
from metrics.share_of_voice import shares


def figure(name: str, counts: object, digits: int = 1) -> tuple[float, float | None, float | None, int]:
    found = METRICS[name].estimate(counts)
    assert found is not None
    ends = [None if end is None else round(end, digits) for end in (found.low, found.high)]
    return round(found.value, digits), ends[0], ends[1], found.n


def nps_answers(up: int, flat: int, down: int) -> Histogram:
    return Histogram(counts={10: up, 7: flat, 3: down})


def test_net_sentiment_divides_by_all_scored_rows() -> None:
    rows = SentimentCounts(positive=350, negative=60, neutral=590)
    found = METRICS["net_sentiment"].estimate(rows)
    assert found is not None and found.low is not None and found.high is not None
    assert (round(found.value, 1), found.n, round((found.high - found.low) / 2, 1)) == (29.0, 1000, 3.5)
    assert figure("net_sentiment_polar", rows)[0] == 70.7
    corrected = SentimentCounts(positive=349, negative=61, neutral=590)
    assert figure("net_sentiment", corrected)[0] == 28.8


def test_copies_of_one_story_count_once_by_story() -> None:
    assert figure("net_sentiment", SentimentCounts(positive=60, negative=60, neutral=80))[0] == 0.0
    assert figure("net_sentiment_stories", SentimentCounts(positive=60, negative=21, neutral=80))[0] == 24.2


def test_unscored_rows_are_outside_the_share_and_named_beside_it() -> None:
    found = METRICS["negative_share"].estimate(SentimentCounts(negative=10, positive=30, unscored=8))
    assert found is not None
    assert (found.value, found.n, found.note) == (25.0, 40, "8 of 48 were not scored and are not counted")


def test_nps_has_the_adjusted_wald_interval() -> None:
    assert figure("nps", nps_answers(120, 50, 30)) == (45.0, 34.1, 54.5, 200)
    assert figure("nps", nps_answers(5, 0, 0)) == (100.0, 17.5, 100.0, 5)


def test_nps_leaves_codes_out_that_are_not_answers() -> None:
    assert figure("nps", Histogram(counts={10: 120, 8: 50, 0: 30, 11: 85}))[0] == 45.0


def test_two_nps_that_look_different_are_no_detectable_change() -> None:
    found = compare_nps(nps_answers(52, 23, 12), nps_answers(53, 25, 16))
    assert found is not None and found.z is not None and found.p is not None
    assert (round(found.z, 2), round(found.p, 2)) == (-0.60, 0.55)
    assert (round(found.low, 1), round(found.high, 1)) == (-28.3, 15.0)
    assert (found.verdict, found.flagged) == ("no detectable change", False)


def test_csat_is_the_top_two_boxes_with_wilsons_interval() -> None:
    assert figure("csat_survey", Histogram(counts={5: 30, 4: 12, 3: 8}, scale_max=5)) == (
        84.0,
        71.5,
        91.7,
        50,
    )


def test_ces_is_the_share_of_five_to_seven_and_the_mean() -> None:
    effort = Histogram(counts={1: 2, 2: 3, 3: 5, 4: 10, 5: 20, 6: 35, 7: 25}, scale_max=7, direction="high_is_easy")
    assert figure("ces", effort)[0] == 80.0
    assert figure("ces_mean", effort, 2)[0] == 5.48


def test_ces_is_turned_by_its_direction_and_never_guessed() -> None:
    turned = Histogram(counts={7: 2, 1: 8}, scale_max=7, direction="low_is_easy")
    assert figure("ces", turned)[0] == 80.0
    assert METRICS["ces"].estimate(Histogram(counts={7: 2, 1: 8}, scale_max=7)) is None


def test_retention_and_churn_of_one_cohort_sum_to_a_hundred() -> None:
    customers = cohort(1000, 1040, 100)
    assert customers == Cohort(start=1000, lost=60)
    assert (figure("retention", customers)[0], figure("churn", customers)[0]) == (94.0, 6.0)


def test_lifetime_value_comes_twice() -> None:
    customers = CustomerValue(revenue=(30.0, 50.0) * 500, margins=(0.5, 0.7) * 500, cohort=Cohort(start=1000, lost=60))
    assert (figure("cltv_revenue", customers, 2)[0], figure("cltv_margin", customers, 2)[0]) == (
        666.67,
        400.0,
    )


def test_nobody_lost_gives_no_lifetime_and_not_an_endless_one() -> None:
    assert METRICS["cltv_revenue"].estimate(CustomerValue(revenue=(40.0,) * 9, cohort=Cohort(start=9))) is None


def test_first_replies_have_mean_median_and_two_p90s() -> None:
    waits = Durations(minutes=(10, 12, 15, 20, 30, 45, 60, 600), open=3)
    assert [figure(f"first_response_{form}", waits)[0] for form in ("mean", "median", "p90")] == [99, 25, 600]
    linear = p90_linear(waits)
    assert linear is not None and round(linear.value, 1) == 222
    assert linear.note == "3 still wait and are not counted"
    hour = within_target(waits, 60)
    assert hour is not None and hour.value == 87.5


def test_a_weekend_is_half_an_hour_of_office_time() -> None:
    office = office_hours("Mon-Fri 09:00-17:00", "Europe/London")
    friday = datetime(2024, 3, 29, 17, 0, tzinfo=ZoneInfo("Europe/London"))
    monday = datetime(2024, 4, 8, 9, 30, tzinfo=ZoneInfo("Europe/London")) - timedelta(days=7)
    # The clocks change on the Sunday between, so the calendar has an hour less here and not in a plain week.
    assert office.minutes(friday, monday) == 30
    assert (monday.astimezone(UTC) - friday.astimezone(UTC)).total_seconds() / 3600 == 63.5
    plain = datetime(2024, 6, 7, 17, 0, tzinfo=UTC)
    assert open_minutes("Mon-Fri 09:00-17:00", "UTC", plain, plain + timedelta(hours=64.5)) == 30


@pytest.mark.parametrize("text", ["9-17", "Mon-Fri 17:00-09:00", "Mo-Fr 09:00-17:00", "", "Mon-Fri 09:00-25:00"])
def test_office_hours_say_how_to_write_them(text: str) -> None:
    with pytest.raises(ConfigError, match=r"Mon-Fri 09:00-17:00|24:00"):
        office_hours(text)


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(ConfigError, match="Mars/Crater"):
        office_hours("Mon-Fri 09:00-17:00", "Mars/Crater")


def test_office_hours_take_several_parts_and_a_week_that_wraps() -> None:
    office = office_hours("Sat-Mon 10:00-24:00, Wed 09:00-10:00")
    week = datetime(2024, 6, 3, tzinfo=UTC)
    assert office.minutes(week, week + timedelta(days=7)) == 3 * 840 + 60
    assert office.minutes(week, week) == 0


def test_spend_weighted_satisfaction_warns() -> None:
    answers = Histogram(counts={5: 80, 2: 20}, weights={5: 800.0, 2: 4000.0}, scale_max=5)
    found = csat_weighted(answers)
    assert found is not None
    assert (round(found.value, 1), found.note) == (
        16.7,
        "those who weigh most are less satisfied: 80.0% of people, 16.7% by weight",
    )


def test_a_pain_point_that_doubled_is_flagged() -> None:
    found = compare_shares((90, 450), (45, 112))
    assert found is not None
    assert [round(v, 1) for v in (found.difference, found.low, found.high)] == [20.2, 10.4, 30.0]
    assert (found.verdict, found.flagged) == ("up", True)


def test_two_of_four_is_too_few_to_say() -> None:
    found = compare_shares((90, 450), (2, 4))
    assert found is not None and (found.verdict, found.flagged) == ("too few to say", False)


def test_small_cells_get_newcombes_interval() -> None:
    # Newcombe 1998, table II, method 10: 9/10 against 3/10 is 0.1705..0.8090.
    found = compare_shares((3, 10), (9, 10))
    assert found is not None
    assert found.method == "difference of two shares (Newcombe)"
    assert [round(v, 2) for v in (found.low, found.high)] == [17.05, 80.90]


def test_share_of_voice_sums_to_a_hundred_and_reports_overlap() -> None:
    voice = VoiceCounts(brand="a", mentions={"a": 50, "b": 100, "c": 10, "d": 40}, overlap=3)
    assert figure("share_of_voice", voice) == (25.0, 19.5, 31.4, 200)
    parts = shares(voice)
    assert sum(part.value for part in parts.values()) == pytest.approx(100)
    assert parts["a"].note == "3 mentions name more than one brand and count once for each"


def test_brands_with_different_sources_are_not_comparable() -> None:
    voice = VoiceCounts(brand="a", mentions={"a": 50, "b": 100}, comparable=False)
    found = METRICS["share_of_voice"].estimate(voice)
    assert found is not None and found.note == "not comparable"


def test_a_theme_is_associated_with_a_lower_nps() -> None:
    found = nps_driver("late delivery", nps_answers(120, 50, 30), nps_answers(5, 10, 25))
    assert found is not None
    assert (round(found.effect.value, 2), round(found.share_form, 1), found.effect.n) == (-23.75, -19.0, 40)
    assert found.effect.low is not None and found.effect.high is not None
    assert -35 < found.effect.low < -23.75 < found.effect.high < -14
    assert "associated with" in found.sentence and "will" not in found.sentence


def test_a_goal_inside_the_interval_cannot_be_told() -> None:
    found = Estimate(value=45.0, low=34.0, high=55.0, n=200)
    assert [goals.verdict(found, goal) for goal in (50, 60, 30)] == ["cannot tell", "behind", "met"]
    assert goals.verdict(None, 50) == "cannot tell"
    assert goals.verdict(found, 60, higher_is_better=False) == "met"
    assert goals.gap(found, 50) == -5.0


def test_answers_in_february_still_answer_januarys_reviews() -> None:
    january = Cohort(start=3, lost=0)
    found = METRICS["review_response"].estimate(january)
    assert found is not None and (found.value, found.n, found.note) == (100.0, 3, "too few to say")


def test_advocacy_is_its_own_series() -> None:
    found = advocacy(SentimentCounts(positive=30, negative=10, neutral=60))
    assert found is not None and found.value == 20.0
    assert "advocacy" not in METRICS["nps"].needs


def test_volumes_are_compared_as_poisson_counts_of_unequal_length() -> None:
    quiet, loud = compare_counts(100, 110), compare_counts(400, 200, ratio=0.25)
    assert quiet is not None and quiet.verdict == "no detectable change"
    assert loud is not None and (loud.difference, loud.verdict) == (100.0, "up")
    assert compare_counts(0, 0) is None


def test_two_estimates_of_any_metric_can_be_compared() -> None:
    low, high = Estimate(value=4.0, low=3.9, high=4.1, n=90), Estimate(value=4.5, low=4.4, high=4.6, n=90)
    found = compare(low, high)
    assert found is not None
    assert (round(found.low, 3), round(found.high, 3), found.verdict) == (0.359, 0.641, "up")
    assert compare(None, high) is None
    few = compare(low, Estimate(value=1.0, low=0.9, high=1.1, n=4))
    assert few is not None and few.verdict == "too few to say"


def test_metrics_compare_by_their_own_test() -> None:
    found = METRICS["nps"].change(nps_answers(52, 23, 12), nps_answers(53, 25, 16))
    assert found is not None and found.method == "z test of two net scores"
    stars = METRICS["review_stars"].change(
        Histogram(counts={5: 60, 1: 10}, scale_max=5), Histogram(counts={5: 10, 1: 60}, scale_max=5)
    )
    assert stars is not None and stars.verdict == "down"


WEEK = (18, 22, 20, 19, 25, 12, 10)


def days(counts: list[int], coverage: float | None = 1.0) -> list[spike.Day]:
    start = date(2024, 1, 1)
    return [spike.Day(day=start + timedelta(days=i), count=c, coverage=coverage) for i, c in enumerate(counts)]


def test_the_zscore_rule_has_its_edge_between_33_and_34() -> None:
    quiet, loud, louder = (spike.zscore(days([*WEEK * 4, today])) for today in (33, 34, 64))
    assert quiet.expected == 18.0
    assert quiet.z is not None and round((33 - 18) / quiet.z, 2) == 5.02
    assert (quiet.kind, loud.kind, louder.kind) == ("quiet", "spike", "spike")
    assert louder.z is not None and round(louder.z, 1) == 9.2


@pytest.mark.parametrize("rule", [spike.zscore, spike.weekday])
def test_one_episode_fires_once_and_a_quiet_weekday_is_no_drop(rule: spike.Rule) -> None:
    history = [*WEEK * 6, 64, 70, 20, 19, 25, 12, 10]
    assert [(f.observed, f.kind) for f in spike.scan(days(history), rule)] == [(64, "spike")]


def test_without_spread_or_days_there_is_not_enough_history() -> None:
    assert spike.zscore(days([5] * 29)).kind == "not enough history"
    assert spike.zscore(days([*WEEK, *WEEK[:6], 80])).kind == "not enough history"
    assert spike.weekday(days([*WEEK, *WEEK[:6], 80])).kind == "not enough history"


@pytest.mark.parametrize("rule", [spike.zscore, spike.weekday])
def test_a_day_that_was_hardly_listened_to_gives_a_coverage_warning(rule: spike.Rule) -> None:
    heard = days([*WEEK * 6])
    deaf = spike.Day(day=heard[-1].day + timedelta(days=1), count=1, coverage=0.79)
    assert rule([*heard, deaf]).kind == "coverage"


def test_a_silent_day_that_was_listened_to_is_a_drop() -> None:
    found = spike.weekday(days([*WEEK * 8, 1]))
    assert (found.kind, found.fires) == ("drop", True)


def test_a_doubling_over_two_days_is_found_where_neither_day_stands_out() -> None:
    found = spike.weekday(days([*WEEK * 12, 36, 40]))
    assert (found.kind, found.observed) == ("spike", 76)


def test_days_that_scatter_more_than_chance_need_a_bigger_jump() -> None:
    wild = [c * (1 + (i // 7) % 2 * 2) for i, c in enumerate(WEEK * 12)]
    assert spike.weekday(days([*wild, 60])).kind == "quiet"
    assert spike.weekday(days([*WEEK * 12, 60])).kind == "spike"
