"""Keeps the figures from strangers on the network: without a sign-in, only this machine may look."""

from collections.abc import Mapping
from ipaddress import ip_address

OVERRIDE = "EARSHOT_ALLOW_NETWORK"


def refusal(address: str | None, environment: Mapping[str, str], *, sign_in: bool = False) -> str | None:
    """Why nothing is shown on this address; None for this machine's own, or where people sign in or one vouches."""
    if sign_in or (address and is_loopback(address)):
        return None
    if environment.get(OVERRIDE) == "1":
        return None
    where = address or "every network interface"
    return (
        f"Earshot listens on {where}, where anybody could read and change what it knows. Start it with "
        "--server.address 127.0.0.1; or let people sign in: [auth] in earshot.toml; or, behind a proxy that asks "
        f"who is there, set {OVERRIDE}=1"
    )


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches that address."""
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
