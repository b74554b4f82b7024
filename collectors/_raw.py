"""What a service sent about one mention, as text, so that a person can look at what was read."""

import json
from collections.abc import Mapping

from domain.records import LONGEST_RAW


def raw_of(sent: object) -> str | None:
    """JSON of an object as it was read, its first LONGEST_RAW characters; None where it has no such form.

    Keys that begin with an underscore are a library's own and are left out.
    """
    if isinstance(sent, Mapping):
        sent = {str(key): value for key, value in sent.items() if not str(key).startswith("_")}
    try:
        return json.dumps(sent, ensure_ascii=False, default=str)[:LONGEST_RAW]
    except (TypeError, ValueError, RecursionError):
        return None
