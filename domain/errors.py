"""Errors named by what the reader should do about them.

EarshotError
|- ConfigError            edit a file
|- SourceError            this source failed, go on with the next
|  |- SourceUnavailable   try again later (time-outs, 429, 5xx); may carry retry_after
|  `- SourceRefused       a person must act (401, 403, 404, a block page, not a feed)
|- StorageBusy            another process holds the database
|- StorageError           the database cannot be used as it is; the message names the remedy
|- NotAllowed             this person may not do this; an admin may, or may let them
`- ImportFileError        an import cannot be read: file, line, column, value
"""


class EarshotError(Exception):
    """Root of everything that Earshot raises on purpose; its text is fit for a person's eyes."""


class ConfigError(EarshotError):
    """The configuration is wrong; the text names file, key and what to write instead."""


class SourceError(EarshotError):
    """One source failed; the others go on."""


class SourceUnavailable(SourceError):
    """The service did not answer as it should; trying again later may help.

    retry_after: seconds that the service asked us to wait, None where it did not say.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SourceRefused(SourceError):
    """The service will go on refusing until a person changes something."""


class StorageBusy(EarshotError):
    """Another process holds the database's writer lock."""


class StorageError(EarshotError):
    """The database cannot be used as it is."""


class NotAllowed(EarshotError):
    """Whoever asks is not on the list of people, or may not do this."""


class ImportFileError(EarshotError):
    """A file as a whole cannot be imported; nothing of it was accepted."""
