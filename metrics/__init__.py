"""Every figure that Earshot shows: from the counts it needs to an estimate with its interval."""

from metrics import advocacy, ces, churn, csat, nps, reputation, service, share_of_voice, value
from metrics.change import compare_counts, compare_negative, compare_nps, compare_sentiment
from metrics.definition import Metric
from metrics.enps import ENPS
from metrics.journey import JOURNEY
from metrics.promises import PROMISES

__all__ = ["METRICS", "Metric"]

NET = "Adjusted Wald interval (n + 3, 3/4 added to each end)"
WILSON = "Wilson score interval"
STUDENT = "Student's t interval of the mean"
RANKS = "order-statistic interval"

_ALL = (
    Metric(
        name="net_sentiment",
        title="Net sentiment",
        unit="points",
        definition="(positive - negative) / (positive + neutral + negative), by row, of what was scored",
        method=NET,
        needs="sentiment_counts",
        estimate=reputation.net_sentiment,
        test=compare_sentiment,
    ),
    Metric(
        name="net_sentiment_stories",
        title="Net sentiment by story",
        unit="points",
        definition="(positive - negative) / (positive + neutral + negative), copies of one text counted once",
        method=NET,
        needs="story_sentiment_counts",
        estimate=reputation.net_sentiment,
        test=compare_sentiment,
    ),
    Metric(
        name="net_sentiment_polar",
        title="Net sentiment without neutral",
        unit="points",
        definition="(positive - negative) / (positive + negative), neutral mentions left out",
        method=NET,
        needs="sentiment_counts",
        estimate=reputation.net_sentiment_polar,
    ),
    Metric(
        name="negative_share",
        title="Negative share",
        unit="%",
        definition="negative mentions in percent of the mentions that were scored",
        method=WILSON,
        needs="sentiment_counts",
        estimate=reputation.negative_share,
        higher_is_better=False,
        test=compare_negative,
    ),
    Metric(
        name="mentions",
        title="Mentions",
        unit="mentions",
        definition="mentions of the brand, every copy counted",
        method="Poisson interval of the rate behind the count (Byar)",
        needs="mention_count",
        estimate=reputation.volume,
        higher_is_better=None,
        test=compare_counts,
    ),
    Metric(
        name="share_of_voice",
        title="Share of voice",
        unit="%",
        definition="the brand's part of all watched brands' mentions; one that names two counts for each",
        method=WILSON,
        needs="voice",
        estimate=share_of_voice.share_of_voice,
    ),
    Metric(
        name="review_stars",
        title="Average stars",
        unit="stars",
        definition="mean of the stars of all reviews, with or without text; a fraction counts as the nearest whole "
        "star, a half as the next one",
        method=STUDENT,
        needs="review_stars",
        estimate=csat.mean_answer,
    ),
    Metric(
        name="review_top2",
        title="Reviews of 4 or 5 stars",
        unit="%",
        definition="reviews of 4 or 5 stars in percent of all reviews; not a survey's satisfaction",
        method=WILSON,
        needs="review_stars",
        estimate=csat.top_two,
    ),
    Metric(
        name="review_response",
        title="Reviews answered",
        unit="%",
        definition="reviews written in the period that the owner answered, whenever the answer came",
        method=WILSON,
        needs="review_replies",
        estimate=reputation.review_response,
    ),
    Metric(
        name="advocacy",
        title="Advocacy",
        unit="points",
        definition="(recommend - warn against) / texts that do either; never a Net Promoter Score",
        method=NET,
        needs="advocacy",
        estimate=advocacy.advocacy,
    ),
    Metric(
        name="nps",
        title="Net Promoter Score",
        unit="points",
        definition="promoters (9-10) minus detractors (0-6) in percent of all answers 0-10",
        method=NET,
        needs="nps_answers",
        estimate=nps.nps,
        test=compare_nps,
    ),
    Metric(
        name="nps_weighted",
        title="Net Promoter Score, weighted",
        unit="points",
        definition="promoters (9-10) minus detractors (0-6) by the survey's weights",
        method=f"{NET} on Kish's effective number of answers",
        needs="nps_answers",
        estimate=nps.nps_weighted,
    ),
    Metric(
        name="csat_survey",
        title="Customer satisfaction",
        unit="%",
        definition="answers in the two highest boxes (4-5 of 5; 3 is not satisfied) in percent of all",
        method=WILSON,
        needs="csat_answers",
        estimate=csat.top_two,
    ),
    Metric(
        name="csat_mean",
        title="Mean satisfaction",
        unit="points of the scale",
        definition="mean satisfaction answer",
        method=STUDENT,
        needs="csat_answers",
        estimate=csat.mean_answer,
    ),
    Metric(
        name="csat_weighted",
        title="Customer satisfaction, weighted",
        unit="%",
        definition="weight of the answers in the two highest boxes in percent of all weight",
        method=f"{WILSON} on Kish's effective number of answers",
        needs="csat_answers",
        estimate=csat.csat_weighted,
    ),
    Metric(
        name="ces",
        title="Customer effort: easy",
        unit="%",
        definition="answers above the middle (5-7 of 7), turned by the survey's direction: high is easy",
        method=WILSON,
        needs="ces_answers",
        estimate=ces.ces,
    ),
    Metric(
        name="ces_mean",
        title="Customer effort: mean",
        unit="points of the scale",
        definition="mean effort answer, turned by the survey's direction so that high is easy",
        method=STUDENT,
        needs="ces_answers",
        estimate=ces.ces_mean,
    ),
    Metric(
        name="churn",
        title="Churn",
        unit="%",
        definition="customers lost in the period in percent of those at its start",
        method=WILSON,
        needs="churn_cohort",
        estimate=churn.churn,
        higher_is_better=False,
    ),
    Metric(
        name="retention",
        title="Retention",
        unit="%",
        definition="(customers at the end - new customers) / customers at the start, in percent; 100 - churn",
        method=WILSON,
        needs="churn_cohort",
        estimate=churn.retention,
    ),
    Metric(
        name="cltv_revenue",
        title="Lifetime value by revenue",
        unit="money",
        definition="mean monthly revenue per customer / monthly churn (that of a longer period brought to a month)",
        method="parts' intervals added on the log scale (MOVER)",
        needs="customer_value",
        estimate=value.cltv_revenue,
    ),
    Metric(
        name="cltv_margin",
        title="Lifetime value by margin",
        unit="money",
        definition="mean monthly revenue per customer x mean margin share / monthly churn (that of a longer period "
        "brought to a month)",
        method="parts' intervals added on the log scale (MOVER)",
        needs="customer_value",
        estimate=value.cltv_margin,
    ),
    *(
        Metric(
            name=f"{stem}_{form}",
            title=f"{title}, {words}",
            unit="minutes",
            definition=f"{definition}, {words}; bots' answers do not count",
            method=method,
            needs=needs,
            estimate=estimate,
            higher_is_better=False,
        )
        for stem, title, definition in (
            (
                "first_response",
                "First response",
                "minutes from a ticket's creation to its first human answer",
            ),
            ("resolution", "Resolution", "minutes from a ticket's creation to its resolution"),
        )
        for form, words, method, needs, estimate in (
            ("mean", "mean", STUDENT, stem, service.mean_minutes),
            ("median", "median", RANKS, stem, service.median_minutes),
            ("p90", "90th percentile by nearest rank", RANKS, stem, service.p90_minutes),
            (
                "median_business",
                "median in business hours",
                RANKS,
                f"{stem}_business",
                service.median_minutes,
            ),
        )
    ),
    *PROMISES,
    *JOURNEY,
    ENPS,
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
