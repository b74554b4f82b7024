"""Sending: to the one address that was given, in bounded time, with errors that give nothing away."""

import json
import logging

import pytest

from notify.channels import known, send
from tests.wire import Reply, Wire


def test_a_message_arrives_as_it_was_written(wire: Wire) -> None:
    wire.otherwise(Reply(status=204))
    assert send(f"json://127.0.0.1:{wire.port}/hook", "▲ Acme", "64 mentions\nUsual: 18.") is None
    body = json.loads(wire.asked[0].body)
    assert (body["title"], body["message"]) == ("▲ Acme", "64 mentions\nUsual: 18.")
    assert [asked.path for asked in wire.asked] == ["/hook"]


@pytest.mark.parametrize(
    ("status", "said"), [(500, "answered 500"), (404, "it knows nothing there"), (429, "fewer messages")]
)
def test_a_refusal_says_the_status_and_none_of_the_address(
    wire: Wire, status: int, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    wire.otherwise(Reply(status=status))
    with caplog.at_level(logging.INFO):
        error = send(f"json://user:secret@127.0.0.1:{wire.port}/t0ken", "t", "b")
    assert error is not None and said in error
    assert not any(word in error + caplog.text for word in ("secret", "t0ken", "127.0.0.1"))


def test_a_redirect_is_not_followed_whatever_the_address_says(wire: Wire) -> None:
    wire.on("/hook", Reply(status=302, headers={"Location": f"{wire.url}/elsewhere"}))
    assert send(f"json://127.0.0.1:{wire.port}/hook?redirect=yes", "t", "b") == "the service answered 302"
    assert [asked.path for asked in wire.asked] == ["/hook"]


def test_nobody_there_and_no_address_are_told_apart() -> None:
    assert send("json://127.0.0.1:1/x", "t", "b") == "the service did not answer in time, or could not be reached"
    assert send("nonsense", "t", "b") == "not an address that Apprise knows; see its list of services"
    assert known("json://127.0.0.1/x") and not known("nonsense")


def test_a_long_message_is_cut(wire: Wire) -> None:
    wire.otherwise(Reply(status=204))
    assert send(f"json://127.0.0.1:{wire.port}/hook", "t" * 5000, "b" * 50_000) is None
    body = json.loads(wire.asked[0].body)
    assert (len(body["title"]), len(body["message"])) == (200, 3000)
