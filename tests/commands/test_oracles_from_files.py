"""Settled figures to the printed digit, from a file through `import` to `metric`."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from config import load
from earshot import cli

JUNE = ("--from", "2024-06-01", "--to", "2024-06-30")
FRIDAY = datetime(2024, 6, 7, 17, tzinfo=UTC)
WAITS = (10, 12, 15, 20, 30, 45, 60, 600)
VOICE = {"Ours": 50, "Bolt": 100, "Tiny": 10, "Other": 40}
BRANDS = ("Promoters", "Five", "Satisfied", "Effort", "Cohort", "Replies", "Weekend", "Spenders", "Answered", "Said")
Ask = Callable[..., Any]
Rows = Sequence[Sequence[object]]


def scores(name: str, counts: dict[int, int]) -> tuple[list[str], Rows]:
    answers = [score for score, n in counts.items() for _ in range(n)]
    return ["respondent", name], [(f"r{n}", score) for n, score in enumerate(answers)]


def cohort() -> tuple[list[str], Rows]:
    """A thousand at the start of June, sixty of them lost in it, a hundred new."""
    old = [(f"c{n}", "yes" if n < 60 else "no", "2024-06-20" if n < 60 else "", "2023-01-01") for n in range(1000)]
    new = [(f"n{n}", "no", "", "2024-06-10") for n in range(100)]
    heads = ["customer", "churned", "churned_at", "started_at", "monthly_revenue", "margin"]
    return heads, [(*row, 40, 0.6) for row in [*old, *new]]


def tickets(waits: Sequence[float], start: datetime) -> tuple[list[str], Rows]:
    rows = [(n, start.isoformat(), (start + timedelta(minutes=wait)).isoformat()) for n, wait in enumerate(waits)]
    return ["id", "created_at", "first_response_at"], rows


def reviews(n: int, brand: str) -> tuple[list[str], Rows]:
    return ["id", "text", "date"], [(i, f"{brand} says {i}", "2024-05-03T10:00:00Z") for i in range(n)]


def said() -> tuple[list[str], Rows]:
    felt = {"It is wonderful and I love it": 350, "It is terrible and I hate it": 60, "It came in a box of twelve": 590}
    texts = [words for words, times in felt.items() for _ in range(times)]
    return ["id", "text", "date"], [(i, text, "2024-06-03T10:00:00Z") for i, text in enumerate(texts)]


def files() -> Iterator[tuple[str, str, tuple[list[str], Rows]]]:
    """What is imported of which brand."""
    yield "surveys", "Promoters", scores("nps", {10: 120, 7: 50, 3: 30})
    yield "surveys", "Five", scores("nps", {10: 5})
    yield "surveys", "Satisfied", scores("csat", {5: 30, 4: 12, 3: 8})
    yield "surveys", "Effort", scores("ces", {1: 2, 2: 3, 3: 5, 4: 10, 5: 20, 6: 35, 7: 25})
    yield "customers", "Cohort", cohort()
    yield "tickets", "Replies", tickets(WAITS, datetime(2024, 6, 3, 9, tzinfo=UTC))
    yield "tickets", "Weekend", tickets([64.5 * 60], FRIDAY)
    yield (
        "customers",
        "Spenders",
        (["customer", "monthly_revenue"], [(f"c{n}", 10 if n < 80 else 200) for n in range(100)]),
    )
    group = ["tiny"] * 3 + ["small"] * 7 + ["big"] * 90
    spent = [(f"c{n}", f"c{n}", 5 if n < 80 else 2, group[n]) for n in range(100)]
    yield "surveys", "Spenders", (["respondent", "customer", "csat", "segment"], spent)
    answered = [(n, 4, "2024-01-10T10:00:00Z", "2024-02-02T10:00:00Z") for n in range(3)]
    yield "reviews", "Answered", (["id", "rating", "date", "reply_at"], answered)
    yield "reviews", "Said", said()
    for brand, n in VOICE.items():
        yield "reviews", brand, reviews(n, brand)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """`metric` on a database into which every file was imported by the command."""
    folder = tmp_path_factory.mktemp("oracles")
    path = folder / "earshot.toml"
    named = "".join(f'[[brand]]\nname = "{name}"\n' for name in (*VOICE, *BRANDS))
    path.write_text(f'engine = "vader"\ntaxonomy = []\nbusiness_hours = "Mon-Fri 09:00-17:00"\n{named}', "utf-8")
    map_file = folder / "effort.toml"
    map_file.write_text('[options]\nces_direction = "high_is_easy"\n', "utf-8")
    assert load(path).brands

    def verb(*words: str) -> Any:
        done = CliRunner().invoke(cli, ["--config", str(path), *words, "--json"])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    for number, (what, brand, (heads, rows)) in enumerate(files()):
        table = folder / f"{number}.csv"
        with table.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([heads, *rows])
        more = ("--map", str(map_file)) if brand == "Effort" else ()
        receipt = verb("import", what, str(table), "--brand", brand, *more)
        assert (receipt["accepted"], receipt["rejected"]) == (len(rows), 0), receipt
    verb("analyze")
    return lambda name, brand, *words: verb("metric", name, "--brand", brand, *words)


def printed(found: dict[str, Any], digits: int = 1) -> tuple[object, ...]:
    return tuple(None if found[k] is None else round(found[k], digits) for k in ("value", "low", "high", "n"))


@pytest.mark.parametrize(
    ("name", "brand", "figure"),
    [
        ("nps", "Promoters", (45.0, 34.1, 54.5, 200)),
        ("nps", "Five", (100.0, 17.5, 100.0, 5)),
        ("csat_survey", "Satisfied", (84.0, 71.5, 91.7, 50)),
    ],
)
def test_a_figure_with_its_interval(ask: Ask, name: str, brand: str, figure: tuple[float, ...]) -> None:
    assert printed(ask(name, brand)) == figure


def test_the_share_of_voice_of_brands_heard_in_the_same_days(ask: Ask) -> None:
    shares = {brand: ask("share_of_voice", brand, "--from", "2024-05-01", "--to", "2024-05-31") for brand in VOICE}
    assert printed(shares["Ours"]) == (25.0, 19.5, 31.4, 200)
    assert sum(found["value"] for found in shares.values()) == pytest.approx(100)


@pytest.mark.parametrize(
    ("name", "brand", "value", "words"),
    [
        ("ces", "Effort", 80.0, ()),
        ("ces_mean", "Effort", 5.48, ()),
        ("retention", "Cohort", 94.0, JUNE),
        ("churn", "Cohort", 6.0, JUNE),
        ("cltv_revenue", "Cohort", 666.67, JUNE),
        ("cltv_margin", "Cohort", 400.0, JUNE),
        ("first_response_mean", "Replies", 99.0, ()),
        ("first_response_median", "Replies", 25.0, ()),
        ("first_response_p90", "Replies", 600.0, ()),
        ("first_response_median", "Weekend", 64.5 * 60, ()),
        ("first_response_median_business", "Weekend", 30.0, ()),
        ("csat_survey", "Spenders", 80.0, ()),
    ],
)
def test_a_figure(ask: Ask, name: str, brand: str, value: float, words: tuple[str, ...]) -> None:
    assert round(ask(name, brand, *words)["value"], 2) == value


def test_satisfaction_weighed_by_spending_comes_with_a_warning(ask: Ask) -> None:
    found = ask("csat_by_spend", "Spenders")
    assert round(found["value"], 1) == 16.7 and "80.0% of people, 16.7% by weight" in found["note"]


def test_net_sentiment_of_what_was_imported_and_analysed(ask: Ask) -> None:
    found = ask("net_sentiment", "Said")
    assert (round(found["value"], 1), found["n"], round((found["high"] - found["low"]) / 2, 1)) == (29.0, 1000, 3.5)
    assert round(ask("net_sentiment_polar", "Said")["value"], 1) == 70.7


def test_reviews_of_january_answered_in_february_are_answered(ask: Ask) -> None:
    found = ask("review_response", "Answered", "--from", "2024-01-01", "--to", "2024-01-31")
    assert (found["value"], found["n"], found["note"]) == (100.0, 3, "too few to say")
    assert ask("review_response", "Answered", "--from", "2024-02-01", "--to", "2024-02-29")["value"] is None


def test_a_segment_of_too_few_is_kept_back_and_says_so_and_so_is_the_one_that_would_give_it_away(ask: Ask) -> None:
    found = {
        segment: ask("csat_survey", "Spenders", "--segment", segment) for segment in ("tiny", "small", "big", "no")
    }
    assert {segment: one["n"] for segment, one in found.items()} == {"tiny": 0, "small": 0, "big": 90, "no": 0}
    assert found["tiny"]["note"] == found["small"]["note"] != found["no"]["note"] == "no data"
    assert found["tiny"]["note"].startswith("kept back: ")
