"""Ids that never change: 63-bit hashes of length-prefixed parts, computed in Python, the same for ever."""

import hmac
import struct
from collections.abc import Sequence
from hashlib import blake2b


def stable_id(*parts: str) -> int:
    """A positive 63-bit id of the parts; length prefixes keep ("ab", "c") and ("a", "bc") apart."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    # In one piece: three times as quick as feeding the hash part by part.
    whole = b"".join([piece for data in encoded for piece in (len(data).to_bytes(8, "big"), data)])
    return int.from_bytes(blake2b(whole, digest_size=8).digest(), "big") >> 1


def stable_ids(fixed: Sequence[str], *columns: Sequence[str]) -> list[int]:
    """stable_id(*fixed, a, b) for each a and b of the columns, in their order; in half the time of one by one."""
    head = b"".join(_prefixed(fixed))
    wholes = [head + b"".join(row) for row in zip(*map(_prefixed, columns), strict=True)]
    digests = b"".join([blake2b(whole, digest_size=8).digest() for whole in wholes])
    return [number >> 1 for number in struct.unpack(f">{len(wholes)}Q", digests)]


def _prefixed(parts: Sequence[str]) -> list[bytes]:
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    return [len(data).to_bytes(8, "big") + data for data in encoded]


def mention_id(kind: str, namespace: str, external_id: str) -> int:
    """The id of one mention; the same post found by two sources has one."""
    return stable_id(kind, namespace, external_id)


def content_hash(title: str, text: str) -> int:
    """Changes when, and only when, what a person would read changes."""
    return stable_id("content", title, text)


def keyed_hash(secret: bytes, name: str) -> str:
    """HMAC-SHA256 in hexadecimal, of a name that is not to be kept; matched again only with the secret."""
    return hmac.digest(secret, name.encode("utf-8", "surrogatepass"), "sha256").hex()
