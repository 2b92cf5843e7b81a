"""Checksums as people and servers write them: an algorithm and its value."""

import binascii
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from core.model.errors import BadOptionError


class Hasher(Protocol):
    """What every algorithm offers: feed bytes, ask for the value."""

    def update(self, data: bytes | bytearray | memoryview, /) -> None: ...

    def hexdigest(self) -> str: ...

    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One checksum type: its name, the length of its value in bytes, and its other names."""

    name: str
    size: int
    new: Callable[[], Hasher]
    aliases: tuple[str, ...] = ()


def _entry(name: str, constructor: str, size: int, *aliases: str) -> Algorithm:
    return Algorithm(name, size, lambda: hashlib.new(constructor, usedforsecurity=False), aliases)


# Where only the length of a value is known, the first entry of that length is meant.
ALGORITHMS: dict[str, Algorithm] = {
    entry.name: entry
    for entry in (
        _entry("md5", "md5", 16),
        _entry("sha-1", "sha1", 20, "sha"),
        _entry("sha-224", "sha224", 28, "sha2-224"),
        _entry("sha-256", "sha256", 32, "sha2-256", "sha2"),
        _entry("sha-384", "sha384", 48, "sha2-384"),
        _entry("sha-512", "sha512", 64, "sha2-512"),
        _entry("sha3-224", "sha3_224", 28),
        _entry("sha3-256", "sha3_256", 32, "sha3"),
        _entry("sha3-384", "sha3_384", 48),
        _entry("sha3-512", "sha3_512", 64),
        _entry("blake2b", "blake2b", 64, "blake2b-512", "blake2", "b2"),
        _entry("blake2s", "blake2s", 32, "blake2s-256"),
    )
}


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum()).removesuffix("sum")


_BY_PLAIN_NAME = {
    _plain(name): entry for entry in ALGORITHMS.values() for name in (entry.name, *entry.aliases)
}
_BY_DIGITS = {2 * entry.size: entry for entry in reversed(ALGORITHMS.values())}
_HEX = re.compile(r"[0-9A-Fa-f]+")
_INTEGRITY = re.compile(r"(?P<name>[A-Za-z0-9]+)-(?P<value>.+)")  # as web pages have it


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a file's bytes must come to. `value` is lower-case hexadecimal."""

    algorithm: str
    value: str

    def __str__(self) -> str:
        return f"{self.algorithm}={self.value}"

    def hasher(self) -> Hasher:
        return ALGORITHMS[self.algorithm].new()

    @property
    def strong(self) -> bool:
        """Whether two files with this value cannot be made, as they can with md5 and sha-1."""
        return ALGORITHMS[self.algorithm].size > 20

    def contradicts(self, other: "Checksum | None") -> bool:
        """Whether no file can have both values."""
        return other is not None and self.algorithm == other.algorithm and self.value != other.value


def strongest(checksums: Iterable[Checksum]) -> Checksum | None:
    """The one with the longest value, of equals the first; None if there are none."""
    return max(checksums, key=lambda one: len(one.value), default=None)


def find_algorithm(name: str) -> Algorithm | None:
    """The algorithm behind any of its spellings: `SHA-256`, `sha256`, `sha256sum`."""
    return _BY_PLAIN_NAME.get(_plain(name))


def algorithm_of(digits: str) -> Algorithm | None:
    """The algorithm that hexadecimal digits alone most likely belong to, by their number."""
    return _BY_DIGITS.get(len(digits)) if _HEX.fullmatch(digits) else None


def checksum_of(entry: Algorithm, value: str) -> Checksum | None:
    """A value in hexadecimal or base64 (RFC 4648, both alphabets); None if it is none."""
    value = value.strip()
    if len(value) == 2 * entry.size and _HEX.fullmatch(value):
        return Checksum(entry.name, value.lower())
    padded = value.translate(_USUAL_ALPHABET).rstrip("=")
    try:
        raw = binascii.a2b_base64(padded + "=" * (-len(padded) % 4), strict_mode=True)
    except ValueError:
        return None
    return Checksum(entry.name, raw.hex()) if len(raw) == entry.size else None


_USUAL_ALPHABET = str.maketrans("-_", "+/")


def parse_checksum(text: str) -> Checksum:
    """Read `ALGO=VALUE`, `ALGO:VALUE`, `algo-BASE64` or hexadecimal digits alone.

    Raises `BadOptionError` with the reason.
    """
    text = text.strip()
    alone = algorithm_of(text)
    if alone is not None:
        return Checksum(alone.name, text.lower())
    name = re.split("[:=]", text, maxsplit=1)[0]
    value = text[len(name) + 1 :]
    entry = find_algorithm(name)
    if entry is None and (found := _INTEGRITY.fullmatch(text)):
        entry, value = find_algorithm(found["name"]), found["value"]
    if entry is None:
        known = ", ".join(ALGORITHMS)
        raise BadOptionError(option="checksum", reason=f"“{name.strip()}” is not one of {known}")
    checksum = checksum_of(entry, value.strip().strip(":"))  # `:` as structured fields have it
    if checksum is None:
        reason = f"a {entry.name} value has {2 * entry.size} hexadecimal digits, or is base64"
        raise BadOptionError(option="checksum", reason=reason)
    return checksum
