"""What every page begins and ends with: heading, freshness, sample banner, and words where there is nothing."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from config import Config
from config.edit import Change
from domain.alerting import AlertRule, Fired
from domain.comparison import Comparison
from domain.document import Document
from domain.people import Right
from metrics import METRICS
from views import _safe, _tables

STYLE = Path(__file__).with_name("style.css")


class Desk(Protocol):
    """What the app lends a page beside its questions: the world's state, and a way to write."""

    @property
    def engine(self) -> str:
        """The sentiment engine in force."""
        ...

    @property
    def sample(self) -> bool:
        """Whether the figures come from the bundled sample brand."""
        ...

    @property
    def person(self) -> str:
        """Under which name this visitor's changes are logged."""
        ...

    @property
    def config(self) -> Config:
        """What earshot.toml says."""
        ...

    def rewrite(self, change: Change, what: str, detail: dict[str, object]) -> Config:
        """Change earshot.toml under the visitor's name; raises ConfigError, NotAllowed."""
        ...

    def erase(self, what: str, name: str) -> str:
        """Erase an author, a mention or a respondent; the receipt in words."""
        ...

    def phrases(self, work: Callable[[Any, str], object]) -> Any:
        """Hand the phrase rules, and the name to log, to `work`; raises NotAllowed."""
        ...

    def tagging(self, work: Callable[[Any, str], object]) -> Any:
        """Hand the tag rules, and the name to log, to `work`; raises NotAllowed."""
        ...

    def may(self, right: Right) -> bool:
        """Whether this visitor may do what needs that right; a write asks again."""
        ...

    @property
    def crm_url(self) -> str | None:
        """Where a customer is looked up; {author_key} stands for the customer's key."""
        ...

    @property
    def channels(self) -> Sequence[str]:
        """The names of the channels that messages go to; their addresses are secrets."""
        ...

    def try_channel(self, channel: str) -> str | None:
        """Send a test message; None once it was taken, else why not."""
        ...

    def preview_rule(self, rule: AlertRule) -> Sequence[Fired]:
        """What an alert rule would have fired on in the last 90 days; raises ConfigError where it is no rule."""
        ...

    def issue_report(self, brand: str, until: date, days: int) -> str:
        """Make a report of the days up to `until` and keep it; gives its id."""
        ...

    def draw_report(self, report_id: str, form: str) -> bytes:
        """A report as "html", "pdf", "md", "png" or "pptx", as it was issued."""
        ...

    def draw_comparison(self, comparison: Comparison, form: str) -> bytes:
        """Brands side by side as a slide, "pptx" or "png"."""
        ...

    def read_report(self, report_id: str) -> Document:
        """A report as it was issued, to read; its addresses are relative to the page."""
        ...

    def restated_report(self, report_id: str) -> Sequence[str]:
        """A sentence for every figure of a report that the same question gives otherwise now."""
        ...

    @property
    def imports(self) -> Any:
        """Files that the visitor brings in; see _import.Importing."""
        ...

    def store(self) -> AbstractContextManager[Any]:
        """A writing transaction; raises StorageBusy."""
        ...


def heading(title: str, subtitle: str) -> None:
    """The page's one h1 and a line that says what it is for."""
    st.html(f'<h1 class="es-h1">{_safe.html(title)}</h1><p class="es-sub">{_safe.html(subtitle)}</p>')


def section(title: str, subtitle: str = "", *, key: str = "") -> None:
    """A heading inside the page; `subtitle` says how to read what follows."""
    below = f'<p class="es-sub">{_safe.html(subtitle)}</p>' if subtitle else ""
    anchor = f' id="{_safe.html(key)}"' if key else ""
    st.html(f'<h2 class="es-h2"{anchor}>{_safe.html(title)}</h2>{below}')


def unseen(title: str) -> None:
    """A heading for screen readers where the eye needs none."""
    st.html(f'<h2 class="es-unseen">{_safe.html(title)}</h2>')


def nothing(what: str, next_step: str, command: str | None = None) -> None:
    """An empty result in words: what it means, and what to do next."""
    shell = f" <code>{_safe.html(command)}</code>" if command else ""
    st.html(f'<div class="es-none" role="note"><b>{_safe.html(what)}</b>{_safe.html(next_step)}{shell}</div>')


def banner(desk: Desk) -> None:
    """Says that the figures are sample data, on every page, for as long as they are."""
    if desk.sample:
        st.html(
            '<div class="es-banner" role="note"><b>Sample data.</b> A made-up brand, collected and analysed '
            "for real. To listen to yours: <code class='es-code'>python -m earshot init \"Your brand\"</code></div>"
        )


def definitions(names: Sequence[str]) -> None:
    """What each figure of the page means and how its interval is made, folded away."""
    pairs = [
        (_safe.html(METRICS[name].title), _safe.html(f"{METRICS[name].definition}. {METRICS[name].method}."))
        for name in names
    ]
    st.html(_tables.folded("How these figures are defined", _tables.facts(pairs)))


def warning(message: str) -> None:
    """Something could not be done or shown, in its own words."""
    st.html(f'<div class="es-warn" role="alert">{_safe.html(message)}</div>')
