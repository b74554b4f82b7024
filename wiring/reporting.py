"""A report in the form that is asked for; what draws it takes a while to load, and most commands draw none."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from config import Config
from domain.comparison import Comparison
from domain.document import Document
from domain.errors import ConfigError, EarshotError
from domain.reports import Digest, Enclosure, Restated
from pipeline.digest import Question, again, issue, last_whole_day, restated
from pipeline.digest_page import compose
from storage.connection import Database
from storage.queries import Queries

FORMS: Mapping[str, str] = {
    "html": "text/html",
    "pdf": "application/pdf",
    "md": "text/markdown",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
SLIDES = frozenset({"pdf", "png", "pptx"})


def issue_report(config: Config, database: Database, asked: Question) -> Digest:
    """Issue a report now; it stays under its id."""
    return issue(database, config, asked, datetime.now(UTC))


def find_report(queries: Queries, report_id: str) -> tuple[Digest, tuple[Restated, ...]]:
    """A report as issued, and what the same question gives otherwise now. ConfigError for an unknown id."""
    found = again(queries, report_id)
    return found, restated(queries, found)


def ask_report(config: Config, brand: str | None, as_of: date | None, days: int) -> Question:
    """The question of a report: of the first own brand, up to yesterday, where nothing else is said."""
    until = as_of or last_whole_day(config, datetime.now(UTC))
    return Question(brand=config.brand(brand).name, as_of=until, days=days)


def document_of(config: Config, found: Digest, changed: tuple[Restated, ...] = ()) -> Document:
    """The report as something to read, its links leading to the configured app."""
    return compose(found, config.app_url, changed)


def restated_lines(config: Config, found: Digest, changed: tuple[Restated, ...]) -> list[str]:
    """What the same question gives otherwise now, in sentences."""
    sections = document_of(config, found, changed).sections
    return [line.text for line in sections[-1].lines] if changed else []


def draw(document: Document, form: str, *, slide: bool = False) -> bytes:
    """The document as one of FORMS; ConfigError as check_form has it."""
    check_form(form, slide=slide)
    try:
        return _drawer(form, slide)(document)
    except (ValueError, RuntimeError) as error:
        # What the libraries that draw raise, each under a name of its own.
        raise EarshotError(f"digest: the .{form} could not be drawn ({type(error).__name__}); try .html") from error


def draw_comparison(comparison: Comparison, form: str) -> bytes:
    """Brands side by side as "pptx" or "png"; ConfigError for another form, EarshotError where it cannot be drawn."""
    if form not in {"pptx", "png"}:
        raise ConfigError(f"a comparison is drawn as .pptx or .png, not .{form}")
    from notify import comparison_png, comparison_pptx

    try:
        return comparison_png.png(comparison) if form == "png" else comparison_pptx.pptx(comparison)
    except (ValueError, RuntimeError) as error:
        raise EarshotError(f"the slide could not be drawn ({type(error).__name__}); take the table") from error


def check_form(form: str, *, slide: bool = False) -> None:
    """ConfigError for a form that is none of FORMS, or for a slide of one that has no pages."""
    if form not in FORMS:
        raise ConfigError(f"digest: no form {form!r}; write a file that ends in .{', .'.join(FORMS)}")
    if slide and form not in SLIDES:
        raise ConfigError(f"digest: --slide makes .pdf, .png or .pptx, not .{form}")


def enclosures(config: Config, queries: Queries, event_id: int) -> tuple[Enclosure, ...]:
    """The files that go along with a message, drawn from the report that it tells of; none with any other message."""
    report_id, forms = queries.reports.told_by(event_id)
    if not report_id:
        return ()
    document = document_of(config, again(queries, report_id))
    return tuple(
        Enclosure(name=f"digest-{report_id}.{form}", kind=FORMS[form], content=draw(document, form)) for form in forms
    )


def _drawer(form: str, slide: bool) -> Callable[[Document], bytes]:
    if form == "html":
        from notify.digest_html import html

        return html
    if form == "md":
        from notify.digest_md import markdown

        return markdown
    if form == "pptx":
        from notify.digest_pptx import pptx

        return pptx
    from notify import digest_pdf

    if form == "png":
        return digest_pdf.slide_png
    return digest_pdf.slide_pdf if slide else digest_pdf.pdf
