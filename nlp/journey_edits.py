"""A journey template with what people changed about it, and what such a change moves."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from domain.errors import ConfigError
from domain.journey import JourneyEdit, Lead
from nlp.journey import Journey, PhraseMatcher, Touchpoint

LONGEST, MOST_EDITS = 100, 500
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Texts that an edit moves: `came` to the touchpoint, `out_of` them from none at all, and `left` it."""

    looked_at: int
    came: tuple[int, ...]
    left: tuple[int, ...]
    out_of: int


def edited(journey: Journey, edits: Sequence[JourneyEdit]) -> Journey:
    """The template as people have it now; edits go one after the other, and those of unknown touchpoints do nothing."""
    steps = {step.name: step for step in journey.touchpoints}
    for edit in edits:
        if edit.touchpoint in steps:
            steps[edit.touchpoint] = _with(steps[edit.touchpoint], edit)
    return replace(journey, touchpoints=tuple(steps.values()))


def checked(journey: Journey, edit: JourneyEdit) -> JourneyEdit:
    """The edit as it is kept, blanks single; ConfigError where it would change nothing or says nothing."""
    step = next((one for one in journey.touchpoints if one.name == edit.touchpoint), None)
    if step is None:
        raise ConfigError(f"touchpoint {edit.touchpoint[:60]!r}: the journey has none of that name")
    value = " ".join(edit.value.split())
    if not _LETTER.search(value.replace("_", "")) or len(value) > LONGEST:
        raise ConfigError(f"touchpoint {step.name!r}: write a word or a phrase of at most {LONGEST} characters")
    there = _place(step, edit.lead, value)
    if edit.added and there is not None:
        raise ConfigError(f"touchpoint {step.name!r}: {value!r} leads there already")
    if not edit.added and there is None:
        raise ConfigError(f"touchpoint {step.name!r}: {value!r} does not lead there")
    return replace(edit, value=value)


def moves(
    journey: Journey,
    edit: JourneyEdit,
    texts: Sequence[tuple[int, str]],
    now: Mapping[int, Set[str]],
    led: Set[int],
) -> Moves:
    """What an edit moves among texts: `journey` has it already, `texts` are those that hold its phrase or topic.

    `now` says where each is, `led` which are led there by another topic.
    """
    named = PhraseMatcher(journey).match([text for _, text in texts])
    by_topic = edit.lead == Lead.TOPIC and edit.added
    after = {
        key for (key, _), names in zip(texts, named, strict=True) if by_topic or key in led or edit.touchpoint in names
    }
    before = {key for key, _ in texts if edit.touchpoint in now.get(key, ())}
    came, left = sorted(after - before), sorted(before - after)
    out_of = sum(not now.get(key) for key in came)
    return Moves(looked_at=len(texts), came=tuple(came), left=tuple(left), out_of=out_of)


def _with(step: Touchpoint, edit: JourneyEdit) -> Touchpoint:
    kept = step.phrases if edit.lead == Lead.PHRASE else step.topics
    there = _place(step, edit.lead, edit.value)
    if edit.added:
        kept = kept if there is not None else (*kept, edit.value)
    else:
        kept = tuple(value for value in kept if value != there)
    return replace(step, phrases=kept) if edit.lead == Lead.PHRASE else replace(step, topics=kept)


def _place(step: Touchpoint, lead: Lead, value: str) -> str | None:
    """The same phrase or topic as the touchpoint has it, whatever its case."""
    kept = step.phrases if lead == Lead.PHRASE else step.topics
    return next((one for one in kept if one.casefold() == value.casefold()), None)
