"""What follows on collecting, step by step: one that breaks keeps none of the later ones from being done."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from domain.errors import EarshotError

log = logging.getLogger("earshot.run")

Result = TypeVar("Result")


@dataclass(slots=True)
class FollowUp:
    """The steps of one run so far; `failed` names those that a bug ended, with the kind of error."""

    failed: list[str] = field(default_factory=list)
    _wrong: EarshotError | None = None

    def step(self, name: str, work: Callable[[], Result], otherwise: Result) -> Result:
        """What `work` gives, or `otherwise` where it raised; what a person must mend waits for `finish`."""
        try:
            return work()
        except EarshotError as error:
            log.error("%s: %s; the run goes on with what follows", name, error)
            self._wrong = self._wrong or error
        except Exception as error:
            # A bug in what is told must not cost the copy that comes after it.
            log.exception("%s broke; the run goes on with what follows", name)
            self.failed.append(f"{name}: {type(error).__name__}")
        return otherwise

    def finish(self) -> None:
        """Raise the first error that a person must mend, now that everything else is done."""
        if self._wrong is not None:
            raise self._wrong
