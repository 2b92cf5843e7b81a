"""Byte ranges and the laws they keep."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.segment import Span, gaps, merge, total, without

SIZE = 60
positions = st.integers(0, SIZE)
spans = st.lists(st.builds(Span, positions, positions), max_size=12)


def covered(several: list[Span]) -> set[int]:
    return {position for span in several for position in range(span.start, span.end)}


def tidy(several: list[Span]) -> bool:
    """Whether spans are sorted, hold something, and leave a gap between each other."""
    ends = [-1, *(span.end for span in several)]
    fits = all(span.start > end for end, span in zip(ends, several, strict=False))
    return fits and all(span.length > 0 for span in several)


def test_length_counts_bytes() -> None:
    assert Span(3, 10).length == 7


@pytest.mark.parametrize(
    ("given_spans", "merged"),
    [
        ([], []),
        ([Span(0, 5), Span(5, 9)], [Span(0, 9)]),
        ([Span(5, 9), Span(0, 4)], [Span(0, 4), Span(5, 9)]),
        ([Span(0, 9), Span(2, 3)], [Span(0, 9)]),
        ([Span(4, 4), Span(7, 2)], []),
    ],
)
def test_spans_that_touch_become_one(given_spans: list[Span], merged: list[Span]) -> None:
    assert merge(given_spans) == merged


@settings(deadline=None, max_examples=100)
@given(spans)
def test_merging_keeps_the_bytes_and_nothing_else(several: list[Span]) -> None:
    merged = merge(several)
    assert covered(merged) == covered(several)
    assert tidy(merged)
    assert merge(merged) == merged
    assert merge(reversed(several)) == merged


@settings(deadline=None, max_examples=100)
@given(spans)
def test_the_total_of_merged_spans_counts_each_byte_once(several: list[Span]) -> None:
    assert total(merge(several)) == len(covered(several))


@settings(deadline=None, max_examples=100)
@given(spans, positions)
def test_gaps_are_exactly_what_is_missing(several: list[Span], size: int) -> None:
    missing = gaps(several, size)
    assert covered(missing) == set(range(size)) - covered(several)
    assert tidy(missing)


@settings(deadline=None, max_examples=100)
@given(spans, positions)
def test_what_is_held_and_what_is_missing_make_the_file(several: list[Span], size: int) -> None:
    held = without(several, [Span(size, 2**62)])
    assert total(held) + total(gaps(held, size)) == size
    assert gaps(held + gaps(held, size), size) == []


@settings(deadline=None, max_examples=200)
@given(spans, spans)
def test_what_is_without_others_is_the_rest(several: list[Span], others: list[Span]) -> None:
    rest = without(several, others)
    assert covered(rest) == covered(several) - covered(others)
    assert tidy(rest)
