"""How often emotion and intent are right, and what masking a brand's name does; for docs/accuracy.md.

    python -m benchmarks.traits_table [--write]

Emotion: GoEmotions' dev split, which nothing was learned from or chosen on. Intent: no set here labels it, so other
labels stand in for it, and the table says which. About five minutes on one core.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured import SHARED, WORDS, airline, hotels, mcdonalds, table, whole
from domain.records import Sentiment
from domain.traits import Emotion, Intent
from nlp import engines
from nlp.emotions import EKMAN, SHOWN, EmotionHead
from nlp.encoder import Encoder
from nlp.language import LanguageGate
from nlp.masking import MaskingScorer
from nlp.network import WEIGHTS
from nlp.said import embedded
from nlp.said import whole as together
from nlp.training.corpora import goemotions
from nlp.training.emotion_groups import f1, targets
from nlp.traits import TraitReader

PAGE = Path(__file__).resolve().parent.parent / "docs" / "accuracy.md"
CARD_FILE = "emotions.json"
BEGIN, END = "<!-- traits -->", "<!-- /traits -->"


def emotions_of_dev(head: EmotionHead) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """GoEmotions' dev split: which of EKMAN, then SHOWN, people saw in each comment, and the head's probabilities."""
    examples = list(goemotions(SHARED / "gold", "dev"))
    rows = np.array([together(own) for _, own in embedded([e.text for e in examples], Encoder())], np.float32)
    return targets(examples) > 0, head.probabilities([e.text for e in examples], rows)


def emotion_rows() -> list[str]:
    """F1 of each class on GoEmotions' dev split, and of the one emotion that is shown."""
    head = EmotionHead()
    wanted, found = emotions_of_dev(head)
    held = found >= head.borders
    scores = [f1(held[:, k], wanted[:, k]) for k in range(wanted.shape[1])]
    ekman, shown = scores[: len(EKMAN)], scores[len(EKMAN) :]
    main = [SHOWN.index(emotion) for emotion, _ in head.main(found)]
    right = float(np.mean([wanted[i, len(EKMAN) + k] for i, k in enumerate(main)]))
    alone = [f1(np.array(main) == k, wanted[:, len(EKMAN) + k]) for k in range(len(SHOWN))]
    return [
        f"Emotion, {len(wanted):,} comments. **Ekman's six and neutral: macro-F1 {np.mean(ekman):.3f}**; the eight that",
        f"customers see: {np.mean(shown):.3f}. The one emotion shown is one that people saw in {right:.1%} of the comments.",
        "",
        "| " + " | ".join(("Ekman's", *EKMAN)) + " |",
        "|---" * (len(EKMAN) + 1) + "|",
        "| F1 | " + " | ".join(f"{s:.3f}" for s in ekman) + " |",
        "",
        "| " + " | ".join(("shown", *SHOWN)) + " |",
        "|---" * (len(SHOWN) + 1) + "|",
        "| comments | " + " | ".join(f"{int(wanted[:, len(EKMAN) + k].sum()):,}" for k in range(len(SHOWN))) + " |",
        "| F1, each on its own | " + " | ".join(f"{s:.3f}" for s in shown) + " |",
        "| F1, as the one shown | " + " | ".join(f"{s:.3f}" for s in alone) + " |",
    ]


Case = tuple[str, Intent, list[str], list[str]]


def stand_ins() -> Iterator[Case]:
    """(what the labels are, intent, texts that should have it, texts that should not)."""
    tweets = list(airline(SHARED))
    bad, plain, good = ([text for text, label in tweets if label == k] for k in range(3))
    yield "airline tweets, negative / the others", Intent.COMPLAINT, bad, plain + good
    yield "airline tweets, positive / the others", Intent.PRAISE, good, bad + plain
    boxes = list(hotels(SHARED))
    disliked, liked = ([text for text, label in boxes if label == k] for k in (0, 2))
    yield "Booking, disliked / liked", Intent.COMPLAINT, disliked, liked
    yield "Booking, liked / disliked", Intent.PRAISE, liked, disliked
    yield "McDonald's, names a fault / -", Intent.COMPLAINT, [text for text, _ in mcdonalds(SHARED)], []
    stars: dict[bool, list[str]] = {True: [], False: []}
    for row in table(SHARED / "reviews/amazon_in_earphones.csv.gz"):
        if row["ReviewStar"] != "3":
            stars[float(row["ReviewStar"]) > 3].append(whole(row["ReviewTitle"], row["ReviewBody"]))
    yield "earphones, 4-5 stars / 1-2 stars", Intent.RECOMMENDS, stars[True], stars[False]
    yield "earphones, 1-2 stars / 4-5 stars", Intent.WARNS_AGAINST, stars[False], stars[True]


