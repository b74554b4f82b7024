"""The verbs for plain files: score, topics, aspects. They need no configuration and no database."""

import sys
from functools import partial
from itertools import islice
from pathlib import Path

import click

import wiring
from commands.door import Door, progress
from commands.exits import Exit
from pipeline import files

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_COLUMN = click.option("--text-column", required=True, help="The column that holds the text, exactly as its heading.")
_OUT = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A CSV to write.")


@click.command()
@_FILE
@_COLUMN
@_OUT
@click.option("--engine", default="default", show_default=True, help="default, vader or llm.")
@click.option("--brand", multiple=True, help="A brand's name, which no feeling is read into; repeatable.")
@click.pass_obj
def score(door: Door, file: Path, text_column: str, out: Path, engine: str, brand: tuple[str, ...]) -> int:
    """Add label, polarity, confidence, engine, language and reason to FILE's rows."""
    source = files.TextTable.open(file, text_column)
    scorer = wiring.engine_for_files(engine, door.config_path, door.environment, brand)
    with progress("scoring", _length(file, text_column)) as tick:
        total = files.add_columns(source, out, files.SCORE_COLUMNS, partial(wiring.score_cells, scorer), tick)
    return _done(source, f"{out}: {total:,} rows, engine {scorer.name} {scorer.version}")


@click.command()
@_FILE
@_COLUMN
@_OUT
@click.option("--taxonomy", help="A TOML file of topics, or the name of a bundled one.")
@click.option(
    "--discover", type=click.IntRange(1, 200), help="Find at most this many topics in what no taxonomy names."
)
@click.option("--all-scores", is_flag=True, help="One more column per topic with its score.")
@click.pass_obj
def topics(
    door: Door,
    file: Path,
    text_column: str,
    out: Path,
    taxonomy: str | None,
    discover: int | None,
    all_scores: bool,
) -> int:
    """Add topic and topic_score to FILE's rows; topic is empty for a row that names none."""
    source = files.TextTable.open(file, text_column)
    names = () if discover and not taxonomy else wiring.topics_of([taxonomy or "general"])
    texts = files.texts_of(source)
    with progress("reading topics", len(texts)) as tick:
        cells = iter(wiring.topic_cells(texts, names, discover or 0, all_scores, tick))
    headings = [*files.TOPIC_COLUMNS, *(topic.name for topic in names if all_scores)]
    total = files.add_columns(source, out, headings, lambda slice_: list(islice(cells, len(slice_))), lambda n: None)
    return _done(source, f"{out}: {total:,} rows")


@click.command()
@_FILE
@_COLUMN
@_OUT
@click.pass_obj
def aspects(door: Door, file: Path, text_column: str, out: Path) -> int:
    """Write one row per thing that FILE's texts speak about: row, aspect, start, end, polarity, label."""
    source = files.TextTable.open(file, text_column)
    extractor = wiring.aspect_extractor()
    with progress("finding aspects", _length(file, text_column)) as tick:
        total = files.write_aspects(source, out, partial(wiring.aspect_cells, extractor), tick)
    return _done(source, f"{out}: {total:,} aspects")


def _length(file: Path, column: str) -> int | None:
    """The number of rows where a person watches a bar; counting reads the file once more."""
    return files.count(file, column) if sys.stderr.isatty() else None


def _done(source: files.TextTable, message: str) -> int:
    """Say what was written, and which lines were kept empty because they could not be read."""
    click.echo(message, err=True)
    for line in source.broken[:20]:
        click.echo(f"    kept empty, {line}", err=True)
    return Exit.SOME_FAILED if source.broken else Exit.DONE


VERBS = (score, topics, aspects)
