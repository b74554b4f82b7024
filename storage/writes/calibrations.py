"""Labels that people gave blind, and the heads that were fitted to a user's own labels."""

from collections.abc import Mapping
from datetime import UTC, datetime

import duckdb

from domain.records import Label
from storage.frames import BIGINT, TEXT, arrive
from storage.shapes import FittedHead
from storage.writes.audit import log


class Calibrations:
    """Own labels and fitted heads; every fit is kept with its verdict, promoted or not."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def label(self, labels: Mapping[int, Label], person: str) -> int:
        """Keep what a person said of texts by id, in place of what was said before; returns how many are stored."""
        arrive(self._con, "labelled", {"text_id": BIGINT, "label": TEXT}, [(i, str(x)) for i, x in labels.items()])
        self._con.execute("delete from own_labels where text_id in (select text_id from labelled)")
        added = self._con.execute(
            """
            insert into own_labels
            with texts as (
                select mention_id as text_id, content_hash from mentions
                union all select response_id, content_hash from survey_responses
                union all select ticket_id, content_hash from tickets
            )
            select l.text_id, l.label, t.content_hash, $person, $now
            from labelled l join texts t on t.text_id = l.text_id
            """,
            {"person": person, "now": datetime.now(UTC).replace(tzinfo=None)},
        ).fetchone()
        return int(added[0]) if added else 0

    def add(self, head: FittedHead, person: str) -> None:
        """Keep a fit and how it compared; a promoted head is the one that engine "calibrated" uses from now on."""
        now = log(self._con, person, "calibrate", head.hash, {"promoted": head.promoted, "brand": head.brand})
        self._con.execute(
            """
            insert into calibrations values (
                $now, $brand, $person, $engine, $version, $generic, $hash, $head, $promoted, $verdict
            )
            """,
            {
                "now": now,
                "brand": head.brand,
                "person": person,
                "engine": head.engine,
                "version": head.engine_version,
                "generic": head.generic_version,
                "hash": head.hash,
                "head": head.head,
                "promoted": head.promoted,
                "verdict": head.verdict,
            },
        )
