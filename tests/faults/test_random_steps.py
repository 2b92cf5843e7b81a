"""A short walk; the long one is a command of its own."""

import pytest

from tests.faults.random_steps import walk


@pytest.mark.parametrize("seed", [1, 2])
def test_every_rule_holds_at_every_step(seed: int) -> None:
    done = walk(150, seed)
    assert done["BatchStarted"] == done["BatchEnded"] > 0
    assert done["Completed"] > 0
