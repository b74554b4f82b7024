"""Reads the team's notes for topics, after customers' texts; no other stage and no count of customers sees them."""

from pipeline.workbench import Progress, Workbench

SLICE = 2_000


def read_notes(bench: Workbench, progress: Progress = lambda n: None) -> int:
    """Name the topics of every note that lacks them; returns how many were read. Without one no model loads."""
    with bench.database.write() as store:
        if not store.team_notes.waiting():
            return 0
        known = tuple(store.topics.to_match())
    matcher, read = bench.matcher(known), 0
    while not bench.stop.is_set():
        with bench.database.write() as store:
            rows = store.team_notes.pending(matcher.version, SLICE)
        if not rows:
            break
        matches = matcher.match([row.text for row in rows])
        with bench.database.write() as store:
            store.team_notes.name_topics(matcher.version, list(zip(rows, matches, strict=True)))
        read += len(rows)
        progress(len(rows))
    return read
