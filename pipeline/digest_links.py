"""Ways from a sentence of a report to its rows: pages of the app, with the report's brand and days in the address."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

# Where `serve` opens the app unless it is told otherwise.
HERE = "http://127.0.0.1:8501"
_OF_MENTIONS = frozenset({"net_sentiment", "net_sentiment_stories", "mentions", "review_stars"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses about one brand in one period."""

    base: str
    brand: str
    since: date
    until: date

    def page(self, slug: str, **more: str) -> str:
        """A page with the report's filters; `more` narrows it: label, topic, source, mention, brand."""
        period = {"period": "custom", "from": self.since.isoformat(), "to": self.until.isoformat()}
        return f"{self.base}/{slug}?{urlencode({'brand': self.brand, **period, **more})}"

    def figure(self, metric: str, brand: str | None = None) -> str:
        """The rows that a figure counts."""
        whose = {"brand": brand} if brand else {}
        if metric == "negative_share":
            return self.page("mentions", label="negative", **whose)
        return self.page("mentions" if metric in _OF_MENTIONS else "surveys", **whose)
