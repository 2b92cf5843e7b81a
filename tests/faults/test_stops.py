"""A few rounds of every blockage: that stops are at once is measured by the long run."""

from collections.abc import Iterator

import pytest

from tests.faults.blockages import Case, Ground
from tests.faults.stops import CASES, ground, run

ROUNDS = 2
GENEROUS_MS = 10_000.0  # a busy machine must not fail this; what held it up holds for an hour


@pytest.fixture(scope="module")
def here() -> Iterator[Ground]:
    with ground() as made:
        yield made


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_stop_is_at_once_keeps_every_byte_and_leaves_nothing_behind(
    here: Ground, case: Case
) -> None:
    figures = run(case, here, ROUNDS, seed=5)
    assert max(figures.milliseconds) < GENEROUS_MS
    assert max(figures.calls) < GENEROUS_MS
