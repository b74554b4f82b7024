"""The way out: what strangers may do to it, and what it says then."""

import contextlib
import gzip
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from collectors._addresses import resolve, shown, target
from collectors._answer import LONGEST_WAIT, Answer, retry_after
from collectors._http import Fetcher, _next
from collectors._line import connect
from domain.errors import SourceError, SourceRefused, SourceUnavailable
from tests.wire import Asked, Reply, Wire, gzipped, redirect


def fetcher(**options: object) -> Fetcher:
    return Fetcher(**{"allow_private_addresses": True, "request_seconds": 5.0, **options})  # type: ignore[arg-type]


def test_an_answer_brings_status_heads_body_and_address(wire: Wire) -> None:
    wire.on("/a", Reply(body=b"hello", headers={"ETag": '"x"', "X-Mixed": "Yes"}))
    answer = fetcher().get(wire.url + "/a?token=1")
    assert (answer.status, answer.body, answer.url) == (200, b"hello", wire.url + "/a?token=1")
    assert (answer.etag, answer.headers["x-mixed"]) == ('"x"', "Yes")


def test_a_compressed_answer_is_unpacked(wire: Wire) -> None:
    wire.on("/a", gzipped(b"hello " * 1000))
    assert fetcher().get(wire.url + "/a").body == b"hello " * 1000


def test_a_gzip_bomb_is_stopped_while_it_unfolds(wire: Wire) -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 30_000_000))
    wire.on("/twice", Reply(body=bomb, headers={"Content-Encoding": "gzip, gzip"}))
    wire.on("/once", gzipped(b"\0" * 3_000_000))
    for path in ("/once", "/twice"):
        with pytest.raises(SourceRefused, match="answers more than 1 MB"):
            fetcher(max_bytes=1_000_000).get(wire.url + path)


@pytest.mark.parametrize("length", [True, False])
def test_a_body_without_end_is_refused_at_the_cap(wire: Wire, length: bool) -> None:
    wire.on("/big", Reply(body=b"x" * 3_000_000, length=length))
    with pytest.raises(SourceRefused, match="more than 1 MB"):
        fetcher(max_bytes=1_000_000).get(wire.url + "/big")


def test_compressed_rubbish_is_an_error_of_the_source(wire: Wire) -> None:
    wire.on("/a", Reply(body=b"no gzip at all", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(SourceError):
        fetcher().get(wire.url + "/a")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"x" * 100, drip=(1, 0.1)),
        Reply(body=b"x" * 300, drip=(1, 0.1), length=False),
        Reply(body=b"x", headers_drip=0.1),
        Reply(body=b"x", delay=30),
        Reply(body=b"1\r\nx\r\n" * 300, drip=(1, 0.1), length=False, headers={"Transfer-Encoding": "chunked"}),
    ],
    ids=["drip", "drip without length", "dripping head", "silence", "dripping chunks"],
)
def test_a_service_that_dawdles_is_left_at_the_deadline(wire: Wire, reply: Reply) -> None:
    wire.on("/slow", reply)
    began = time.monotonic()
    with pytest.raises(SourceUnavailable, match="took"):
        fetcher(request_seconds=0.4).get(wire.url + "/slow")
    # On a busy machine threads come late; without a deadline it would be half a minute.
    assert time.monotonic() - began < 6


def test_all_requests_of_a_run_share_its_time(wire: Wire) -> None:
    wire.on("/slow", Reply(body=b"x", delay=0.2))
    bounded = fetcher().within(0.5)
    began = time.monotonic()
    with pytest.raises(SourceUnavailable):
        for _ in range(50):
            bounded.get(wire.url + "/slow")
    # Without a shared deadline it would be ten.
    assert time.monotonic() - began < 6


def test_an_answer_that_breaks_off_is_not_taken_for_whole(wire: Wire) -> None:
    wire.on("/cut", Reply(body=b"x" * 100, cut=10))
    with pytest.raises(SourceUnavailable, match="broke off"):
        fetcher().get(wire.url + "/cut")


def test_nobody_there_is_a_reason_to_try_later() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(SourceUnavailable):
            fetcher().get(f"http://127.0.0.1:{taken.getsockname()[1]}/")


def test_an_address_that_swallows_everything_leaves_time_for_the_next_one(wire: Wire) -> None:
    with contextlib.ExitStack() as held:
        try:
            deaf = socket.create_server(("::1", wire.port), family=socket.AF_INET6, backlog=0)
        except OSError:
            pytest.skip("this machine has no IPv6")
        held.enter_context(deaf)
        for _ in range(3):  # as many as wait to be let in; whoever comes after them hears nothing
            waiting = held.enter_context(socket.socket(socket.AF_INET6))
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())
        with connect(["::1", "127.0.0.1"], wire.port, time.monotonic() + 1.5) as line:
            assert line.getpeername()[0] == "127.0.0.1"


def test_an_early_hint_is_not_the_answer(wire: Wire) -> None:
    final = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhere"
    wire.on("/a", Reply(status=103, headers={"Link": "</x.css>; rel=preload"}, body=final, length=False))
    assert fetcher().get(wire.url + "/a").body == b"here"


