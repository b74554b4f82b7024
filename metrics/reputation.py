"""What is said in public: net sentiment by rows and by stories, negative share, volume, replies, advocacy."""

import math

from domain.measures import Cohort, SentimentCounts
from domain.records import Estimate
from metrics.estimate import Z95, bounded, net, share


def net_sentiment(rows: SentimentCounts) -> Estimate | None:
    """(P - N) / (P + N + U) in points, of the rows that were scored; the note says how many were not."""
    return net(rows.positive, rows.negative, rows.scored, note=unscored(rows))


def net_sentiment_polar(rows: SentimentCounts) -> Estimate | None:
    """(P - N) / (P + N) in points: neutral rows left out; n counts the polar rows only."""
    return net(rows.positive, rows.negative, rows.positive + rows.negative, note=unscored(rows))


def negative_share(rows: SentimentCounts) -> Estimate | None:
    """Negative rows in percent of the rows that were scored; Wilson interval."""
    return share(rows.negative, rows.scored, note=unscored(rows))


def advocacy(rows: SentimentCounts) -> Estimate | None:
    """Rows that recommend (positive) minus rows that warn against (negative), in points of all rows read.

    A series of its own: what strangers write is no answer to a survey's question, so this is never an NPS.
    """
    return net(rows.positive, rows.negative, rows.scored, note=unscored(rows))


def volume(mentions: int) -> Estimate | None:
    """How many rows, with the interval of the rate behind them (Byar's, for Poisson); None for 0."""
    if mentions <= 0:
        return None
    low = mentions * (1 - 1 / (9 * mentions) - Z95 / (3 * math.sqrt(mentions))) ** 3
    more = mentions + 1
    high = more * (1 - 1 / (9 * more) + Z95 / (3 * math.sqrt(more))) ** 3
    return bounded(float(mentions), (low, high), mentions, bounds=(0.0, None))


def review_response(reviews: Cohort) -> Estimate | None:
    """Reviews that the owner answered in percent of reviews written in the period, whenever the answer came.

    `start` counts the reviews, `lost` those without an answer.
    """
    return share(reviews.start - reviews.lost, reviews.start)


def unscored(rows: SentimentCounts) -> str | None:
    """A sentence on the rows outside every share, None where there are none."""
    if not rows.unscored:
        return None
    return f"{rows.unscored} of {rows.scored + rows.unscored} were not scored and are not counted"
