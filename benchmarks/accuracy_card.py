"""The page docs/accuracy.md: where the default engine comes from, how often it is right, where it is not."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.default import DefaultScorer
from nlp.network import SCORES_AS, WEIGHTS

if TYPE_CHECKING:
    from benchmarks.sentiment_table import Figures

PAGE = Path(__file__).resolve().parent.parent / "docs" / "accuracy.md"
COMMAND = "python -m benchmarks.sentiment_table --write"
Tables = Sequence[tuple[str, Sequence["Figures"]]]

INTRODUCTION = f"""# How often the sentiment engines are right

This page is written by `{COMMAND}` with the weights in `nlp/weights`.
Each pair of figures is `vader / default`.

- **mF1**: mean of the F1 of negative, neutral and positive (of those that the set holds).
- **Fneg**: F1 of the negative class, the one that a customer experience team lives by.
- **negatives missed**: the share of negative rows called neutral or positive.

English rows only, by Earshot's own language gate; each distinct text once; title and text read as one. Stars 1
and 2 count as negative, 3 as neutral, 4 and 5 as positive, though people give five stars and curse.
"""

BOUNDARIES = """## How far this can be trusted

- No text of these sets was trained on (compared by a hash of the normalised text, see `nlp/training`). Sets whose
  family was trained on (other tweets, other product reviews) are marked: expect less on texts of another kind.
- Nothing was tuned on these sets. But of the texts trained on, the sentences written for Earshot speak of the same
  kinds of business (shops, apps, travel, hotels, restaurants): no set is wholly foreign to the engine. What it gives
  with a family of texts left out of the training stands below, under "A family left out".
- Three stars are hardly ever found, by any engine: reviewers who write praise give three stars, and so do others who
  write complaints. Do not report a share of neutral reviews.
- Irony is mostly missed: "Great, another delay" is taken for praise. No set here labels it.
- The engine reads English. Other languages are not scored, and count as not scored.
- Weigh the confusion table of your own texts above this page: `earshot audit` draws the sample.

## What was not measured

Texts over 6,000 characters (only their beginning is read), dialects, machine-translated reviews, transcripts of calls,
differences between groups of authors, and rows in other languages than English.
"""


def page(lines: Sequence[str], tables: Tables, engine: DefaultScorer) -> str:
    """The whole page."""
    card = json.loads((WEIGHTS / "card.json").read_text("utf-8"))
    parts = [
        INTRODUCTION,
        *lines,
        "",
        *wins(tables),
        "",
        *classes(tables),
        "",
        BOUNDARIES,
        *origin(card, engine),
    ]
    return "\n".join(parts) + "\n"


def sections(text: str) -> list[str]:
    """What other commands wrote between markers of their own (<!-- name --> ... <!-- /name -->); it stays."""
    return [found[0] + "\n" for found in re.finditer(r"<!-- (\w+) -->.*?<!-- /\1 -->", text, re.DOTALL)]


def wins(tables: Tables) -> list[str]:
    """Where VADER is the better one, said plainly."""
    lost = []
    for name, (vader, default) in tables:
        for title, a, b in (
            ("accuracy", vader.accuracy, default.accuracy),
            ("mF1", vader.macro_f1, default.macro_f1),
            ("Fneg", vader.negative_f1, default.negative_f1),
        ):
            if a is not None and b is not None and a > b:
                lost.append(f"- {name}: {title} {a:.3f} against {b:.3f}")
    return ["## Where VADER is better", "", *(lost or ["On none of these sets, by none of these figures."])]


def classes(tables: Tables) -> list[str]:
    """F1 class by class, default engine."""
    rows = [
        "## Class by class (default engine, F1)",
        "",
        "| set | negative | neutral | positive |",
        "|---|---|---|---|",
    ]
    for name, (_, default) in tables:
        if default.macro_f1 is not None:
            rows.append(f"| {name} | " + " | ".join(f"{value:.3f}" for value in default.by_class) + " |")
    return rows


def laid_out_anew(card: dict[str, Any]) -> list[str]:
    """Whose numbers the file gives, where it is another file with the very same ones."""
    before = card.get(SCORES_AS)
    return (
        [f"- It gives the numbers of `{before}` to the last bit, laid out anew, and goes by its version."]
        if before
        else []
    )


def origin(card: dict[str, Any], engine: DefaultScorer) -> list[str]:
    """The model card: base, texts, settings, hashes."""
    held_out = card["held_out"]
    return [
        "## The default engine's card",
        "",
        f"- Engine version `{engine.version}`; `earshot-encoder.onnx` sha256 `{card['sha256']}`.",
        *laid_out_anew(card),
        f"- Base: {card['base']} (Apache-2.0), sha256 `{card['base_sha256']}`.",
        f"- Trained on {sum(card['texts'].values()):,} texts with a label and {card['emotion_texts']:,} with emotions,",
        "  whose licences allow it. Their origin and licences are listed in `nlp/training/README.md`:",
        "  " + ", ".join(f"{name} {n:,}" for name, n in card["texts"].items()) + ".",
        "- Settings: " + ", ".join(f"{name} {value}" for name, value in card["plan"].items()) + ".",
        f"- Calibrated on licensed held-out texts: temperature {card['temperature']:.3f}.",
        f"- The int8 file gives the label of the float network on {card['same_label_as_float']:.1%} of them.",
        "",
        "| held-out texts of the trained families, without the lean to negative | rows | accuracy | mF1 | Fneg | negatives missed |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {f['rows']} | {f['accuracy']:.3f} | {f['mF1']:.3f} | {f['Fneg']:.3f} | {f['missed']:.0%} |"
            for name, f in held_out.items()
        ),
    ]