# -- redirects and addresses


def test_redirects_are_followed_with_their_final_address(wire: Wire) -> None:
    wire.on("/a", redirect("/b", 301))
    wire.on("/b", redirect(wire.url + "/c", 307))
    wire.on("/c", b"here")
    answer = fetcher().get(wire.url + "/a")
    assert (answer.body, answer.url) == (b"here", wire.url + "/c")


def test_a_redirect_to_an_address_that_is_not_escaped_is_followed(wire: Wire) -> None:
    wire.on("/a", redirect("/caf\u00c3\u00a9", 301))  # the two bytes of an e with its accent
    wire.on("/caf%C3%A9", b"here")
    assert fetcher().get(wire.url + "/a").body == b"here"


def test_a_redirect_loop_ends(wire: Wire) -> None:
    wire.on("/a", redirect("/b"))
    wire.on("/b", redirect("/a"))
    with pytest.raises(SourceRefused, match="redirects more than 5 times"):
        fetcher().get(wire.url + "/a")
    assert len(wire.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:169.254.169.254]/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://",
        "http://[::1",
    ],
)
def test_a_redirect_to_the_clouds_own_keys_or_to_no_web_address_is_refused_whatever_is_allowed(
    wire: Wire, location: str
) -> None:
    wire.on("/a", redirect(location))
    with pytest.raises(SourceRefused):
        fetcher().get(wire.url + "/a")


def test_private_addresses_are_refused_unless_allowed_with_the_setting_named(wire: Wire) -> None:
    with pytest.raises(SourceRefused, match="allow_private_addresses = true"):
        Fetcher().get(wire.url + "/a")
    assert wire.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "0.0.0.0", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.1.1",
        "100.64.0.1", "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[2002:7f00:1::]",
        "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[fec0::1]",
        "2130706433", "0x7f.1", "127.1",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_address_gets_through(host: str) -> None:
    with pytest.raises(SourceError):
        resolve(target(f"http://{host}/"), allow_private=False)


def test_a_public_address_gets_through() -> None:
    assert resolve(target("http://93.184.216.34/"), allow_private=False) == ["93.184.216.34"]
    assert ipaddress.ip_address("93.184.216.34").is_global


