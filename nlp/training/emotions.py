"""Makes nlp/weights/emotions.npz again: `python -m nlp.training.emotions --out FOLDER`. About five minutes.

Learns from GoEmotions (Demszky et al. 2020, CC BY 4.0), split `train`; one comment in ten chooses the borders. Split
`dev` is read once, at the end, for the figures of the card.
"""

import argparse
import json
import logging
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.measured import SHARED, fingerprints
from nlp.emotions import BUCKETS, EKMAN, HEAD_FILE, SHOWN, buckets
from nlp.encoder import Encoder
from nlp.said import embedded, whole
from nlp.training.corpora import Example, fingerprint, fresh, goemotions, split
from nlp.training.emotion_groups import f1, targets
from nlp.training.train import sha256

CARD_FILE = "emotions.json"
HIDDEN, DROPOUT, ROWS, EPOCHS, RATE, SEED = 256, 0.3, 128, 6, 2e-3, 20
OUT = len(EKMAN) + len(SHOWN)
Array = NDArray[np.float32]


class Head(nn.Module):
    """One hidden layer on the embedding, plus a table of words, to fifteen logits."""

    def __init__(self, rows: Array) -> None:
        super().__init__()
        self.mean, self.spread = torch.tensor(rows.mean(0)), torch.tensor(rows.std(0) + 1e-6)
        self.up, self.out = nn.Linear(rows.shape[1], HIDDEN), nn.Linear(HIDDEN, OUT)
        self.words, self.dropout = nn.EmbeddingBag(BUCKETS, OUT, mode="sum"), nn.Dropout(DROPOUT)
        nn.init.zeros_(self.words.weight)

    def forward(self, rows: Tensor, bags: list[list[int]]) -> Tensor:
        """Embeddings (n, 384) and bags of buckets to logits (n, 15)."""
        even = self.dropout((rows - self.mean) / self.spread)
        deep = self.out(self.dropout(functional.gelu(self.up(even), approximate="tanh")))
        sizes = torch.tensor([len(bag) for bag in bags])
        starts = functional.pad(sizes.cumsum(0), (1, 0))[:-1]
        flat = torch.tensor([bucket for bag in bags for bucket in bag])
        scaled: Tensor = deep + self.words(flat, starts) / sizes.clamp(min=1).sqrt()[:, None]
        return scaled


def main() -> None:
    """Read, embed, train, choose borders, write weights and card."""
    logging.disable(logging.WARNING)
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--gold", type=Path, default=SHARED / "gold", help="the folder of licensed labelled texts")
    asked.add_argument("--out", type=Path, required=True, help="where the weights and their card go")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    unseen = list(goemotions(given.gold, "dev"))
    measured = fingerprints() | {fingerprint(e.text) for e in unseen}
    known = fresh(goemotions(given.gold, "train"), frozenset(measured))
    learn, check = split(known)
    rows = embeddings(learn)
    head = Head(rows)
    fit(head, rows, [buckets(e.text) for e in learn], targets(learn))
    stored = shipped(head)
    stored["borders"] = borders(chances(head, check), targets(check))
    np.savez_compressed(given.out / HEAD_FILE, **stored)
    facts = {
        "corpus": "GoEmotions, google-research/google-research, CC BY 4.0",
        "settings": {"hidden": HIDDEN, "dropout": DROPOUT, "rows": ROWS, "epochs": EPOCHS, "rate": RATE, "seed": SEED},
        "learned_from": len(learn),
        "borders_chosen_on": len(check),
        "encoder": Encoder().version,
        "sha256": sha256(given.out / HEAD_FILE),
    }
    (given.out / CARD_FILE).write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def embeddings(examples: list[Example]) -> Array:
    """As at run time: sentence by sentence with the shipped encoder, then one unit row a text."""
    return np.array([whole(rows) for _, rows in embedded([e.text for e in examples], Encoder())], np.float32)


def fit(head: Head, rows: Array, bags: list[list[int]], wanted: Array) -> None:
    """Train in place; the rate falls to nothing in a line."""
    deep = [p for name, p in head.named_parameters() if not name.startswith("words")]
    optimiser = torch.optim.AdamW(
        [
            {"params": deep, "lr": RATE, "weight_decay": 0.01},
            {"params": head.words.parameters(), "lr": 4 * RATE, "weight_decay": 0.05},
        ]
    )
    given, labels, n = torch.tensor(rows), torch.tensor(wanted), len(rows)
    total = EPOCHS * -(-n // ROWS)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.0, 1 - step / total))
    for _ in range(EPOCHS):
        for batch in torch.randperm(n).split(ROWS):
            logits = head(given[batch], [bags[i] for i in batch.tolist()])
            loss = functional.binary_cross_entropy_with_logits(logits, labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()


@torch.no_grad()
def chances(head: Head, examples: list[Example]) -> Array:
    """Probabilities of the trained head, (n, 15)."""
    head.eval()
    logits = head(torch.tensor(embeddings(examples)), [buckets(e.text) for e in examples])
    return np.asarray(torch.sigmoid(logits).numpy(), np.float32)


def borders(found: Array, wanted: Array) -> Array:
    """Of each class, the probability from which on its F1 is best."""
    steps = np.arange(0.1, 0.7, 0.02)
    scores = [[f1(found[:, k] >= step, wanted[:, k] > 0) for step in steps] for k in range(found.shape[1])]
    return np.array([steps[int(np.argmax(row))] for row in scores], np.float32)


def shipped(head: Head) -> dict[str, NDArray[np.generic]]:
    """The weights as they are stored: half precision, and the table of words in eight bits, a scale a class."""
    words = head.words.weight.detach().numpy()
    scale = np.maximum(np.abs(words).max(axis=0), 1e-8) / 127
    stored: dict[str, NDArray[np.generic]] = {
        "mean": head.mean.numpy().astype(np.float16),
        "spread": head.spread.numpy().astype(np.float16),
        "words": np.round(words / scale).astype(np.int8),
        "words_scale": scale.astype(np.float32),
    }
    for name, layer in (("up", head.up), ("out", head.out)):
        stored[name] = layer.weight.detach().numpy().T.astype(np.float16)
        stored[f"{name}_bias"] = layer.bias.detach().numpy().astype(np.float16)
    return stored


if __name__ == "__main__":
    main()
