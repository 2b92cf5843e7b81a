"""Two pairs of the many that `python -m tests.faults.pairs` tries."""

from pathlib import Path

import pytest

from tests.faults.pairs import PAIRS, one


@pytest.mark.parametrize("name", ["a window and get, one name", "two go on after a crash"])
def test_two_programs_at_once_spoil_nothing(tmp_path: Path, name: str) -> None:
    [pair] = [each for each in PAIRS if each.name == name]
    one(tmp_path, pair, 1)
