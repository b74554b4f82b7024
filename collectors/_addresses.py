"""Which addresses we speak to: http and https, public unless allowed, checked before we connect."""

import ipaddress
import re
import socket
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import unquote

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from domain.errors import SourceRefused, SourceUnavailable

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

# Cloud machines hand out their own keys here; no feed lives there, so no setting allows it.
_METADATA: frozenset[str] = frozenset({"169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192"})
_PORTS = {"http": 80, "https": 443}
_SECRET = re.compile(r"(?:[^=]*[_-])?(?:token|api_?key|key|secret|password|auth|signature|sig)=[^&]{8,}", re.IGNORECASE)
# Ways to write an IPv4 address as an IPv6 one that Python does not look through.
_WRAPS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address, taken apart: what to connect to, what to ask for, and the login that stood in it."""

    address: str
    scheme: str
    host: str
    port: int
    path: str
    login: str | None

    @property
    def host_header(self) -> str:
        """Host as HTTP wants it: brackets around IPv6, the port where it is not the scheme's own."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def line(self) -> tuple[str, int]:
        """Which requests share a limit on how many may be open at once."""
        return self.host, self.port


def target(address: str) -> Target:
    """Takes a URL apart, escaping what must be; SourceRefused for what is no http or https address."""
    try:
        url = parse_url(address.strip())
    except LocationParseError:
        # The library's message repeats the address with every token in it. A password may hold what ends a host.
        named = shown(address.rpartition("@")[2])
        raise SourceRefused(f"{named} is not an address; write http://... or https://...") from None
    if url.scheme not in _PORTS or not url.host:
        raise SourceRefused(f"{shown(address)}: only http and https addresses are read")
    login = b64encode(unquote(url.auth).encode("utf-8")).decode("ascii") if url.auth else None
    return Target(
        address=url._replace(auth=None, fragment=None).url,
        scheme=url.scheme,
        host=url.host.strip("[]").rstrip("."),
        port=url.port or _PORTS[url.scheme],
        path=url.request_uri,
        login=login,
    )


def shown(address: str) -> str:
    """An address fit for messages and logs: no login, no query, no fragment, since those carry tokens."""
    bare, question, _ = address.partition("#")[0].partition("?")
    scheme, slashes, rest = bare.partition("//")
    host, slash, path = rest.partition("/")
    shortened = f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}" if slashes else bare.rpartition("@")[2]
    return shortened[:200] + ("?..." if question else "")


def without_secrets(address: str) -> str:
    """The address as it may be kept and shown to others: what its query calls a key or a token is left out."""
    bare, question, query = address.partition("?")
    said = [part for part in query.split("&") if not _SECRET.fullmatch(part)]
    return bare + (question + "&".join(said) if said and query else "")


def resolve(where: Target, *, allow_private: bool) -> list[str]:
    """The numeric addresses of a host that we may connect to; the caller uses these, not the name."""
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceUnavailable(f"{where.host} cannot be found; check the address and the network") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if _may_connect(address, allow_private=allow_private)]
    if addresses and not allowed and allow_private:
        raise SourceRefused(f"{where.host} is an address that no source may use; check where it leads")
    if addresses and not allowed:
        raise SourceRefused(
            f"{where.host} is a private address; "
            "set allow_private_addresses = true if this source is on your own network"
        )
    return allowed


def _may_connect(address: str, *, allow_private: bool) -> bool:
    ip = _innermost(ipaddress.ip_address(address.partition("%")[0]))
    if str(ip) in _METADATA or ip.is_link_local or ip.is_multicast:
        return False
    return allow_private or (ip.is_global and not getattr(ip, "is_site_local", False))


def _innermost(ip: IP) -> IP:
    """The IPv4 address that an IPv6 one may wrap: a private one in such a coat is still private."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if int(ip) > 1 and any(ip in wrap for wrap in _WRAPS):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
