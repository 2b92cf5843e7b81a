"""Which of the bytes that are held are worth comparing with another server's file."""

from collections.abc import Iterable

from core.model.segment import Span, merge, total

SAMPLES = 8
SAMPLE_BYTES = 16 * 1024


def samples(held: Iterable[Span]) -> list[Span]:
    """A few spans of `held`: its first bytes, its last, and some evenly in between.

    The first and the last tell most files apart, for there stand their headers and their ends;
    what is between may be the same in many, as the empty part of a disk's image is.
    """
    spans = merge(held)
    room = max(0, total(spans) - SAMPLE_BYTES)
    found = (_at(spans, room * number // (SAMPLES - 1)) for number in range(SAMPLES))
    return merge(one for one in found if one is not None)


def _at(spans: list[Span], offset: int) -> Span | None:
    """A sample that begins so many held bytes after the first one."""
    for span in spans:
        length = span.end - span.start
        if offset < length:
            start = span.start + offset
            return Span(start, min(start + SAMPLE_BYTES, span.end))
        offset -= length
    return None
