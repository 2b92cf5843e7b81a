"""A checkpoint is put off only where much came and the file will be whole before the next."""

import pytest

from core.model.segment import Span
from core.policy.putting_off import MUCH, nearly_done


@pytest.mark.parametrize(
    ("size", "held", "recorded", "expected"),
    [
        (10, 7, 0, True),  # 3 to come, 7 came
        (10, 6, 0, False),  # 4 take longer than half of what 6 took
        (10, 9, 8, False),
        (10, 9, 6, True),
        (10, 0, 0, False),
        (10, 10, 10, False),
        (None, 7, 0, False),
    ],
)
def test_the_rest_must_come_in_half_the_time(
    size: int | None, held: int, recorded: int, *, expected: bool
) -> None:
    whole = None if size is None else size * MUCH
    assert nearly_done(whole, [Span(0, held * MUCH)], [Span(0, recorded * MUCH)]) is expected


def test_little_is_proven_at_once() -> None:
    assert not nearly_done(MUCH, [Span(0, MUCH - 1)], [])
    assert nearly_done(MUCH + 1, [Span(0, MUCH)], [])


def test_what_is_held_in_pieces_is_added_up() -> None:
    held = [Span(0, 4 * MUCH), Span(6 * MUCH, 9 * MUCH)]
    assert nearly_done(10 * MUCH, held, [])
