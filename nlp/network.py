"""Runs the bundled network: texts in, one row of numbers a text out; a batch on one thread, shortest texts first.

Used by `nlp.encoder` (what a text is about) and `nlp.felt` (how it feels, piece by piece); both read the same file.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from domain.errors import ConfigError
from nlp.plain import MAX_CHARACTERS

if TYPE_CHECKING:
    import onnxruntime

WEIGHTS = Path(__file__).resolve().parent / "weights"
MODEL_FILE = "earshot-encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"

MAX_PIECES = 256
# Of 4, 8, 12, 16, 24, 32 and 64 the quickest: what one batch computes stays in a core's own memory.
ROWS_A_BATCH = 12
ABOUT_WIDTH = 384
MOOD_WIDTH = 3
PIECES_A_BATCH = 2_048
# Batches computed at once, each on a thread of its own; more than a few would starve what else the machine does.
AT_ONCE = max(1, min(4, os.cpu_count() or 1))

Progress = Callable[[int, int], None]
Floats = NDArray[np.float32]
# The name of a file's own remark: the sha256 of an earlier one that gives the same numbers, to the last bit.
SCORES_AS = "scores_as"


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """How a text feels: `row` (3,), logits of negative, neutral, positive; `pieces` (t, 4), each word piece's.

    A piece's first number is where its middle stands in the text, in characters; then its three logits. The mean of
    all pieces' logits, the two marks at the text's ends included, is the row.
    """

    row: Floats
    pieces: Floats


class Network:
    """The ONNX file and its tokeniser, loaded once.

    weights: a folder with both files; None means the bundled one. Raises ConfigError where a file is missing.
    May be asked from several threads at once; a call computes AT_ONCE batches at a time. `version`: twelve digits of
    the file's sha256, or of the earlier file's whose very numbers it gives.
    """

    def __init__(self, weights: Path | None = None) -> None:
        folder = weights or WEIGHTS
        for name in (MODEL_FILE, TOKENIZER_FILE):
            if not (folder / name).is_file():
                raise ConfigError(f"{folder / name} is missing: install Earshot again, or use engine = 'vader'")
        self._session = session(folder / MODEL_FILE)
        told = self._session.get_modelmeta().custom_metadata_map
        self.version = str(told.get(SCORES_AS) or file_hash(folder / MODEL_FILE))[:12]
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)

    def about(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """What texts speak of: float32 (n, 384), unit rows, in the order of the texts.

        Identical texts are computed once; a text counts up to 6,000 characters and 256 word pieces.
        progress: called after each batch with how many distinct texts are done, and how many there are.
        """
        distinct = list(dict.fromkeys(texts))
        pieces = [row.ids for row in self._tokenizer.encode_batch_fast([bounded(t) for t in distinct])]
        rows = np.zeros((len(distinct), ABOUT_WIDTH), np.float32)
        done = 0
        for batch, (found, _) in self._computed(pieces, mood=False):
            rows[batch] = found[:, :ABOUT_WIDTH]
            done += len(batch)
            if progress is not None:
                progress(done, len(distinct))
        place = {text: i for i, text in enumerate(distinct)}
        return rows[[place[text] for text in texts]] if texts else rows

    def mood(self, texts: Sequence[str]) -> list[Felt]:
        """How texts feel, in their order; with the same bounds. Who asks twice is better served by `nlp.felt`."""
        read = self._tokenizer.encode_batch([bounded(text) for text in texts])
        found: dict[int, Felt] = {}
        for batch, (rows, pieces) in self._computed([one.ids for one in read], mood=True):
            for i, row, each in zip(batch, rows, pieces, strict=True):
                # Without the marks of beginning and end, which stand nowhere.
                own = read[i].offsets[1:-1]
                told = np.empty((len(own), 1 + MOOD_WIDTH), np.float32)
                told[:, 0] = [(start + end) / 2 for start, end in own]
                told[:, 1:] = each[1 : 1 + len(own), :MOOD_WIDTH]
                found[i] = Felt(row=row[:MOOD_WIDTH].copy(), pieces=told)
        return [found[i] for i in range(len(texts))]

    def _computed(
        self, pieces: Sequence[Sequence[int]], *, mood: bool
    ) -> Iterator[tuple[list[int], tuple[Floats, Floats]]]:
        """Batch by batch, its texts and their numbers; several at once, for the runtime works outside Python's lock."""
        order = list(batches([len(p) for p in pieces]))

        def one(batch: list[int]) -> tuple[list[int], tuple[Floats, Floats]]:
            return batch, self._forward([pieces[i] for i in batch], mood)

        if len(order) < 2 or AT_ONCE < 2:
            yield from map(one, order)
            return
        with ThreadPoolExecutor(min(AT_ONCE, len(order)), thread_name_prefix="network") as pool:
            yield from pool.map(one, order)

    def _forward(self, pieces: Sequence[Sequence[int]], mood: bool) -> tuple[Floats, Floats]:
        shape = (len(pieces), max(map(len, pieces)))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece)] = piece
            mask[row, : len(piece)] = 1
        rows, each = self._session.run(["rows", "pieces"], {"ids": ids, "mask": mask, "mood": np.array(mood)})
        return rows, each


@lru_cache(maxsize=2)
def opened(weights: Path | None = None) -> Network:
    """The network in a folder; loaded once for all who read with it."""
    return Network(weights)


def session(path: Path) -> "onnxruntime.InferenceSession":
    """Open a model with one thread a batch: two threads on one batch were measured to be slower than one."""
    # Only who reads texts pays for it: 25 MB and 0.2 s, in an app that otherwise shows what others have read.
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        # The fused operator's CPU kernel is ten times slower than its parts.
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def bounded(text: str) -> str:
    """What the tokeniser may see: capped, and without lone surrogates, which it cannot take."""
    return text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of similar length, so that little is spent on padding."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == ROWS_A_BATCH or lengths[index] * (len(batch) + 1) > PIECES_A_BATCH):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def file_hash(path: Path) -> str:
    """sha256 of a file, as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
