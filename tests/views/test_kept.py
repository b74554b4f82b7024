"""What is kept for the next who asks."""

import threading

from views._kept import Kept


def test_it_is_made_once_for_everybody_and_nobody_changes_what_another_is_given() -> None:
    kept, made = Kept(10_000), []

    def make() -> list[int]:
        made.append(1)
        return [1, 2]

    first = kept.get("s1", "a", make)
    first.append(3)
    second = kept.get("s1", "a", make)
    second.append(4)
    assert kept.get("s1", "a", make) == [1, 2] and len(made) == 1


def test_another_snapshot_makes_everything_new() -> None:
    kept = Kept(10_000)
    assert [kept.get(name, "a", lambda name=name: name) for name in ("s1", "s2", "s1")] == ["s1", "s2", "s1"]  # type: ignore[misc]
    assert kept.get("s2", "a", lambda: "anew") == "anew"


def test_the_longest_unused_goes_where_room_runs_out_and_what_never_fits_is_not_kept() -> None:
    kept = Kept(1000)
    for key in ("a", "b"):
        kept.get("s", key, lambda: "x" * 400)
    kept.get("s", "a", lambda: "never asked")
    kept.get("s", "c", lambda: "x" * 400)
    assert kept.size <= 1000
    assert kept.get("s", "a", lambda: "anew") != "anew" and kept.get("s", "b", lambda: "anew") == "anew"
    assert kept.get("s", "huge", lambda: "x" * 2000) and kept.get("s", "huge", lambda: "anew") == "anew"


def test_of_many_who_ask_at_once_one_makes_it_and_an_error_keeps_nobody_out() -> None:
    kept, begun, go, made = Kept(10_000), threading.Event(), threading.Event(), []

    def slowly() -> str:
        begun.set()
        go.wait(30)
        made.append(1)
        return "made"

    found: list[str] = []
    people = [threading.Thread(target=lambda: found.append(kept.get("s", "a", slowly))) for _ in range(5)]
    for person in people:
        person.start()
    begun.wait(30)
    go.set()
    for person in people:
        person.join(30)
    assert found == ["made"] * 5 and len(made) == 1

    def fails() -> str:
        raise ValueError

    for _ in range(2):
        try:
            kept.get("s", "b", fails)
        except ValueError:
            continue
        raise AssertionError
    assert kept.get("s", "b", lambda: "well") == "well"
