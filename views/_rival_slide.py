"""Share of voice to take along: as a slide to edit, as a picture of it, or as a table."""

import csv
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import streamlit as st

from domain.comparison import Compared, Comparison
from domain.measures import VoiceCounts
from domain.records import Role
from metrics.change import DOWN, UP
from views import _rivals, _safe, _words
from views._filters import Filters
from views._frame import Desk
from views._rivals import Heard, Share

FILES = {"pptx": "Slide, editable", "png": "Slide, picture", "csv": "Table, CSV"}
KINDS = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "csv": "text/csv",
}
COLUMNS = ("brand", "share_percent", "low", "high", "mentions", "n", "from", "to", "among")
_TITLE = "Share of voice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may be quoted: the shares, the counts that they are parts of, and among which sources."""

    voice: VoiceCounts
    shares: tuple[Share, ...]
    among: str


def quotable(now: VoiceCounts, shares: Sequence[Share], fair: VoiceCounts | None, heard: Heard) -> Shown:
    """The shares as they are where brands are heard alike; else those of the sources where all of them are heard."""
    if now.comparable:
        return Shown(voice=now, shares=tuple(shares), among="All of these brands are heard in the same sources.")
    found = _rivals.voices(fair, fair, [one.brand for one in shares]) if fair else []
    if not fair or not found:
        return Shown(voice=now, shares=tuple(shares), among="Not comparable: the brands are not heard alike.")
    places = ", ".join(heard.common[:4]) + (f" and {len(heard.common) - 4} more" if heard.common[4:] else "")
    # Of other days than the page's, perhaps: what moved would be said of the wrong ones.
    still = tuple(replace(share, change=None) for share in found)
    return Shown(voice=fair, shares=still, among=f"Only where all of these brands are heard: {places}.")


def show(filters: Filters, shown: Shown, desk: Desk | None) -> None:
    """The three buttons; each file is made when it is asked for."""
    if desk is None or not shown.shares:
        return
    with st.container(horizontal=True, key="voice-files", vertical_alignment="center", gap="small"):
        st.html('<p class="es-sub">Take it along:</p>', width="content")
        for form, name in FILES.items():
            st.download_button(
                name,
                data=_file(filters, shown, desk, form),
                file_name=f"share-of-voice-{filters.until}.{form}",
                mime=KINDS[form],
                key=f"voice-{form}",
                on_click="ignore",
            )


def _file(filters: Filters, shown: Shown, desk: Desk, form: str) -> Callable[[], bytes]:
    return lambda: made(filters, shown, desk, form)


def made(filters: Filters, shown: Shown, desk: Desk, form: str) -> bytes:
    """The file in one of FILES; EarshotError where a library cannot draw it."""
    return _table(filters, shown) if form == "csv" else desk.draw_comparison(slide(filters, shown, desk), form)


def slide(filters: Filters, shown: Shown, desk: Desk) -> Comparison:
    """What stands on the slide."""
    ours = next((share for share in shown.shares if share.brand == filters.brand), shown.shares[0])
    value, range_ = _said(ours)
    # The page may be looked at from a competitor's side: on a slide it stays a competitor.
    own = {brand.name for brand in desk.config.brands if brand.role == Role.OWN}
    total = sum(shown.voice.mentions.values())
    return Comparison(
        title=_TITLE,
        period=_words.span(filters.since, filters.until),
        lead=f"{ours.brand} has {value} ({range_}) of {_words.count(total)} brand mentions.",
        among=shown.among,
        rows=tuple(_row(share, filters, own) for share in shown.shares),
        reach=(0.0, 100.0),
        unit="%",
        foot=_foot(shown, desk),
        href=_address(filters, desk),
    )


def _row(share: Share, filters: Filters, own: Collection[str]) -> Compared:
    value, range_ = _said(share)
    return Compared(
        name=_safe.clean(share.brand, 60),
        value=value,
        interval=range_,
        basis=_words.many(share.mentions, "mention"),
        at=share.estimate.value,
        low=share.estimate.low,
        high=share.estimate.high,
        change=_moved(share, filters),
        ours=share.brand in own,
    )


def _said(share: Share) -> tuple[str, str]:
    found = share.estimate
    return _words.measure(found.value, "%"), _words.interval(found.low, found.high, "%") or "too few to say"


def _moved(share: Share, filters: Filters) -> str:
    if share.change is None:
        return ""
    if share.change.verdict not in {UP, DOWN}:
        return "no detectable change"
    return f"{_words.difference(share.change.difference, '%')} against the {filters.days} days before"


def _foot(shown: Shown, desk: Desk) -> str:
    sample = "Sample data. " if desk.sample else ""
    twice = shown.voice.overlap
    noun = "mention names" if twice == 1 else "mentions name"
    both = f" {_words.count(twice)} {noun} several brands and count once for each." if twice else ""
    return f"{sample}Intervals are 95%.{both} Counted by Earshot."


def _address(filters: Filters, desk: Desk) -> str:
    """The page with the same figures, where the app's own address is known."""
    if not desk.config.app_url:
        return ""
    fixed = filters.on(filters.since, filters.until).params()
    return f"{desk.config.app_url.rstrip('/')}/competitors?{urlencode(fixed, doseq=True)}"


def _table(filters: Filters, shown: Shown) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for share in shown.shares:
        found = share.estimate
        ends = [round(end, 2) if end is not None else None for end in (found.value, found.low, found.high)]
        days = (filters.since.isoformat(), filters.until.isoformat())
        cells = (share.brand, *ends, share.mentions, found.n, *days, shown.among)
        writer.writerow([_safe.cell(value) for value in cells])
    return out.getvalue().encode("utf-8-sig")
