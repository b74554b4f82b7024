"""The only place that knows concrete classes of more than one trade, and puts them together."""

from wiring.app import App, open_app
from wiring.asking import check, preview, records, something_is_due, status
from wiring.bench import locks, prepare, workbench
from wiring.opening import database
from wiring.reading import aspect_cells, aspect_extractor, score_cells, scorer, topic_cells, topic_matcher, topics_of
from wiring.secret import author_secret

__all__ = [
    "App",
    "aspect_cells",
    "aspect_extractor",
    "author_secret",
    "check",
    "database",
    "locks",
    "open_app",
    "prepare",
    "preview",
    "records",
    "score_cells",
    "scorer",
    "something_is_due",
    "status",
    "topic_cells",
    "topic_matcher",
    "topics_of",
    "workbench",
]
