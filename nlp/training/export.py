"""Writes the network as one small ONNX file: a shared word table, an original branch, a fine-tuned branch.

Inputs are `ids` and `mask`, int64 (n, t), and `mood`, one boolean that says which branch to compute. The output
`rows` is float32: unit rows (n, 384) of what texts are about, or (n, 3 + k) of how they feel: logits of negative,
neutral, positive, then those of any further head; `pieces` is the latter for each word piece, (n, t, 3 + k), whose
mean over a text are its rows (zeros where it is asked what texts are about). A condition, because the runtime
computes both branches even where only one output is asked for.

Products are int8, with fixed scales or one found for each token. Scales found for each batch, which is what
dynamic quantisation does, were less exact (cosine to float .991, now .997) and slower, and they make a text's
score depend on the texts that it is scored with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[np.float32]
State = Mapping[str, Array]
Ranges = Mapping[str, tuple[Array, Array]]

LAYERS = 6
HEADS = 12
WIDTH = 384
POSITIONS = 256
MS = "com.microsoft"
# Seven bits for weights, so that processors without VNNI cannot overflow their 16-bit sums.
WEIGHT_STEPS = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One stack of layers: its weights by BERT's usual names, and the ranges of its products' inputs."""

    name: str
    state: State
    ranges: Ranges


