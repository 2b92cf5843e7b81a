"""A few kills of the many that `python -m tests.faults.kills` does."""

from pathlib import Path

from tests.faults.kills import one_set
from tests.faults.scene import mixed_files


def test_what_was_killed_goes_on_to_the_end(tmp_path: Path) -> None:
    files = mixed_files(1, large=1, small=6)
    tally = one_set(tmp_path, 1, [("after a sync", 1), ("after publishing", 1)], files)
    assert tally.kills == 2
