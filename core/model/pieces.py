"""Checksums of equal shares of a file: they tell which bytes are damaged."""

from dataclasses import dataclass

from core.model.checksum import ALGORITHMS, Hasher
from core.model.segment import Span


@dataclass(frozen=True, slots=True)
class Pieces:
    """`values` are the raw checksums of shares of `length` bytes, one after the other."""

    algorithm: str
    length: int  # bytes of every share but the last, which may be shorter
    values: bytes

    @property
    def count(self) -> int:
        return len(self.values) // ALGORITHMS[self.algorithm].size

    def fit(self, size: int) -> bool:
        """Whether they describe a file of `size` bytes."""
        return self.length > 0 and self.count == -(-size // self.length)

    def value(self, number: int) -> bytes:
        """What share `number` (from 0) must come to."""
        size = ALGORITHMS[self.algorithm].size
        return self.values[number * size : (number + 1) * size]

    def span(self, number: int, size: int) -> Span:
        """Where share `number` lies in a file of `size` bytes."""
        return Span(number * self.length, min((number + 1) * self.length, size))

    def hasher(self) -> Hasher:
        return ALGORITHMS[self.algorithm].new()
