"""MiniLM in a page of torch: six layers, a mean over the tokens, and a linear head for each thing to learn."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from nlp.training.export import HEADS, LAYERS, WIDTH


class PooledDropout(nn.Module):
    """Dropout that cuts its masks from one pool of chance: drawing them anew took a sixth of a training step."""

    def __init__(self, share: float, size: int = 1 << 23) -> None:
        super().__init__()
        kept = torch.rand(size, generator=torch.Generator().manual_seed(20)) >= share
        self.pool = (kept / (1 - share)).to(torch.bfloat16)

    def forward(self, stream: Tensor) -> Tensor:
        """Same shape; unchanged outside training."""
        if not self.training:
            return stream
        start = int(torch.randint(self.pool.numel() - stream.numel(), ()))
        return stream * self.pool[start : start + stream.numel()].view(stream.shape)


class Layer(nn.Module):
    """Attention, then a wide step, each added to the stream and normalised after."""

    def __init__(self, dropout: nn.Module) -> None:
        super().__init__()
        self.scale = (WIDTH // HEADS) ** -0.5
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out, self.out_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm, self.dropout = nn.LayerNorm(WIDTH, eps=1e-12), dropout

    def forward(self, stream: Tensor, seen: Tensor) -> Tensor:
        """(n, t, 384) and the mask (n, 1, 1, t), 0 or very negative, to (n, t, 384)."""
        n, t, _ = stream.shape
        q, k, v = (f(stream).view(n, t, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        # By hand: torch's fused attention on the CPU took a third of a training step, this a tenth.
        near = (q * self.scale) @ k.transpose(2, 3) + seen
        mixed = near.softmax(-1).to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(n, t, WIDTH))
        stream = self.out_norm(stream + self.dropout(mixed))
        return self.norm(stream + self.dropout(self.down(functional.gelu(self.up(stream)))))


NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "out_norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm",
}


class MoodNetwork(nn.Module):
    """The encoder with its heads; the word table is never trained, for both branches share it."""

    def __init__(self, base: Path, heads: Mapping[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        state = {k: v.float() for k, v in load_file(base).items() if k != "embeddings.position_ids"}
        self.words = nn.Embedding.from_pretrained(state["embeddings.word_embeddings.weight"], freeze=True)
        places = state["embeddings.position_embeddings.weight"]
        places = places + state["embeddings.token_type_embeddings.weight"][:1]
        self.places = nn.Embedding.from_pretrained(places, freeze=True)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm.load_state_dict({p: state[f"embeddings.LayerNorm.{p}"] for p in ("weight", "bias")})
        self.norm.requires_grad_(False)
        self.dropout = PooledDropout(dropout)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        for index, layer in enumerate(self.layers):
            at = f"encoder.layer.{index}."
            found = {f"{o}.{p}": state[f"{at}{n}.{p}"] for n, o in NAMES.items() for p in ("weight", "bias")}
            layer.load_state_dict(found)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, size) for name, size in heads.items()})

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Ids and mask (n, t) to the mean over real tokens, (n, 384)."""
        places = torch.arange(ids.shape[1])
        stream = self.dropout(self.norm(self.words(ids) + self.places(places)))
        seen = (mask[:, None, None, :] - 1.0) * 1e4
        for layer in self.layers:
            stream = layer(stream, seen)
        kept = mask[..., None].to(stream.dtype)
        return self.dropout((stream * kept).sum(1) / kept.sum(1))

    def bert_state(self, base: Path) -> dict[str, Tensor]:
        """The weights by BERT's usual names, as the export wants them."""
        state = {k: v.float() for k, v in load_file(base).items() if k != "embeddings.position_ids"}
        for index, layer in enumerate(self.layers):
            own = layer.state_dict()
            for name, ours in NAMES.items():
                for p in ("weight", "bias"):
                    state[f"encoder.layer.{index}.{name}.{p}"] = own[f"{ours}.{p}"]
        return state
