"""What a checkpoint writes down, as text and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.model.evidence import NOTHING, Evidence, Proof, Stamp, from_text, to_text
from core.model.segment import Span

numbers = some.integers(0, 2**62)
proofs = some.builds(
    lambda start, length, crc: Proof(start, start + length, crc),
    numbers,
    some.integers(1, 2**40),
    some.integers(0, 2**32 - 1),
)
evidence = some.builds(
    Evidence,
    some.lists(proofs, min_size=1, max_size=5).map(tuple),
    some.none() | some.builds(Stamp, numbers, numbers, numbers),
)
ONE = Evidence((Proof(0, 1024, 0xCAFE), Proof(4096, 8192, 5)), Stamp(7, 8192, 10**18))


@settings(deadline=None, max_examples=100)
@given(evidence)
def test_the_text_form_gives_the_same_back(one: Evidence) -> None:
    assert from_text(to_text(one)) == one


def test_nothing_held_is_no_text() -> None:
    assert to_text(NOTHING) == to_text(Evidence((), Stamp(1, 2, 3))) == ""
    assert from_text("") == NOTHING
    assert NOTHING.spans == []


def test_what_is_proven_side_by_side_is_held_in_one() -> None:
    assert ONE.spans == [Span(0, 1024), Span(4096, 8192)]
    assert Evidence((Proof(5, 9, 1), Proof(0, 5, 2))).spans == [Span(0, 9)]


@settings(deadline=None, max_examples=200)
@given(evidence, some.data())
def test_a_single_changed_letter_is_noticed(one: Evidence, data: some.DataObject) -> None:
    text = to_text(one)
    place = data.draw(some.integers(0, len(text) - 1))
    letter = data.draw(
        some.sampled_from("0123456789abcdef-:,;/ ").filter(lambda x: x != text[place])
    )
    with pytest.raises(ValueError, match=r"no evidence|no proof"):
        from_text(text[:place] + letter + text[place + 1 :])


@pytest.mark.parametrize("text", ["x", "0-1023", "0-1023:00000001", ";;", ";;00000000", "0-1:0;;"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no evidence|no proof"):
        from_text(text)
