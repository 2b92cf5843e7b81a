"""Checksums as people write them: an algorithm and its value in hexadecimal."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.model.errors import BadOptionError


class Hasher(Protocol):
    """What every algorithm offers: feed bytes, ask for the value."""

    def update(self, data: bytes | bytearray | memoryview, /) -> None: ...

    def hexdigest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One checksum type: the names it goes by and the length of its value in bytes."""

    name: str
    size: int
    new: Callable[[], Hasher]


def _entry(name: str, constructor: str, size: int) -> Algorithm:
    return Algorithm(name, size, lambda: hashlib.new(constructor, usedforsecurity=False))


ALGORITHMS: dict[str, Algorithm] = {
    entry.name: entry
    for entry in (
        _entry("md5", "md5", 16),
        _entry("sha-1", "sha1", 20),
        _entry("sha-224", "sha224", 28),
        _entry("sha-256", "sha256", 32),
        _entry("sha-384", "sha384", 48),
        _entry("sha-512", "sha512", 64),
        _entry("sha3-256", "sha3_256", 32),
        _entry("sha3-384", "sha3_384", 48),
        _entry("sha3-512", "sha3_512", 64),
        _entry("blake2b", "blake2b", 64),
        _entry("blake2s", "blake2s", 32),
    )
}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


_BY_PLAIN_NAME = {_plain(name): entry for name, entry in ALGORITHMS.items()}


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a file's bytes must come to. `value` is lower-case hexadecimal."""

    algorithm: str
    value: str

    def __str__(self) -> str:
        return f"{self.algorithm}={self.value}"

    def hasher(self) -> Hasher:
        return ALGORITHMS[self.algorithm].new()


def parse_checksum(text: str) -> Checksum:
    """Read `ALGO=HEX` (also `ALGO:HEX`); raises `BadOptionError` with the reason."""
    name, _, value = text.replace(":", "=", 1).partition("=")
    entry = _BY_PLAIN_NAME.get(_plain(name))
    if entry is None:
        known = ", ".join(ALGORITHMS)
        raise BadOptionError(option="checksum", reason=f"“{name.strip()}” is not one of {known}")
    value = value.strip().lower()
    if len(value) != 2 * entry.size or not set(value) <= set("0123456789abcdef"):
        reason = f"a {entry.name} value has {2 * entry.size} hexadecimal digits"
        raise BadOptionError(option="checksum", reason=reason)
    return Checksum(entry.name, value)
