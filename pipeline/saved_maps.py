"""Column maps by the headings that they were made for: the next file of the same form needs no second mapping."""

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

from domain.imports import Document
from storage.store import Store
from tables.fields import What

PREFIX = "import_map:"
Setting = Callable[[str], str | None]


def key_of(brand: str, headers: Sequence[str]) -> str:
    """Under which name a brand's map for exactly these headings is kept, in whatever order they stand."""
    told = json.dumps([brand, *sorted(headers)], ensure_ascii=True)
    return PREFIX + blake2b(told.encode(), digest_size=16).hexdigest()


def remember(store: Store, key: str, what: str, document: Document) -> None:
    """Keep a map, in place of the one that was kept for the same headings."""
    kept = {"what": what, **{title: document.get(title, {}) for title in ("columns", "options", "codes")}}
    store.settings.set(key, json.dumps(kept, ensure_ascii=False, default=str))


def recall(setting: Setting, brand: str, headers: Sequence[str]) -> tuple[str, dict[str, dict[str, object]]] | None:
    """The sort of import and the map that were kept for these headings; None where there is none that can be read."""
    try:
        kept = json.loads(setting(key_of(brand, headers)) or "null")
    except ValueError:
        return None
    if not isinstance(kept, Mapping) or kept.get("what") not in list(What):
        return None
    return str(kept["what"]), {
        title: dict(kept[title]) if isinstance(kept.get(title), Mapping) else {}
        for title in ("columns", "options", "codes")
    }
