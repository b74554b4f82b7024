"""Does what is said in public go ahead of what customers answer? The part of the page Drivers that looks at weeks."""

from datetime import date

import streamlit as st

from domain.measures import Histogram, Scope, SentimentCounts
from metrics import METRICS
from metrics.lead_lag import CANNOT_TELL, FOLLOWS, LEADS, Lag, LeadLag, lead_lag
from metrics.sums import by_week, net_of
from storage.queries import Queries
from storage.queries.worth import worth
from views import _columns, _frame, _moments, _series, _words
from views._charts import LABELS
from views._columns import Column
from views._filters import Filters, ever

SCORES = {"nps": "NPS", "csat_survey": "satisfaction"}


def show(queries: Queries, filters: Filters) -> None:
    """Net sentiment's weeks beside those of NPS, or of satisfaction where no NPS is asked; all days, not the period."""
    st.space("small")
    _frame.section(
        "Does the public go ahead of the score?",
        "Weekly net sentiment and survey score, over all days known. Trend and own memory of both are taken out.",
    )
    name = next((n for n in SCORES if getattr(queries.counts, METRICS[n].needs)(ever(filters.asked())).n), None)
    if name is None:
        _frame.nothing(
            "No survey to compare with.",
            "Import answers of at least 20 weeks:",
            "python -m earshot import surveys FILE",
        )
        return
    public = weeks(queries, "net_sentiment", ever(filters.public()))
    found = lead_lag(public, weeks(queries, name, ever(filters.asked())))
    st.html(f'<p class="es-answer">{answer(found, SCORES[name])}</p>')
    if found.lags:
        columns = [_column(lag, SCORES[name]) for lag in found.lags]
        st.html(_columns.html(columns, 0.0, f"Correlation of net sentiment and {SCORES[name]} by weeks between them"))
        st.html(f'<p class="es-sub">{_axis(SCORES[name])}</p>')
        st.html(_columns.numbers(columns, "Weeks", "Correlation"))


def weeks(queries: Queries, name: str, scope: Scope) -> dict[date, float]:
    """A metric's weeks as the comparison reads them."""
    if name == "net_sentiment":
        trend = queries.daily.trend(scope)
        return by_week([(_series.day(row.day), net_of(_counts(row))) for row in _moments.rows(trend)])
    counts = getattr(queries.counts, METRICS[name].needs)(scope)
    rows = worth(name, counts if isinstance(counts, Histogram) else None)
    return by_week(queries.breakdown.days(scope, rows)) if rows else {}


def _counts(row: object) -> SentimentCounts:
    return SentimentCounts(**{label: int(getattr(row, label) or 0) for label in LABELS})


def answer(found: LeadLag, score: str) -> str:
    """The verdict in a sentence, with the strongest lag's interval."""
    common = _words.many(found.weeks, "common week")
    if found.verdict == CANNOT_TELL:
        return f"<b>Cannot tell</b> whether it does: {found.why}."
    verb = {LEADS: f"goes ahead of {score}", FOLLOWS: f"follows {score}"}.get(found.verdict, f"moves with {score}")
    peak = found.peak
    size = f"correlation {_words.signed(peak.correlation, 2)}, {_range(peak)}" if peak else ""
    return f"<b>Net sentiment {verb}</b> {found.why}: {size}; {common}. Going ahead is not causing."


def _column(lag: Lag, score: str) -> Column:
    side = "in the same week" if not lag.weeks else f"{score} {_words.many(abs(lag.weeks), 'week')} "
    side += "" if not lag.weeks else "later" if lag.weeks > 0 else "earlier"
    said = f"{side}: {_words.signed(lag.correlation, 2)} ({_range(lag)}), n {lag.n}"
    short = _words.signed(lag.weeks, 0)
    return Column(short=short, said=said, low=lag.low, value=lag.correlation, high=lag.high, found=lag.found)


def _range(lag: Lag) -> str:
    return f"{_words.number(lag.low, 2)} to {_words.number(lag.high, 2)}"


def _axis(score: str) -> str:
    return (
        f"Weeks from net sentiment to {score}: to the right the public goes ahead, to the left it follows. "
        "The intervals are 95% for all lags at once."
    )
