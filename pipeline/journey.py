"""Puts the journey template in force, and says of every text which touchpoints its phrases name; only what is new."""

from domain.reading import reading
from nlp.journey import PhraseMatcher, load_journey
from nlp.journey_edits import edited
from pipeline.workbench import Progress, Workbench

SLICE = 5_000


def place(bench: Workbench, progress: Progress = lambda n: None) -> None:
    """Read every text that the template in force has not read yet; nothing where no template is chosen.

    Raises ConfigError where the chosen template cannot be read.
    """
    with bench.database.write() as store:
        name = store.journey.chosen()
    if not name:
        return
    template = load_journey(name)
    with bench.database.write() as store:
        journey = edited(template, store.journey_edits.known(name))
        store.journey.use(journey.version, journey.touchpoints)
    matcher = PhraseMatcher(journey)
    while not bench.stop.is_set():
        with bench.database.write() as store:
            rows = store.journey.pending(matcher.version, SLICE)
        if not rows:
            return
        found = matcher.match([reading(row.title, row.text) for row in rows])
        with bench.database.write() as store:
            store.journey.add(matcher.version, list(zip(rows, found, strict=True)))
        progress(len(rows))
