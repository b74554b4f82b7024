"""A process for a test to run: restores a copy again and again, and dies at one more step of it each time."""

import os
import signal
import sys
from pathlib import Path
from shutil import copytree, rmtree

from storage.connection import Database
from storage.restore import restore
from tests.storage.children import fork

# What a process does to files, as Python tells it.
STEPS = {"open", "os.rename", "os.remove", "shutil.copyfile"}


def die_at(step: int) -> None:
    """Kill this process just before its n-th touch of a file of the database, from now on."""
    touched = 0

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal touched
        if event in STEPS and "house." in str(arguments[0]):
            touched += 1
            if touched == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


def restore_and_die(folder: Path, step: int) -> bool:
    """Whether the child came through: then there are no more steps."""
    scene = folder / f"step-{step}"
    copytree(folder / "scene", scene)

    def work() -> None:
        die_at(step)
        restore(Database(scene / "house.duckdb"), scene / "copies")

    ended = os.waitstatus_to_exitcode(os.waitpid(fork(work), 0)[1])
    assert ended in {0, -signal.SIGKILL}, ended
    return ended == 0


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    step = 1
    while not restore_and_die(folder, step):
        step += 1
    rmtree(folder / f"step-{step}")
