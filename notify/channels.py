"""Sends one message to one address of Apprise's kind. The address is a secret: no error and no log names it."""

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import apprise
from apprise.attachment.memory import AttachMemory

from domain.reports import Enclosure

TIMEOUT = 8.0
"""Seconds to connect, and between two pieces of an answer."""
WHOLE = 20.0
"""Seconds for one message altogether."""
MOST_TITLE, MOST_BODY = 200, 3000
_STATUS = re.compile(r"error=(\d{3})\b")
_TOLD = {
    "401": "it does not accept the address's credentials",
    "403": "it does not accept the address's credentials",
    "404": "it knows nothing there",
    "410": "it knows nothing there any more",
    "429": "it asks for fewer messages",
}


def send(address: str, title: str, body: str, files: Sequence[Enclosure] = ()) -> str | None:
    """Send a message; None once the service took it, else why not, fit for a page and without any of the address.

    `files` go along where the channel takes any. Redirects are not followed, nothing is written to disk, and it ends
    within WHOLE seconds.
    """
    channel = _channel(address)
    if channel is None:
        return "not an address that Apprise knows; see its list of services"
    desk = apprise.Apprise(asset=_asset())
    desk.add(channel)
    with _unlogged(), apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as log:
        try:
            taken = desk.notify(
                title=title[:MOST_TITLE],
                body=body[:MOST_BODY],
                body_format=apprise.NotifyFormat.TEXT,
                attach=_attached(files),
            )
        except Exception as error:  # noqa: BLE001 - a service's module may raise anything, and its text may hold the address
            return f"the message could not be sent ({type(error).__name__})"
        said = log.getvalue()
    return None if taken else _reason(said)


def known(address: str) -> bool:
    """Whether an address can be used at all; nothing is sent."""
    return _channel(address) is not None


def _channel(address: str) -> "apprise.NotifyBase | None":
    # Looking one service up loads the modules of all; some of those warn about the future of their own libraries.
    with _unlogged(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = apprise.Apprise.instantiate(address.strip(), asset=_asset(), suppress_exceptions=True)
        except Exception:  # noqa: BLE001 - whatever it is, its text may hold the address
            return None
    if found is not None:
        found.redirects = False
        found.socket_connect_timeout = found.socket_read_timeout = TIMEOUT
    return found


def _attached(files: Sequence[Enclosure]) -> "apprise.AppriseAttachment | None":
    """Files from memory; a channel that takes none sends the message alone."""
    if not files:
        return None
    found = apprise.AppriseAttachment(asset=_asset())
    for one in files:
        found.add(AttachMemory(content=one.content, name=one.name, mimetype=one.kind))
    return found


def _asset() -> "apprise.AppriseAsset":
    return apprise.AppriseAsset(
        app_id="Earshot",
        app_desc="Earshot",
        app_url="",
        async_mode=False,
        http_redirects=False,
        secure_logging=True,
        service_timeout=WHOLE,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )


def _reason(said: str) -> str:
    """Only the status is taken from what Apprise logged: the rest may name host, path or token."""
    found = _STATUS.findall(said)
    if not found:
        return "the service did not answer in time, or could not be reached"
    status = str(found[-1])
    return f"the service answered {status}" + (f": {_TOLD[status]}" if status in _TOLD else "")


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep Apprise's own lines, which may name a host, out of our log."""
    logger = logging.getLogger("apprise")
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.propagate = before