def test_we_connect_to_the_address_that_was_checked(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that changes its mind between check and connection changes nothing."""
    answers = iter(["127.0.0.1", "169.254.169.254"])

    def resolver(host: str, port: int, *rest: object, **more: object) -> list[object]:
        return [
            (
                socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (next(answers) if host == "flip.example" else host, port),
            )
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    wire.on("/a", b"here")
    assert fetcher().get(f"http://flip.example:{wire.port}/a").body == b"here"
    assert wire.asked[0].headers["host"] == f"flip.example:{wire.port}"


@pytest.mark.parametrize("address", ["", "feed.xml", "ftp://x.example/", "file:///etc/passwd", "http://", "http://[x"])
def test_only_web_addresses_are_read(address: str) -> None:
    with pytest.raises(SourceRefused):
        fetcher().get(address)


def test_a_login_stays_with_the_host_it_was_written_for(wire: Wire) -> None:
    with Wire() as other:
        wire.on("/here", redirect("/there"))
        wire.on("/there", redirect(other.url + "/away"))
        other.on("/away", b"x")
        fetcher().get(wire.url.replace("//", "//ann:s3cret@") + "/here", headers={"Cookie": "c", "X-Api-Key": "k"})
        login = "Basic YW5uOnMzY3JldA=="
        assert [asked.headers.get("authorization") for asked in wire.asked] == [login, login]
        assert {"authorization", "cookie", "x-api-key"}.isdisjoint(other.asked[0].headers)


@pytest.mark.parametrize(
    ("there", "kept"),
    [
        ("https://x.example/feed", True),
        ("https://x.example:8443/feed", False),
        ("https://www.x.example/feed", False),
        ("http://x.example:8080/feed", False),
    ],
)
def test_a_login_goes_along_where_a_site_moves_to_https(there: str, kept: bool) -> None:
    moved = Answer(status=301, headers={"location": there}, body=b"", url="http://x.example/feed")
    assert bool(_next(target("http://ann:s3cret@x.example/feed"), moved).login) is kept


def test_no_login_goes_along_from_https_to_plain_http() -> None:
    moved = Answer(status=301, headers={"location": "http://x.example/feed"}, body=b"", url="https://x.example/feed")
    assert _next(target("https://ann:s3cret@x.example/feed"), moved).login is None


# -- what a status means


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_a_refusal_is_for_a_person_and_names_a_remedy(wire: Wire, status: int) -> None:
    wire.on("/a", Reply(status=status))
    with pytest.raises(SourceRefused, match=rf"answered {status}; \w+"):
        fetcher().get(wire.url + "/a")


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520])
def test_trouble_on_their_side_is_for_later(wire: Wire, status: int) -> None:
    wire.on("/a", Reply(status=status, headers={"Retry-After": "120"}))
    with pytest.raises(SourceUnavailable) as caught:
        fetcher().get(wire.url + "/a")
    assert caught.value.retry_after == 120


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0), ("1.5", 1.5), ("0", 0.0), ("-5", None), ("nan", None), ("soon", None), ("", None),
        ("inf", LONGEST_WAIT), ("99999999999", LONGEST_WAIT), ("1e400", LONGEST_WAIT),
        ("9" * 5000, LONGEST_WAIT), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Thu, 99 Foo 2099 00:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
    ],
)  # fmt: skip
def test_retry_after_is_obeyed_within_reason(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said}) == seconds


def test_retry_after_may_be_a_date_and_reddits_own_head_counts_too() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)
    assert retry_after({"retry-after": soon}) == pytest.approx(300, abs=5)
    assert retry_after({"x-ratelimit-reset": "77"}) == 77
    assert retry_after({"retry-after": "nan", "x-ratelimit-reset": "77"}) == 77


def test_a_limit_that_ends_at_a_moment_is_waited_for_and_not_a_day() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=300)
    assert retry_after({"x-ratelimit-reset": f"{soon.timestamp():.0f}"}) == pytest.approx(300, abs=5)
    assert retry_after({"x-ratelimit-reset": f"{soon:%Y-%m-%dT%H:%M:%S.%fZ}"}) == pytest.approx(300, abs=5)
    assert retry_after({"x-ratelimit-reset": "1000000100"}) == 0
    assert retry_after({"retry-after": "1000000100"}) == LONGEST_WAIT


def test_messages_show_no_token_and_no_login(wire: Wire) -> None:
    wire.on("/a", Reply(status=404))
    with pytest.raises(SourceRefused) as caught:
        fetcher().get(wire.url.replace("//", "//ann:s3cret@") + "/a?token=t0ken#frag")
    assert not {"s3cret", "ann", "t0ken", "frag"} & set(str(caught.value).replace("?", " ").replace("@", " ").split())
    assert shown("https://ann:s3cret@x.example/p?token=1#f") == "https://x.example/p?..."
    assert shown("ann:s3cret@x.example?token=1") == "x.example?..."


@pytest.mark.parametrize("password", ["s3/cret", "s3?cret", "s3#cret", "s3@cret", "s3:cret"])
def test_an_address_that_cannot_be_read_shows_nothing_of_its_password(password: str) -> None:
    with pytest.raises(SourceRefused) as caught:
        fetcher().get(f"http://ann:{password}@[bad/feed")
    assert not any(part in str(caught.value) for part in ("ann", "s3", "cret"))


def test_validators_written_by_strangers_are_sent_back_only_where_harmless(wire: Wire) -> None:
    wire.on("/a", Reply(body=b"x", headers={"ETag": "x" * 600, "Last-Modified": "caf\xe9"}))
    answer = fetcher().get(wire.url + "/a", etag="a\r\nX-Evil: 1")
    assert (answer.etag, answer.last_modified) == (None, None)
    assert {"if-none-match", "x-evil"}.isdisjoint(wire.asked[0].headers)


def test_json_that_is_none_is_refused(wire: Wire) -> None:
    for body in (b"<html>", b"", b"[" * 100_000, b"\xff\xfe\x00"):
        wire.on("/a", body)
        with pytest.raises(SourceRefused, match="not JSON"):
            fetcher().get(wire.url + "/a").json()


def test_a_post_carries_its_body(wire: Wire) -> None:
    wire.on("/a", lambda asked: Reply(body=asked.body))
    assert fetcher().post(wire.url + "/a", b"{}", headers={"Content-Type": "application/json"}).body == b"{}"


def test_no_host_gets_more_than_four_requests_at_once(wire: Wire) -> None:
    def slowly(asked: Asked) -> Reply:
        return Reply(body=b"x", delay=0.05)

    wire.on("/a", slowly)
    shared = fetcher()
    runs = [threading.Thread(target=shared.within(10).get, args=(wire.url + "/a",)) for _ in range(12)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert (len(wire.asked), wire.busiest <= 4) == (12, True)


# -- certificates


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    if not shutil.which("openssl"):
        pytest.skip("the openssl command, which writes the test's certificate, is not on this machine")
    pem = tmp_path / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=feeds.example", "-addext", "subjectAltName=DNS:feeds.example"]
    subprocess.run([*command, *names, "-keyout", pem, "-out", tmp_path / "c.pem"], check=True, capture_output=True)
    pem.write_text(pem.read_text() + (tmp_path / "c.pem").read_text())
    return pem


def serve_tls(wire: Wire, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    wire._server.socket = context.wrap_socket(wire._server.socket, server_side=True)


def test_a_certificate_is_checked_against_the_name_that_was_asked_for(
    wire: Wire, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolver(host: str, port: int, *rest: object, **more: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    serve_tls(wire, certificate)
    wire.on("/a", b"here")
    trusting = fetcher(tls=ssl.create_default_context(cafile=str(certificate)))
    assert trusting.get(f"https://feeds.example:{wire.port}/a").body == b"here"
    for someone, host in ((trusting, "other.example"), (fetcher(), "feeds.example")):
        with pytest.raises(SourceRefused, match="certificate is not valid"):
            someone.get(f"https://{host}:{wire.port}/a")
