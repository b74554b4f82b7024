"""Asks of a brand's mentions whether they are about it, where it says what that is; flags, or leaves out if strict."""

from domain.reading import reading
from domain.records import Brand
from pipeline.workbench import Progress, Workbench

SLICE = 2_000


def judge_relevance(bench: Workbench, progress: Progress) -> None:
    """Judge what has not been judged, then make the figures hold to it. Raises StorageBusy.

    A brand that takes its `about`, or its strictness, back gets everything back with the next call.
    """
    brands = [brand for brand in bench.config.brands if brand.about]
    for brand in brands:
        _judge(bench, brand, progress)
    if bench.stop.is_set():
        return
    with bench.database.write() as store:
        store.relevance.forget([brand.name for brand in brands])
        store.relevance.settle([brand.name for brand in brands if brand.strict])


def _judge(bench: Workbench, brand: Brand, progress: Progress) -> None:
    judge = bench.relevance(brand)
    while not bench.stop.is_set():
        with bench.database.write() as store:
            rows = store.relevance.pending(brand.name, judge.version, SLICE)
        if not rows:
            return
        found = judge.judge([reading(row.title, row.text) for row in rows])
        with bench.database.write() as store:
            store.relevance.add(brand.name, judge.version, list(zip(rows, found, strict=True)))
        progress(len(rows))
