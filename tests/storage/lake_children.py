"""A writer on a lake for a test to kill: commits batch after batch from the cursor on."""

import ast
import sys
import time
from pathlib import Path

from storage.lake import Lake
from storage.lake_address import LakeAddress
from tests.storage.children import write_on

if __name__ == "__main__":
    lake = Lake(LakeAddress(**ast.literal_eval(sys.argv[1])), Path(sys.argv[2]))
    write_on(lake, "feed", time.monotonic() + 60, lambda: print("begun", flush=True))
