"""Byte ranges and the laws they keep."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.segment import Span, clip, from_text, gaps, merge, to_text, total, without

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
    held = clip(several, size)
    assert total(held) + total(gaps(held, size)) == size
    assert gaps(held + gaps(held, size), size) == []


@settings(deadline=None, max_examples=100)
@given(spans, positions)
def test_clipping_drops_what_a_shorter_file_cannot_hold(several: list[Span], size: int) -> None:
    clipped = clip(several, size)
    assert covered(clipped) == {position for position in covered(several) if position < size}
    assert tidy(clipped)
    assert clip(clipped, size) == clipped


@settings(deadline=None, max_examples=100)
@given(spans, spans)
def test_holes_take_out_what_lies_in_them(several: list[Span], holes: list[Span]) -> None:
    left = without(several, holes)
    assert covered(left) == covered(several) - covered(holes)
    assert tidy(left)


@settings(deadline=None, max_examples=100)
@given(spans)
def test_the_text_form_gives_the_same_bytes_back(several: list[Span]) -> None:
    assert from_text(to_text(several)) == merge(several)


def test_the_text_form_names_both_ends() -> None:
    assert to_text([Span(0, 1024), Span(4096, 8192)]) == "0-1023,4096-8191"
    assert from_text("0-1023,4096-8191") == [Span(0, 1024), Span(4096, 8192)]


def test_no_bytes_are_no_text() -> None:
    assert to_text([]) == ""
    assert to_text([Span(3, 3)]) == ""
    assert from_text("") == []


def test_positions_beyond_four_gigabytes_stay_exact() -> None:
    far = [Span(2**40, 2**62 + 1)]
    assert from_text(to_text(far)) == far


@pytest.mark.parametrize(
    "text",
    ["x", "1", "1-", "-1", "1-x", "1-2-3", "1-2;3-4", "0x1-2", "1.0-2", "9-3", "1_0-20", "1-2,"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_text(text)
