"""The verbs that cron calls: collect, analyze, run."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import click

from commands.after_run import after_json, after_sentences, follow_up
from commands.door import Door, day, json_option, progress, publishing, show_json
from commands.exits import Exit
from domain.records import Outcome, Run
from pipeline import analyze as analysis
from pipeline import collect as collecting
from pipeline.alert_disk import tell_shortage
from pipeline.follow_up import FollowUp
from pipeline.run_mark import marked
from pipeline.space import shortage
from pipeline.workbench import Workbench

_BAD = {Outcome.FAILED, Outcome.REFUSED}


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--since", help="Read again all that the services still show, and say how far back that went.")
@json_option
@click.pass_obj
def collect(door: Door, sources: Sequence[str], since: str | None, as_json: bool) -> int:
    """Read the sources that are due, or SOURCES now."""
    bench = door.workbench()
    length = len(sources) or len(bench.config.sources)
    with publishing(bench), progress("collecting", length) as tick:
        found = collecting.collect(bench, sources, since=_midnight(day(since)), on_done=lambda run: tick(1))
    if as_json:
        show_json({"runs": [_run_json(c) for c in found]})
    else:
        for one in found:
            click.echo(
                sentence(one.run) + (f"; reached back to {one.reached:%Y-%m-%d}" if since and one.reached else "")
            )
    return exit_code([c.run for c in found])


@click.command()
@click.option("--rescore", is_flag=True, help="Score every text again with the engine in use.")
@click.option("--dask", default="", help='Score on the workers of this scheduler, "tcp://host:8786", or "local".')
@json_option
@click.pass_obj
def analyze(door: Door, rescore: bool, dask: str, as_json: bool) -> int:
    """Give every text its sentiment, aspects and topics, where they are missing."""
    bench = door.workbench(scheduler=dask)
    with publishing(bench):
        done = _analyze(bench, rescore)
    if as_json:
        show_json(_analysis_json(done))
    else:
        click.echo(_analysis_sentence(done))
    return Exit.DONE


@click.command()
@json_option
@click.pass_obj
def run(door: Door, as_json: bool) -> int:
    """Collect, analyze, alert, publish: what a schedule calls. A second one at the same time steps aside."""
    bench = door.workbench()
    with bench.lock("run") as mine:
        if not mine:
            message = "another run is at work; this one was skipped"
            return _step_aside(bench, message, as_json)
        if reason := shortage(bench.size()):
            tell_shortage(bench, reason)
            bench.heartbeat()
            return _step_aside(bench, reason, as_json)
        with publishing(bench), marked(bench) as unfinished:
            runs = [c.run for c in collecting.collect(bench)]
            done = _analyze(bench, rescore=False)
            then = FollowUp()
            after = follow_up(bench, unfinished, then)
            then.finish()
        if not then.failed:
            bench.heartbeat()
    if as_json:
        show_json(
            {
                "runs": [run_json(r) for r in runs],
                "analysis": _analysis_json(done),
                **after_json(after),
                "broken": then.failed,
            }
        )
    else:
        click.echo(
            "\n".join(
                [
                    *(sentence(r) for r in runs),
                    _analysis_sentence(done),
                    *after_sentences(after),
                    *(f"{step}; what it does was left out, see the log" for step in then.failed),
                ]
            )
        )
    return Exit.SOME_FAILED if then.failed or (after.kept and after.kept.error) else exit_code(runs)


def _step_aside(bench: Workbench, message: str, as_json: bool) -> int:
    runs = [Run(source=s.name, kind=s.kind, outcome=Outcome.SKIPPED, error=message) for s in bench.config.sources]
    if as_json:
        nothing: dict[str, object] = {
            "analysis": None,
            "alerts": [],
            "cases": None,
            "check_ins": [],
            "aged": {},
            "maintained": None,
        }
        show_json({"runs": [run_json(r) for r in runs], **nothing, "digest": None, "backup": None, "broken": []})
    else:
        click.echo(message)
    return Exit.DONE


def _analyze(bench: Workbench, rescore: bool) -> analysis.Analysis:
    with progress("analysing") as tick:
        return analysis.analyze(bench, rescore=rescore, progress=tick)


def _midnight(day_: date | None) -> datetime | None:
    return datetime.combine(day_, time(), UTC) if day_ else None


def exit_code(runs: Sequence[Run]) -> Exit:
    """1 where some source failed; a skipped or partial one is no failure."""
    return Exit.SOME_FAILED if any(r.outcome in _BAD for r in runs) else Exit.DONE


def run_json(run: Run) -> dict[str, object]:
    """The shape that scripts rely on."""
    keys = (
        "source",
        "kind",
        "outcome",
        "fetched",
        "matched",
        "new",
        "changed",
        "deleted",
        "missed",
        "next_due",
        "error",
        "warnings",
    )
    return {key: getattr(run, key) for key in keys}


def _run_json(one: collecting.Collected) -> dict[str, object]:
    return {**run_json(one.run), "reached": one.reached}


def sentence(run: Run) -> str:
    """One run in one line."""
    if run.outcome == Outcome.SKIPPED:
        return f"{run.source}: skipped, {run.error}"
    counts = f"{run.fetched} read, {run.new} new, {run.changed} changed"
    unmatched = ", none about a brand" if run.fetched and not run.matched else ""
    missed = f", {run.missed} missed" if run.missed else ""
    deleted = f", {run.deleted} deleted at the source" if run.deleted else ""
    error = f" ({run.error})" if run.error else ""
    warnings = "".join(f"\n    note: {w}" for w in run.warnings[:3])
    return f"{run.source}: {run.outcome}, {counts}{unmatched}{deleted}{missed}{error}{warnings}"


def _analysis_json(done: analysis.Analysis) -> dict[str, object]:
    skipped = {"language": 0, "empty": 0, **done.skipped}
    return {
        "scored": done.scored,
        "skipped": skipped,
        "other_texts": done.others,
        "fallback": {**done.fallbacks},
        "topics": done.topics,
        "proposed": done.proposed,
        "seconds": done.seconds,
        "engine": done.engine,
    }


def _analysis_sentence(done: analysis.Analysis) -> str:
    skipped = ", ".join(f"{n} not scored ({why})" for why, n in sorted(done.skipped.items())) or "none left out"
    others = f"; {done.others} answers and tickets read" if done.others else ""
    fallen = "".join(f"; {n} read by another engine ({why})" for why, n in sorted(done.fallbacks.items()))
    return f"engine {done.engine}: {done.scored} mentions scored, {skipped}{others}{fallen}; {done.seconds:.1f} s"


VERBS = (collect, analyze, run)
