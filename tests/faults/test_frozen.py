"""While the disk hangs everything else answers; a real disk is frozen by the long run."""

from tests.faults.blockages import Ground
from tests.faults.frozen import pretended_disk, run
from tests.faults.test_stops import GENEROUS_MS, here

__all__ = ["here"]


def test_calls_return_while_the_disk_hangs_and_the_batch_ends_when_it_is_back(
    here: Ground,
) -> None:
    with pretended_disk() as disk:
        calls, ends = run(here, disk, 2)
    assert max(calls) < GENEROUS_MS
    assert max(ends) < 5 * GENEROUS_MS
