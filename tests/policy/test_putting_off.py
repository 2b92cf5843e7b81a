"""A checkpoint is put off only where the file will be whole before the next."""

import pytest

from core.model.segment import Span
from core.policy.putting_off import nearly_done


@pytest.mark.parametrize(
    ("size", "held", "recorded", "expected"),
    [
        (100, 70, 0, True),  # 30 to come, 70 came
        (100, 66, 0, False),  # 34 take longer than half of what 66 took
        (100, 90, 80, False),
        (100, 90, 60, True),
        (100, 0, 0, False),
        (100, 100, 100, False),
        (None, 70, 0, False),
    ],
)
def test_the_rest_must_come_in_half_the_time(
    size: int | None, held: int, recorded: int, *, expected: bool
) -> None:
    assert nearly_done(size, [Span(0, held)], [Span(0, recorded)]) is expected


def test_what_is_held_in_pieces_is_added_up() -> None:
    assert nearly_done(100, [Span(0, 40), Span(60, 90)], [Span(0, 5)])