class Graph:
    """Collects nodes and weights of one graph; `op` returns the name of the node's first output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str, value: NDArray[np.generic]) -> str:
        """Store an array under a name, once."""
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def op(self, kind: str, inputs: Sequence[str], name: str, *, domain: str = "", **attributes: object) -> str:
        """Append a node."""
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, domain=domain, **attributes))
        return name


def embed(graph: Graph, state: State) -> str:
    """Word, position and type embeddings; the word table is int8 with one scale a row (11.7 MB, not 47)."""
    words = state["embeddings.word_embeddings.weight"]
    scale = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-8) / 127
    table = graph.weight("words", np.round(words / scale).astype(np.int8))
    scales = graph.weight("words.scale", scale.astype(np.float32))
    places = state["embeddings.position_embeddings.weight"][:POSITIONS]
    places = places + state["embeddings.token_type_embeddings.weight"][:1]
    row = graph.op("Cast", [graph.op("Gather", [table, "ids"], "row.int8")], "row.float", to=TensorProto.FLOAT)
    words_in = graph.op("Mul", [row, graph.op("Gather", [scales, "ids"], "row.scale")], "row")
    length = graph.op("Shape", ["ids"], "length", start=1, end=2)
    ends = [graph.weight("zero", np.array([0], np.int64)), length, graph.weight("axis0", np.array([0], np.int64))]
    places_in = graph.op("Slice", [graph.weight("places", places.astype(np.float32)), *ends], "place")
    total = graph.op("Add", [words_in, places_in], "embedded")
    norm = [graph.weight(f"embedded.{p}", state[f"embeddings.LayerNorm.{p}"]) for p in ("weight", "bias")]
    return graph.op("LayerNormalization", [total, *norm], "embedded.norm", epsilon=1e-12)


def product(graph: Graph, stream: str, weight: Array, bias: Array, seen: tuple[Array, Array], name: str) -> str:
    """stream @ weight + bias in int8; MatMulIntegerToFloat's inputs are `rounded`'s."""
    inputs = rounded(graph, stream, weight, bias, seen, name)
    return graph.op("MatMulIntegerToFloat", inputs, name + ".product", domain=MS)


def rounded(graph: Graph, stream: str, weight: Array, bias: Array, seen: tuple[Array, Array], name: str) -> list[str]:
    """What an int8 product takes: the stream, the weights, the scale and zero of both, the bias.

    Channels that grow large are divided before rounding and their weights multiplied (Xiao et al. 2022,
    SmoothQuant, alpha 0.5), so that one scale fits all of them.
    """
    reach = np.maximum(np.abs(seen[0]), np.abs(seen[1])).clip(1e-4)
    smooth = np.sqrt(reach / np.abs(weight).max(axis=1).clip(1e-4))
    low, high = min(0.0, float((seen[0] / smooth).min())), max(0.0, float((seen[1] / smooth).max()))
    step = (high - low) / 255
    zero = graph.weight(name + ".in.zero", np.array(round(-low / step), np.uint8))
    scale = graph.weight(name + ".in.scale", np.array(step, np.float32))
    even = graph.op("Mul", [stream, graph.weight(name + ".even", (1 / smooth).astype(np.float32))], name + ".evened")
    weight = weight * smooth[:, None]
    steps = np.abs(weight).max(axis=0).clip(1e-8) / WEIGHT_STEPS
    return [
        graph.op("QuantizeLinear", [even, scale, zero], name + ".in"),
        graph.weight(name, np.round(weight / steps).astype(np.int8)),
        scale,
        graph.weight(name + ".scale", steps.astype(np.float32)),
        zero,
        graph.weight("int8.zero", np.array(0, np.int8)),
        graph.weight(name + ".bias", bias),
    ]


def product_by_token(graph: Graph, stream: str, weight: Array, bias: Array, name: str) -> str:
    """stream @ weight + bias in int8 with a scale for each token, for inputs in which a few tokens tower.

    stream: out of a GELU, which never falls below -0.17: the largest number of a token is the largest by size.
    """
    top = graph.op("ReduceMax", [stream], name + ".top", keepdims=1, axes=[2])
    part = graph.weight("1/127", np.array(1 / 127, np.float32))
    step = graph.op("Mul", [top, part], name + ".step")
    one, middle = graph.weight("one", np.array(1, np.float32)), graph.weight("middle", np.array(128, np.uint8))
    flat = graph.op(
        "Reshape", [stream, graph.weight("flat", np.array([-1, weight.shape[0]], np.int64))], name + ".flat"
    )
    each = graph.op("Reshape", [step, graph.weight("each", np.array([-1], np.int64))], name + ".each")
    rounded = graph.op("QuantizeLinear", [flat, each, "middles"], name + ".in", axis=0)
    steps = np.abs(weight).max(axis=0).clip(1e-8) / WEIGHT_STEPS
    values = graph.weight(name, np.round(weight / steps).astype(np.int8))
    scale, zero = graph.weight(name + ".scale", steps), graph.weight("int8.zero", np.array(0, np.int8))
    total = graph.op("MatMulIntegerToFloat", [rounded, values, one, scale, middle, zero], name + ".sum", domain=MS)
    scaled = graph.op("Mul", [graph.op("Reshape", [total, "shape"], name + ".shaped"), step], name + ".scaled")
    return graph.op("Add", [scaled, graph.weight(name + ".bias", bias)], name + ".product")


def layer(graph: Graph, branch: Branch, index: int, stream: str) -> str:
    """One transformer layer: attention, then the wide step."""
    at = f"encoder.layer.{index}."
    name = f"{branch.name}{index}."

    def project(inward: str, part: str, suffix: str) -> str:
        weight, bias = branch.state[f"{at}{part}.weight"].T, branch.state[f"{at}{part}.bias"]
        return product(graph, inward, weight, bias, branch.ranges[at + part], name + suffix)

    seen = attention(graph, branch, index, stream)
    stream = add_norm(graph, branch, stream, project(seen, "attention.output.dense", "out"), at + "attention.output")
    wide = graph.op("Gelu", [project(stream, "intermediate.dense", "up")], name + "wide", domain=MS)
    down = [branch.state[f"{at}output.dense.{part}"] for part in ("weight", "bias")]
    update = product_by_token(graph, wide, down[0].T, down[1], name + "down")
    return add_norm(graph, branch, stream, update, at + "output")


def attention(graph: Graph, branch: Branch, index: int, stream: str) -> str:
    """What each token takes from the others; one operator makes queries, keys and values and spares their copies."""
    at, name = f"encoder.layer.{index}.attention.self.", f"{branch.name}{index}."
    parts = [at + part for part in ("query", "key", "value")]
    weight = np.concatenate([branch.state[f"{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([branch.state[f"{part}.bias"] for part in parts])
    taken, values, scale, steps, zero, none, added = rounded(
        graph, stream, weight, bias, branch.ranges[parts[0]], name + "qkv"
    )
    inputs = [taken, values, added, scale, steps, "mask.int32", zero, none]
    return graph.op("QAttention", inputs, name + "seen", domain=MS, num_heads=HEADS)


def add_norm(graph: Graph, branch: Branch, stream: str, update: str, at: str) -> str:
    """Add to the stream, normalise."""
    name = f"{branch.name}.{at}"
    norm = [graph.weight(f"{name}.{p}", branch.state[f"{at}.LayerNorm.{p}"]) for p in ("weight", "bias")]
    total = graph.op("Add", [update, stream], name + ".sum")
    return graph.op("LayerNormalization", [total, *norm], name + ".norm", epsilon=1e-12)


def pooled(graph: Graph, stream: str, name: str) -> str:
    """Mean over the real tokens: (n, t, 384) -> (n, 384)."""
    axis = graph.weight("axis1", np.array([1], np.int64))
    kept = graph.op("Mul", [stream, "mask.column"], name + ".kept")
    total = graph.op("ReduceSum", [kept, axis], name + ".total", keepdims=0)
    return graph.op("Div", [total, "mask.count"], name + ".mean")


def build(base: Branch, tuned: Branch, heads: Sequence[tuple[Array, Array]]) -> onnx.ModelProto:
    """The whole model.

    base, tuned: the original and the fine-tuned stack; both use the embeddings of base.
    heads: weight (384, k) and bias (k,) of each, fed with the tuned branch's mean, side by side in `rows`.
    """
    graph = Graph()
    graph.op("Cast", ["mask"], "mask.int32", to=TensorProto.INT32)
    graph.op("Cast", ["mask"], "mask.float", to=TensorProto.FLOAT)
    graph.op("Unsqueeze", ["mask.float", graph.weight("axis2", np.array([2], np.int64))], "mask.column")
    graph.op("ReduceSum", ["mask.float", graph.weight("ones", np.array([1], np.int64))], "mask.count", keepdims=1)
    shapes(graph)
    embedded = embed(graph, base.state)
    about, mood = Graph(), Graph()
    about.op("LpNormalization", [pooled(about, stacked(about, base, embedded), base.name)], "about.rows", axis=-1, p=2)
    width = sum(head[1].shape[-1] for head in heads)
    about.op("Identity", [about.weight("nothing", np.zeros((1, 1, width), np.float32))], "about.pieces")
    weight, bias = (np.concatenate([head[part] for head in heads], axis=-1) for part in (0, 1))
    stream = stacked(mood, tuned, embedded)
    head = [mood.weight("heads", weight), mood.weight("heads.bias", bias)]
    mood.op("Gemm", [pooled(mood, stream, tuned.name), *head], "mood.rows")
    mood.op("Add", [mood.op("MatMul", [stream, head[0]], "mood.unbiased"), head[1]], "mood.pieces")
    branches = {"then_branch": inner(mood, "mood"), "else_branch": inner(about, "about")}
    graph.nodes.append(helper.make_node("If", ["mood"], ["rows", "pieces"], name="which", **branches))
    return finish(graph)


def shapes(graph: Graph) -> None:
    """What all layers take for products by token: `shape` is (n, t, 384), `middles` a 128 for each token, (n t,)."""
    graph.op(
        "Concat",
        [graph.op("Shape", ["ids"], "rows.pieces"), graph.weight("width", np.array([WIDTH], np.int64))],
        "shape",
        axis=0,
    )
    flat = graph.op("Reshape", ["mask", graph.weight("all", np.array([-1], np.int64))], "mask.flat")
    count = graph.op("Shape", [flat], "mask.flat.shape")
    graph.op("Expand", [graph.weight("middle.each", np.array([128], np.uint8)), count], "middles")


def stacked(graph: Graph, branch: Branch, stream: str) -> str:
    """All layers of a branch."""
    for index in range(LAYERS):
        stream = layer(graph, branch, index, stream)
    return stream


def inner(graph: Graph, name: str) -> onnx.GraphProto:
    """A branch as a graph within the graph, with both outputs; its weights lie in it."""
    outs = [helper.make_tensor_value_info(f"{name}.{out}", TensorProto.FLOAT, None) for out in ("rows", "pieces")]
    return helper.make_graph(graph.nodes, name, [], outs, list(graph.weights.values()))


def finish(graph: Graph) -> onnx.ModelProto:
    """Wrap nodes and weights as a model."""
    ins = [helper.make_tensor_value_info(n, TensorProto.INT64, ["n", "t"]) for n in ("ids", "mask")]
    ins.append(helper.make_tensor_value_info("mood", TensorProto.BOOL, []))
    outs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("rows", "pieces")]
    whole = helper.make_graph(graph.nodes, "earshot", ins, outs, list(graph.weights.values()))
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
    return helper.make_model(whole, opset_imports=versions, ir_version=8, producer_name="earshot")


def write(model: onnx.ModelProto, path: Path) -> None:
    """Save the file."""
    onnx.save(model, path)
