"""Who is talked about: each brand's part of all brand mentions, summing to 100, overlap reported beside."""

from dataclasses import replace

from domain.measures import VoiceCounts
from domain.records import Estimate
from metrics.estimate import share

NOT_COMPARABLE = "not comparable"


def share_of_voice(voice: VoiceCounts) -> Estimate | None:
    """The asked brand's part in percent; n counts brand mentions; None where no brand was named."""
    return shares(voice).get(voice.brand)


def shares(voice: VoiceCounts) -> dict[str, Estimate]:
    """Every brand's part in percent, summing to 100; a mention of two brands counts once for each.

    The note says "not comparable" where the brands have different sources or history, else how many overlap.
    """
    total = sum(voice.mentions.values())
    parts = {brand: share(n, total, note=_note(voice)) for brand, n in voice.mentions.items()}
    found = {brand: part for brand, part in parts.items() if part is not None}
    if voice.comparable:
        return found
    return {brand: replace(part, note=NOT_COMPARABLE) for brand, part in found.items()}


def _note(voice: VoiceCounts) -> str | None:
    if not voice.overlap:
        return None
    return f"{voice.overlap} mentions name more than one brand and count once for each"
