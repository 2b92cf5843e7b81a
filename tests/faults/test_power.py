"""A few power cuts of the many that `python -m tests.faults.power` does, and its replayer."""

import random
from pathlib import Path

from tests.faults.power import one_recording, with_observer
from tests.faults.replay import Disk, Recording
from tests.faults.scene import mixed_files


def test_whatever_the_disk_has_lost_the_list_is_true_and_all_files_come(tmp_path: Path) -> None:
    files = mixed_files(5, large=1, small=3)
    seen = one_recording(tmp_path, files, with_observer, states=4, seed=1)
    assert seen.total() == 4


LOG = b"""M 7 /root/a
S 2
F 2 1
C 8 /root/a/x
W 8 0 4
aaaaW 8 4 4
bbbbS 8
F 8 6
W 8 8 4
ccccX 8 user.x 1
1R /root/a/x\t/root/a/y
S 7
F 7 11
U /root/a/y
"""


def disks(tmp_path: Path, moment: int) -> list[Disk]:
    """A thousand disks, all of which may be there when the power goes at a moment."""
    (tmp_path / "log").write_bytes(LOG)
    recording = Recording("/root", 2)
    recording.read(tmp_path / "log")
    return [Disk(recording, moment, random.Random(seed)) for seed in range(300)]


def contents(folder: Path, found: list[Disk]) -> set[str]:
    """What is in the one file of each disk, after its name."""
    seen = set()
    for number, disk in enumerate(found):
        place = folder / f"{number}"
        place.mkdir()
        disk.build(place)
        files = [path for path in place.rglob("*") if path.is_file()]
        seen.add(",".join(f"{path.name}={path.read_text()}" for path in files))
    return seen


def test_before_anything_is_synced_it_may_be_lost_or_torn(tmp_path: Path) -> None:
    seen = contents(tmp_path, disks(tmp_path, 6))
    assert {"", "x=", "x=aaaa", "x=aaaabbbb", "x=aaaa\0\0\0\0", "x=\0\0\0\0bbbb"} <= seen
    assert not any("c" in one for one in seen)


def test_what_is_synced_is_there_and_what_follows_may_be(tmp_path: Path) -> None:
    seen = contents(tmp_path, disks(tmp_path, 11))
    assert {one.partition("=")[2][:8] for one in seen if one} == {"aaaabbbb"}
    assert {"", "x=aaaabbbb", "x=aaaabbbbcccc", "y=aaaabbbb", "x=aaaabbbb\0\0\0\0"} <= seen


def test_a_folder_that_is_synced_keeps_its_names(tmp_path: Path) -> None:
    seen = contents(tmp_path, disks(tmp_path, 13))
    assert {one.partition("=")[0] for one in seen} == {"y"}


def test_attributes_are_there_once_the_file_was_synced_entirely(tmp_path: Path) -> None:
    found = disks(tmp_path, 14)
    kept = {bool(disk._attributes()) for disk in found}
    assert kept == {True, False}
