"""How large each number inside the network gets, seen on texts: what fixed int8 scales are made of."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from nlp.training.model import NAMES, MoodNetwork

Floats = NDArray[np.float32]
Ranges = dict[str, tuple[Floats, Floats]]

WATCHED = ("attention.self.query", "attention.output.dense", "intermediate.dense")


@torch.no_grad()
def ranges(network: MoodNetwork, rows: Sequence[Sequence[int]]) -> Ranges:
    """Least and greatest input of each watched product, by channel: name to two arrays (k,).

    rows: token ids, one text each; run alone, so that no padding is seen.
    """
    found: Ranges = {}
    handles = []
    for index, layer in enumerate(network.layers):
        for name in WATCHED:
            watch = watcher(found, f"encoder.layer.{index}.{name}")
            handles.append(getattr(layer, NAMES[name]).register_forward_pre_hook(watch))
    network.eval()
    for row in rows:
        ids = torch.tensor([row])
        network(ids, torch.ones_like(ids))
    for handle in handles:
        handle.remove()
    return found


def watcher(found: Ranges, name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    """A hook that widens the range of one product's input."""

    def watch(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen = inputs[0].flatten(0, -2).float()
        low, high = seen.amin(0).numpy(), seen.amax(0).numpy()
        if name in found:
            low, high = np.minimum(low, found[name][0]), np.maximum(high, found[name][1])
        found[name] = (low, high)

    return watch