def intent_rows(every: int = 3) -> list[str]:
    """Of each stand-in, how often the intent is found where it should be, and where it should not; every third row."""
    scorer, reader = engines.load("default"), TraitReader(Encoder(), LanguageGate())

    def share(texts: Sequence[str], intent: Intent) -> str:
        texts = [text for text in texts[::every] if text.strip()]
        felt: list[Sentiment] = scorer.score(texts)
        read = reader.read(texts, [s.polarity for s in felt])
        known = [traits for traits in read if traits.emotion is not None]
        return f"{np.mean([intent in t.intents for t in known]):.1%} of {len(known):,}" if known else "-"

    return [
        "| stand-in labels (should have it / should not) | intent | found where it should be | found where it should not |",
        "|---|---|---|---|",
        *(
            f"| {name} | {intent} | {share(yes, intent)} | {share(no, intent)} |"
            for name, intent, yes, no in stand_ins()
        ),
    ]


NAMES = {
    "United": ("United", "United Airlines"),
    "American": ("American", "American Airlines", "AmericanAir"),
    "Virgin America": ("Virgin America", "VirginAmerica", "Virgin"),
}


def masking_rows() -> list[str]:
    """Accuracy, mF1 and Fneg on airline tweets as they are, and with each airline's own names masked."""
    rows = list(table(SHARED / "reviews/twitter_us_airline.csv.gz"))
    lines = [
        "## Masking a brand's name",
        "",
        "`score --brand NAME` masks the name before the engine reads (`nlp/masking.py`). Airline tweets to three airlines, each with",
        f"its own names masked ({len(rows):,} rows): accuracy, mF1, Fneg.",
        "",
        "| engine | as they are | masked | United's as they are | masked |",
        "|---|---|---|---|---|",
    ]
    for name in ("vader", "default"):
        engine, cells = engines.ungated(name), []
        for airlines in (tuple(NAMES), ("United",)):
            for masked in (False, True):
                pairs: list[tuple[int, int]] = []
                for airline_ in airlines:
                    own = [row for row in rows if row["airline"] == airline_]
                    scored = MaskingScorer(engine, NAMES[airline_] if masked else ()).score([r["text"] for r in own])
                    said = [WORDS.index(s.label.value) if s.label else 1 for s in scored]
                    pairs.extend(zip([WORDS.index(r["airline_sentiment"]) for r in own], said, strict=True))
                cells.append(figures(np.array(pairs)))
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return [*lines, *_ON_MASKS]


_ON_MASKS = (
    "",
    'The default engine already masks @handles. With "it" as the mask it scored .681, with "@user" .683, with "the company" .694:',
    "the word was chosen on these very rows, so its gain is an upper bound, and `analyze` masks nothing by itself.",
)


def figures(pairs: NDArray[np.int64]) -> str:
    """Accuracy, mF1, Fneg of (wanted, found) labels 0 .. 2."""
    scores = [f1(pairs[:, 1] == k, pairs[:, 0] == k) for k in range(3)]
    return f"{(pairs[:, 0] == pairs[:, 1]).mean():.3f}, {np.mean(scores):.3f}, {scores[0]:.3f}"


_ON_TRAITS = (
    "- Measured on comments from Reddit, the corpus's own kind. On reviews, tweets and tickets it is unmeasured.",
    "- The rarer ones (disgust, confusion, surprise) have an F1 of about a third: read them in counts, not one by one.",
    "- `joy` holds gratitude, admiration and love; `annoyance` holds disappointment and disapproval; `anger` holds disgust;",
    "  curiosity and desire are no emotion to act on and count as `none`.",
    f"- `{Emotion.NONE}` is an answer. A text in another language has no emotion, not `none`.",
    "",
    "Intent is rules, written examples and the sentiment; nothing was learned, and **no set here labels intents**. What",
    "follows is the nearest: labels that should go with an intent. A five-star review need not recommend, so the",
    "figures for `recommends` and `warns_against` say how rarely they are found on the wrong side, not how many are missed.",
    "",
)


def section() -> str:
    """The whole section, with its markers."""
    card = json.loads((WEIGHTS / CARD_FILE).read_text("utf-8"))
    settings = ", ".join(f"{name} {value}" for name, value in card["settings"].items())
    parts = [
        BEGIN,
        "## Emotion and intent",
        "",
        "Written by `python -m benchmarks.traits_table --write`.",
        "",
        *emotion_rows(),
        "",
        f"The head (`nlp/weights/emotions.npz`, sha256 `{card['sha256']}`) learned from {card['learned_from']:,} comments of",
        f"{card['corpus']}, split `train`; {card['borders_chosen_on']:,} more chose its borders. It reads the",
        f"embeddings of encoder `{card['encoder']}` and the words. Settings: {settings}.",
        "",
        *_ON_TRAITS,
        *intent_rows(),
        "",
        "Unmeasured: question, suggestion and churn risk (tried on sentences of our own only, `tests/nlp/test_traits.py`).",
        "",
        *masking_rows(),
        END,
    ]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Measure, print, and with --write put the section into docs/accuracy.md."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="write the section of docs/accuracy.md")
    given = asked.parse_args()
    found = section()
    print(found)
    if given.write:
        page = PAGE.read_text("utf-8")
        known = re.compile(rf"{re.escape(BEGIN)}.*{re.escape(END)}\n", re.DOTALL)
        page = known.sub(lambda _: found, page) if known.search(page) else f"{page.rstrip()}\n\n{found}"
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
