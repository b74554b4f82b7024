"""How often the engine in force is right on the user's own texts, and whether an engine fitted to them is better."""

import json
from collections import Counter
from typing import Any

import streamlit as st

from domain.records import Label
from metrics.estimate import share
from storage.queries import Queries
from views import _frame, _safe, _tables, _words

MOST = 4_000
FEWEST = 20


def show(queries: Queries, desk: _frame.Desk) -> None:
    """The confusion table of people's labels, then what `calibrate` decided."""
    _frame.section(
        "Accuracy on your own data",
        "Texts that people here labelled, against what the engine said of them.",
        key="accuracy",
    )
    own = queries.calibrations.own_texts(None, MOST, by_people=True)
    if len(own) < FEWEST:
        _frame.nothing(
            f"Too few to say: people labelled {_words.many(len(own), 'text')}; it takes {FEWEST}.",
            "Draw a sample, fill in its labels, and give it back:",
            "python -m earshot audit, then calibrate --labels audit.csv",
        )
    else:
        _table(Counter((text.said, text.label) for text in own))
    _decided(queries)


def _table(counts: "Counter[tuple[Label, Label]]") -> None:
    names = ("Engine said", *(f"People: {label}" for label in Label))
    body = "".join(
        _tables.row(str(said), [(names[n], _words.count(counts[said, label])) for n, label in enumerate(Label, 1)])
        for said in Label
    )
    st.html(_tables.table(names, body, numbers=names[1:]))
    agreed = sum(counts[label, label] for label in Label)
    if found := share(agreed, counts.total()):
        interval = _words.interval(found.low, found.high, "%")
        said = f"<b>{_words.number(found.value)}%</b> the same ({interval}) of {_words.count(found.n)}."
        bias = "People correct what is wrong rather than what is right: it may well be better than this."
        st.html(f'<p class="es-fresh">{said} {bias}</p>')


def _decided(queries: Queries) -> None:
    last = queries.calibrations.last()
    if last is None:
        _frame.nothing("No engine was fitted to your labels yet.", "To try one:", "python -m earshot calibrate")
        return
    said = _verdict(last.verdict)
    when = f"{last.made_at:%Y-%m-%d}" if last.made_at else "at an unknown time"
    facts = [
        ("Engine “calibrated”", "better, and promoted" if last.promoted else "not promoted"),
        ("Why", _safe.html(said.get("reason") or "unknown", 400)),
        ("Tried", when),
    ]
    st.html(_tables.facts(facts))


def _verdict(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
