"""The only place that knows concrete classes of more than one trade, and puts them together."""

from wiring.alerting import preview_rule, try_channel
from wiring.app import App, config_path, open_app
from wiring.asking import check, disk, preview, records, something_is_due, status
from wiring.beginning import Beginning
from wiring.bench import prepare, workbench
from wiring.engines import engine, engine_for_files, own_reader
from wiring.opening import database, raw_file
from wiring.people import local_person, secrets_at_start, sign_in_secrets, signed_in
from wiring.phrase_desk import PhraseDesk
from wiring.reading import (
    aspect_cells,
    aspect_extractor,
    score_cells,
    scorer,
    telling_words,
    topic_cells,
    topic_matcher,
    topics_of,
)
from wiring.reporting import ask_report, check_form, document_of, draw, find_report, issue_report
from wiring.secret import author_secret

__all__ = [
    "App",
    "Beginning",
    "PhraseDesk",
    "ask_report",
    "aspect_cells",
    "aspect_extractor",
    "author_secret",
    "check",
    "check_form",
    "config_path",
    "database",
    "disk",
    "document_of",
    "draw",
    "engine",
    "engine_for_files",
    "find_report",
    "issue_report",
    "local_person",
    "open_app",
    "own_reader",
    "prepare",
    "preview",
    "preview_rule",
    "raw_file",
    "records",
    "score_cells",
    "scorer",
    "secrets_at_start",
    "sign_in_secrets",
    "signed_in",
    "something_is_due",
    "status",
    "telling_words",
    "topic_cells",
    "topic_matcher",
    "topics_of",
    "try_channel",
    "workbench",
]
