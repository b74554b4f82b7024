"""The loop: sentiment and emotion batches side by side, one optimiser, an average over the last weights."""

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from nlp.plain import plain
from nlp.training.corpora import EMOTIONS, Example
from nlp.training.model import MoodNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The settings of one run, chosen on licensed held-out texts."""

    epochs: int = 2
    rows: int = 32
    emotion_rows: int = 24
    emotion_weight: float = 0.0
    rate: float = 6e-5
    decay_by_layer: float = 0.9
    head_rate: float = 1e-3
    warm_up: float = 0.06
    pieces: int = 96
    smoothing: float = 0.05
    average_from: float = 0.6
    seed: int = 20


Pieces = list[list[int]]


def pieces_of(tokenizer: Tokenizer, texts: Sequence[str], limit: int) -> Pieces:
    """Token ids of cleaned texts, cut at `limit`."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(limit)
    return [row.ids for row in tokenizer.encode_batch([plain(t) for t in texts])]


def padded(rows: Pieces) -> tuple[Tensor, Tensor]:
    """Rows as ids and mask, (n, t) each."""
    ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = torch.tensor(row)
        mask[index, : len(row)] = 1
    return ids, mask


def shuffled(lengths: Sequence[int], rows: int, chance: random.Random) -> list[list[int]]:
    """Batches of similar length in random order, for less padding."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    pools = [sorted(order[i : i + rows * 32], key=lengths.__getitem__) for i in range(0, len(order), rows * 32)]
    batches = [pool[i : i + rows] for pool in pools for i in range(0, len(pool), rows)]
    chance.shuffle(batches)
    return batches


def forever(rows: Pieces, size: int, chance: random.Random) -> Iterator[list[int]]:
    """Batches of the emotion texts, again and again."""
    while True:
        yield from shuffled([len(r) for r in rows], size, chance)


def groups(network: MoodNetwork, plan: Plan) -> list[dict[str, object]]:
    """Parameter groups: a lower rate for each layer further down, and the heads' own."""
    top = len(network.layers) - 1
    found: list[dict[str, object]] = [
        {"params": list(layer.parameters()), "lr": plan.rate * plan.decay_by_layer ** (top - index)}
        for index, layer in enumerate(network.layers)
    ]
    return [*found, {"params": list(network.heads.parameters()), "lr": plan.head_rate}]


def fit(network: MoodNetwork, tokenizer: Tokenizer, moods: list[Example], felt: list[Example], plan: Plan) -> None:
    """Train in place. moods: texts with a label; felt: texts with emotions."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)
    rows = pieces_of(tokenizer, [e.text for e in moods], plan.pieces)
    labels = torch.tensor([e.label for e in moods])
    weight = (len(moods) / torch.bincount(labels, minlength=3)).sqrt()
    weight = weight / weight[labels].mean()
    felt_rows = pieces_of(tokenizer, [e.text for e in felt], plan.pieces)
    felt_batches = forever(felt_rows, plan.emotion_rows, chance) if felt else None
    optimiser = torch.optim.AdamW(groups(network, plan), weight_decay=0.01, fused=True)
    total = plan.epochs * math.ceil(len(moods) / plan.rows)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: slope(s, total, plan.warm_up))
    mean, taken, step, began = None, 0, 0, time.monotonic()
    network.train()
    for _ in range(plan.epochs):
        for batch in shuffled([len(r) for r in rows], plan.rows, chance):
            with torch.autocast("cpu", torch.bfloat16):
                logits = network.heads["logits"](network(*padded([rows[i] for i in batch])))
            loss = functional.cross_entropy(logits.float(), labels[batch], weight, label_smoothing=plan.smoothing)
            if felt_batches is not None:
                loss = loss + plan.emotion_weight * emotion_loss(network, felt_rows, felt, next(felt_batches))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step >= plan.average_from * total and step % 20 == 0:
                mean, taken = averaged(mean, taken, network), taken + 1
            if step % 100 == 0:
                print(f"step {step}/{total} loss {loss.item():.3f} {time.monotonic() - began:.0f}s", flush=True)
    if mean is not None:
        network.load_state_dict(mean)


def emotion_loss(network: MoodNetwork, rows: Pieces, felt: list[Example], batch: list[int]) -> Tensor:
    """Binary cross-entropy over the 28 emotions, which may come together."""
    target = torch.zeros(len(batch), EMOTIONS)
    for row, index in enumerate(batch):
        target[row, list(felt[index].emotions)] = 1
    with torch.autocast("cpu", torch.bfloat16):
        logits = network.heads["emotions"](network(*padded([rows[i] for i in batch])))
    loss = functional.binary_cross_entropy_with_logits(logits.float(), target, reduction="none")
    return loss.sum(1).mean() / 4


def slope(step: int, total: int, warm_up: float) -> float:
    """Up over the warm-up, then down to nothing in a line."""
    rise = max(1, int(total * warm_up))
    return (step + 1) / rise if step < rise else max(0.0, (total - step) / (total - rise))


def averaged(mean: dict[str, Tensor] | None, taken: int, network: MoodNetwork) -> dict[str, Tensor]:
    """The running mean of the weights: steadier on texts of another kind than the last ones are."""
    state = network.state_dict()
    if mean is None:
        return {k: v.clone() for k, v in state.items()}
    return {k: m + (state[k] - m) / (taken + 1) for k, m in mean.items()}


@torch.no_grad()
def predicted(
    network: MoodNetwork, tokenizer: Tokenizer, texts: Sequence[str], head: str, limit: int = 128
) -> NDArray[np.float32]:
    """A head's outputs for texts, float32 (n, k), in their order."""
    network.eval()
    rows = pieces_of(tokenizer, texts, limit)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    found = np.zeros((len(rows), network.heads[head].out_features), np.float32)
    for start in range(0, len(order), 64):
        batch = order[start : start + 64]
        with torch.autocast("cpu", torch.bfloat16):
            found[batch] = network.heads[head](network(*padded([rows[i] for i in batch]))).float().numpy()
    return found
