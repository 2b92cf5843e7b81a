"""Byte ranges: which part of a file is held, and which is still to come."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_PAIR = re.compile(r"([0-9]+)-([0-9]+)")


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


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """The spans with all bytes of the holes taken out."""
    held, holes = merge(spans), list(holes)
    end = max((span.end for span in held), default=0)
    return gaps([*gaps(held, end), *holes], end)


def clip(spans: Iterable[Span], size: int) -> list[Span]:
    """The spans cut off at `size`: what a shorter file can still prove."""
    return merge(Span(span.start, min(span.end, size)) for span in spans)


def to_text(spans: Iterable[Span]) -> str:
    """Compact form for the journal: `0-1023,4096-8191`, both ends included."""
    return ",".join(f"{span.start}-{span.end - 1}" for span in spans if span.end > span.start)


def from_text(text: str) -> list[Span]:
    """What `to_text` wrote; raises `ValueError` on anything else."""
    spans: list[Span] = []
    for pair in text.split(",") if text else ():
        found = _PAIR.fullmatch(pair)
        if not found or int(found[1]) > int(found[2]):
            raise ValueError(f"no byte range: {pair}")
        spans.append(Span(int(found[1]), int(found[2]) + 1))
    return merge(spans)
