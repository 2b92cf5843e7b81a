"""Which bytes are compared with another server's file."""

from hypothesis import given, settings
from hypothesis import strategies as some

from core.model.segment import Span, merge, total, without
from core.policy.samples import SAMPLE_BYTES, SAMPLES, samples

MIB = 1024 * 1024
spans = some.lists(
    some.builds(
        lambda start, length: Span(start, start + length),
        some.integers(0, 10**7),
        some.integers(1, 10**6),
    ),
    max_size=6,
)


def test_nothing_is_held_and_nothing_compared() -> None:
    assert samples([]) == []


def test_the_first_and_the_last_bytes_are_among_them() -> None:
    found = samples([Span(0, 10 * MIB), Span(20 * MIB, 30 * MIB)])
    assert len(found) == SAMPLES
    assert found[0] == Span(0, SAMPLE_BYTES)
    assert found[-1] == Span(30 * MIB - SAMPLE_BYTES, 30 * MIB)
    assert any(one.start < 10 * MIB for one in found[1:])
    assert any(one.start >= 20 * MIB for one in found[:-1])


def test_of_a_few_bytes_all_are_compared() -> None:
    assert samples([Span(5, 9)]) == [Span(5, 9)]


@settings(deadline=None, max_examples=200)
@given(spans)
def test_they_are_few_and_all_of_them_are_held(held: list[Span]) -> None:
    found = samples(held)
    assert without(found, held) == []
    assert total(found) <= SAMPLES * SAMPLE_BYTES
    assert bool(found) == bool(held)
    if held:
        assert found[0].start == merge(held)[0].start
