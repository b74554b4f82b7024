"""`calibrate`: fit a head to the user's own labels, and promote it only where it beats the engine in use."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from domain.identity import stable_id
from domain.reading import reading
from domain.records import Label
from metrics.contest import Contest, contest
from nlp.calibrated import GROUPS, OwnReader
from nlp.head import Lesson, fit
from pipeline.audit import labels_of
from pipeline.workbench import Workbench
from storage.shapes import FittedHead, OwnText

_ORDER = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)
_MOST = 4_000
_FOLDS = 5
FEWEST = 20
FEWEST_OF_A_CLASS = 5
# Stars stand for a feeling only roughly; a person who labels a text has read it.
_PERSON = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What one `calibrate` found. `contest` and `head` are None where there was too little to fit to.

    `by_class` counts the labels; `reason` says in words why the head is, or is not, promoted.
    """

    brand: str | None
    engine: str
    people: int
    stars: int
    by_class: dict[Label, int]
    contest: Contest | None
    head: str | None
    promoted: bool
    reason: str


def keep_labels(bench: Workbench, file: Path, person: str) -> tuple[int, tuple[str, ...]]:
    """Keep the labels of a filled-in audit file; returns how many are of stored texts, and what could not be used."""
    said, _, rejected = labels_of(file)
    with bench.database.write() as store:
        return store.calibrations.label(said, person), tuple(rejected)


def calibrate(bench: Workbench, reader: OwnReader, brand: str | None, person: str) -> Calibration:
    """Fit, compare on texts that the head did not see, decide, and keep all of that.

    Raises StorageBusy where the database cannot be had.
    """
    bench.database.publish()
    with bench.database.read() as queries:
        texts = queries.calibrations.own_texts(brand, _MOST)
        engine, version = queries.phrase_rules.in_force()
    if lack := lacking(texts):
        return _found(brand, engine, texts, reason=lack)
    lesson = _lesson(texts, reader)
    decided = _compare(texts, lesson)
    head = fit(lesson)
    promoted = decided.won
    found = _found(brand, engine, texts, decided, head.hash, promoted, _reason(decided, engine))
    kept = FittedHead(
        brand=brand,
        engine=engine,
        engine_version=version,
        generic_version=reader.version,
        hash=head.hash,
        head=head.dumps(),
        promoted=promoted,
        verdict=json.dumps(as_json(found)),
    )
    with bench.database.write() as store:
        store.calibrations.add(kept, person)
    return found


def lacking(texts: Sequence[OwnText]) -> str:
    """Why nothing can be fitted, and what to do; empty where something can."""
    held = Counter(text.label for text in texts)
    enough = sum(n >= FEWEST_OF_A_CLASS for n in held.values())
    if len(texts) >= FEWEST and enough >= 2:
        return ""
    return (
        f"too few to say: {len(texts)} own labels; it takes {FEWEST}, and two classes with {FEWEST_OF_A_CLASS} each. "
        "Import reviews with stars, correct labels in the app, or fill in an audit file and give it as --labels"
    )


def as_json(found: Calibration) -> dict[str, object]:
    """As scripts get it, and as it is kept."""
    one = found.contest
    tables = {"engine": one.champion_table, "calibrated": one.challenger_table} if one else {}
    return {
        "brand": found.brand,
        "engine": found.engine,
        "labels": {"people": found.people, "stars": found.stars, **{str(k): n for k, n in found.by_class.items()}},
        "n": one.n if one else 0,
        "stories": one.groups if one else 0,
        "mf1": {"engine": one.champion, "calibrated": one.challenger} if one else None,
        "difference": {"value": one.challenger - one.champion, "low": one.low, "high": one.high} if one else None,
        "confusion": {
            name: {
                str(said): dict(zip(map(str, _ORDER), row, strict=True)) for said, row in zip(_ORDER, t, strict=True)
            }
            for name, t in tables.items()
        },
        "head": found.head,
        "promoted": found.promoted,
        "reason": found.reason,
    }


def _lesson(texts: Sequence[OwnText], reader: OwnReader) -> Lesson:
    rows, base = reader.read([reading(text.title, text.text) for text in texts])
    return Lesson(
        rows=rows,
        groups=GROUPS,
        base=base,
        labels=np.array([_ORDER.index(text.label) for text in texts], np.int64),
        weights=np.array([_PERSON if text.by_person else 1.0 for text in texts]),
    )


def _compare(texts: Sequence[OwnText], lesson: Lesson) -> Contest:
    """Each text is labelled by a head that saw neither it nor a copy of it: five folds, by a hash of the story."""
    fold = np.array([stable_id("fold", str(text.story)) % _FOLDS for text in texts])
    said = np.zeros(len(texts), np.int64)
    for number in range(_FOLDS):
        mine = fold == number
        if mine.any() and not mine.all():
            rest = lesson.part(mine)
            said[mine] = fit(lesson.part(~mine)).scores(rest.rows, rest.base).argmax(axis=1)
    champion = [_ORDER.index(text.said) for text in texts]
    found = contest(lesson.labels.tolist(), champion, said.tolist(), [text.story for text in texts])
    assert found is not None, "lacking() has seen rows"  # noqa: S101 - a contest without rows alone is None
    return found


def _reason(found: Contest, engine: str) -> str:
    gain = f"mF1 {found.challenger:.3f} against {found.champion:.3f} by {engine}, on {found.n} own texts unseen"
    interval = f"difference {found.challenger - found.champion:+.3f} ({found.low:+.3f} to {found.high:+.3f})"
    if found.won:
        return f"promoted: {gain}; {interval}"
    return f"not promoted: {gain}; {interval}; it must be above zero for certain. More labels make it clearer"


def _found(
    brand: str | None,
    engine: str,
    texts: Sequence[OwnText],
    decided: Contest | None = None,
    head: str | None = None,
    promoted: bool = False,
    reason: str = "",
) -> Calibration:
    held = Counter(text.label for text in texts)
    people = sum(text.by_person for text in texts)
    return Calibration(
        brand=brand,
        engine=engine,
        people=people,
        stars=len(texts) - people,
        by_class={label: held[label] for label in _ORDER},
        contest=decided,
        head=head,
        promoted=promoted,
        reason=reason,
    )
