"""What people changed, newest first."""

import pandas as pd

from storage.queries.ask import Ask


class ChangeRows:
    """Reads of the log."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def latest(self, limit: int = 50) -> pd.DataFrame:
        """Columns made_at, person, verb, subject, detail (JSON as text)."""
        return self._ask.frame(
            "select made_at, person, verb, subject, detail from audit_log order by made_at desc limit $limit",
            {"limit": limit},
        )
