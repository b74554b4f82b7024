"""The labelled sets that engines are measured on: English rows of ../shared/data, each text once a set.

Stars stand for feelings: 1 and 2 negative, 3 neutral, 4 and 5 positive. Title and text are read as one.
"""

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.language import LanguageGate
from nlp.training.corpora import Example, fingerprint, held_out, segments, tweeteval

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
WORDS = ("negative", "neutral", "positive")
Row = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """A labelled set: `family` names the training corpora that it resembles, empty where there is none.

    kind: "people" (raters), "stars", "boxes" (one for praise, one for complaints) or "negative" (complaints alone).
    """

    name: str
    kind: str
    family: str
    read: Callable[[Path], Iterator[Row]]


def table(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """Rows of a gzipped table as dictionaries."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)


def feeling(stars: str) -> int:
    """Stars 1 to 5 as 0 negative, 1 neutral, 2 positive."""
    value = float(stars)
    return 0 if value < 3 else 1 if value == 3 else 2


def whole(title: str, text: str) -> str:
    """Title and text as one; a title that is the text's own beginning is left out."""
    title, text = title.strip(), text.strip()
    if not title or text.startswith(title.rstrip("….")):
        return text
    return f"{title}{'' if title[-1] in '.!?' else '.'} {text}"


def airline(data: Path) -> Iterator[Row]:
    """Tweets to three airlines, labelled by people."""
    for row in table(data / "reviews/twitter_us_airline.csv.gz"):
        yield row["text"], WORDS.index(row["airline_sentiment"])


def tweets_held_out(data: Path) -> Iterator[Row]:
    """The third of TweetEval's test rows that is never trained on."""
    yield from labelled(e for e in tweeteval(data / "gold", "test") if held_out(e.text))


def laptops(data: Path) -> Iterator[Row]:
    """SemEval-14 laptop test sentences whose aspects agree."""
    yield from labelled(segments(data / "gold", "semeval14_laptops_test"))


def labelled(examples: Iterable[Example]) -> Iterator[Row]:
    """Text and label of examples."""
    yield from ((e.text, e.label) for e in examples if e.label is not None)


def alexa(data: Path) -> Iterator[Row]:
    """Alexa reviews by stars."""
    for row in table(data / "reviews/amazon_alexa.tsv.gz", "\t"):
        yield row["verified_reviews"], feeling(row["rating"])


def earphones(data: Path) -> Iterator[Row]:
    """Earphone reviews by stars."""
    for row in table(data / "reviews/amazon_in_earphones.csv.gz"):
        yield whole(row["ReviewTitle"], row["ReviewBody"]), feeling(row["ReviewStar"])


def chatgpt(data: Path) -> Iterator[Row]:
    """Reviews of the ChatGPT app by stars."""
    for row in table(data / "reviews/appstore_chatgpt.csv.gz"):
        yield whole(row["title"], row["review"]), feeling(row["rating"])


def trustpilot(data: Path) -> Iterator[Row]:
    """Travel companies on Trustpilot by stars."""
    for row in table(data / "reviews/trustpilot_travel.csv.gz"):
        yield whole(row["title"], row["text"]), feeling(row["rating"])


def starbucks(data: Path) -> Iterator[Row]:
    """ConsumerAffairs on Starbucks by stars; lines that a spreadsheet broke are left out."""
    text = (data / "reviews/consumeraffairs_starbucks_excel_mangled.csv").read_text("utf-8", "replace")
    for line in text.splitlines()[1:]:
        outer = next(csv.reader([line.rstrip(";")]), [""])
        fields = next(csv.reader([outer[0]]), []) if len(outer) == 1 else outer
        if len(fields) == 6 and re.fullmatch(r"[1-5](\.0)?", fields[3]) and fields[4] != "No Review Text":
            yield fields[4], feeling(fields[3])


def banks(data: Path) -> Iterator[Row]:
    """English reviews of Korean banks' apps on Google Play, by stars."""
    for row in table(data / "reviews/google_play_korean_banks.csv.gz"):
        yield row["content"], feeling(row["score"])


def hotels(data: Path) -> Iterator[Row]:
    """Booking's two boxes: what a guest disliked, and what a guest liked."""
    for row in table(data / "reviews/booking_hotels.csv.gz"):
        for box, label, empty in (
            ("Negative_Review", 0, "No Negative"),
            ("Positive_Review", 2, "No Positive"),
        ):
            if (text := row[box].strip()) != empty:
                yield text, label


def mcdonalds(data: Path) -> Iterator[Row]:
    """McDonald's reviews that people say name a fault."""
    text = gzip.decompress((data / "reviews/mcdonalds_yelp_labelled_CR.csv.gz").read_bytes()).decode("latin-1")
    for row in csv.DictReader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")):
        if (row["policies_violated"] or "na").strip() != "na":
            yield row["review"] or "", 0


SETS = (
    MeasuredSet(name="US airline tweets", kind="people", family="tweets", read=airline),
    MeasuredSet(name="TweetEval test, a third", kind="people", family="tweets", read=tweets_held_out),
    MeasuredSet(name="SemEval-14 laptops test", kind="people", family="products", read=laptops),
    MeasuredSet(name="Amazon Alexa", kind="stars", family="products", read=alexa),
    MeasuredSet(name="Amazon earphones", kind="stars", family="products", read=earphones),
    MeasuredSet(name="ChatGPT app", kind="stars", family="apps", read=chatgpt),
    MeasuredSet(name="Korean banks' apps", kind="stars", family="apps", read=banks),
    MeasuredSet(name="Trustpilot travel", kind="stars", family="", read=trustpilot),
    MeasuredSet(name="Starbucks, ConsumerAffairs", kind="stars", family="", read=starbucks),
    MeasuredSet(name="Booking's boxes", kind="boxes", family="", read=hotels),
    MeasuredSet(name="McDonald's complaints", kind="negative", family="", read=mcdonalds),
)


def rows_of(measured: MeasuredSet, data: Path = SHARED) -> list[Row]:
    """The set's rows: English ones by the language gate, without blanks, each distinct text once (first label)."""
    first: dict[str, int] = {}
    for text, label in measured.read(data):
        if text.strip():
            first.setdefault(text, label)
    languages = LanguageGate().known(list(first))
    return [row for row, language in zip(first.items(), languages, strict=True) if language == "en"]


def fingerprints(data: Path = SHARED) -> frozenset[str]:
    """Of every measured text in whatever language: none of them may be trained on."""
    return frozenset(fingerprint(text) for measured in SETS for text, _ in measured.read(data))
