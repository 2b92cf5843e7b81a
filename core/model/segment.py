"""Byte ranges: which part of a file is held, and which is still to come."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """Bytes from `start` up to, not including, `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same bytes as sorted spans that neither touch nor overlap."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.start:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def total(spans: Iterable[Span]) -> int:
    """How many bytes the spans hold; they must not overlap."""
    return sum(span.end - span.start for span in spans)


def gaps(held: Iterable[Span], size: int) -> list[Span]:
    """What is missing from `held` in a file of `size` bytes."""
    missing: list[Span] = []
    position = 0
    for span in merge(held):
        if span.start >= size:
            break
        if span.start > position:
            missing.append(Span(position, span.start))
        position = max(position, span.end)
    if position < size:
        missing.append(Span(position, size))
    return missing


def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The bytes of `spans` that are in none of `others`."""
    spans = merge(spans)
    free = gaps(others, spans[-1].end) if spans else []
    shared = (
        Span(max(one.start, gap.start), min(one.end, gap.end)) for one in spans for gap in free
    )
    return merge(shared)
