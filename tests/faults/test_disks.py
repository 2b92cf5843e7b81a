"""What may happen to a folder, without the real drives of `python -m tests.faults.disks`."""

from pathlib import Path

import pytest

from tests.faults.disks import TROUBLES, one
from tests.faults.drives import Drive


@pytest.mark.parametrize("name", ["folder turned into a link", "folder moved"])
def test_what_happens_to_a_folder_is_told_and_every_file_comes(tmp_path: Path, name: str) -> None:
    [trouble] = [each for each in TROUBLES if each.name == name]
    assert Drive in trouble.kinds
    codes = one(tmp_path, Drive, trouble, 1)
    assert codes <= trouble.codes
