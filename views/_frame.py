"""What every page begins and ends with: heading, freshness, sample banner, and words where there is nothing."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

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
