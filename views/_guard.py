"""Keeps the figures from strangers on the network: without a sign-in in front, only this machine may look."""

from collections.abc import Mapping
from ipaddress import ip_address

OVERRIDE = "EARSHOT_ALLOW_NETWORK"


def refusal(address: str | None, environment: Mapping[str, str]) -> str | None:
    """Why nothing is shown on this address, None where it is this machine's own or somebody vouches for it."""
    if address and _loopback(address):
        return None
    if environment.get(OVERRIDE) == "1":
        return None
    where = address or "every network interface"
    return (
        f"Earshot listens on {where}, where anybody could read and change what it knows. Start it with "
        f"--server.address 127.0.0.1, or, behind a proxy that asks who is there, set {OVERRIDE}=1"
    )


def _loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
