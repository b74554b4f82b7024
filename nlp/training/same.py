"""Does a file laid out anew give the very numbers of the one before it? Then scores by either are one series.

python -m nlp.training.same OLD NEW     folders with model, tokeniser and card; NEW's are marked where nothing differs

Marked with the old file's sha256, the new one goes by the old one's version: nothing is read again after an upgrade,
and heads that were fitted to the old one stay.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from tokenizers import Tokenizer

from benchmarks.measured import SETS, rows_of
from nlp.network import MAX_PIECES, MODEL_FILE, SCORES_AS, TOKENIZER_FILE, batches, session
from nlp.plain import plain
from nlp.training.train import CARD_FILE, sha256

_A_SET = 1_000
Feed = dict[str, np.ndarray]


def main() -> int:
    """Compare, mark; 1 where any number differs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("old", type=Path)
    asked.add_argument("new", type=Path)
    given = asked.parse_args()
    old, new = (session(folder / MODEL_FILE) for folder in (given.old, given.new))
    texts = [plain(text) for measured in SETS for text, _ in rows_of(measured)[:_A_SET]]
    differing = compared = 0
    for feed in feeds(given.new / TOKENIZER_FILE, texts):
        (before,), (after,) = (one.run(["rows"], feed) for one in (old, new))
        differing += int((before != after).any(axis=1).sum())
        compared += len(after)
    print(f"{differing} rows of {compared:,} differ ({len(texts):,} texts, both branches)")
    if differing:
        return 1
    mark(given.old / MODEL_FILE, given.new)
    return 0


def feeds(tokenizer: Path, texts: list[str]) -> Iterator[Feed]:
    """Batches as the engine makes them, of what texts are about and of how they feel."""
    reader = Tokenizer.from_file(str(tokenizer))
    reader.no_padding()
    reader.enable_truncation(MAX_PIECES)
    pieces = [row.ids for row in reader.encode_batch_fast(texts)]
    for batch in batches([len(p) for p in pieces]):
        shape = (len(batch), max(len(pieces[i]) for i in batch))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, i in enumerate(batch):
            ids[row, : len(pieces[i])] = pieces[i]
            mask[row, : len(pieces[i])] = 1
        for mood in (False, True):
            yield {"ids": ids, "mask": mask, "mood": np.array(mood)}


def mark(old: Path, folder: Path) -> None:
    """Write into the model whose numbers it gives, and its new sha256 into the card."""
    model = onnx.load(str(folder / MODEL_FILE))
    told = {prop.key: prop.value for prop in onnx.load(str(old)).metadata_props}
    # The first of a line: who scored with it need not know what came after.
    onnx.helper.set_model_props(model, {SCORES_AS: told.get(SCORES_AS, sha256(old))})
    onnx.save(model, str(folder / MODEL_FILE))
    card = json.loads((folder / CARD_FILE).read_text("utf-8"))
    card["sha256"] = sha256(folder / MODEL_FILE)
    card[SCORES_AS] = told.get(SCORES_AS, sha256(old))
    (folder / CARD_FILE).write_text(json.dumps(card, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
