"""Locks: one holder, gone with its descriptor."""

import os
from pathlib import Path

from core.disk.locks import try_lock


def test_a_lock_has_one_holder_and_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = os.open(path, os.O_RDWR | os.O_CREAT)
    second = os.open(path, os.O_RDWR)
    assert try_lock(first)
    assert not try_lock(second)
    os.close(first)
    assert try_lock(second)
    os.close(second)


def test_a_lock_does_not_keep_others_from_reading(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("text")
    descriptor = os.open(path, os.O_RDWR)
    assert try_lock(descriptor)
    assert path.read_text() == "text"
    assert os.read(descriptor, 4) == b"text"
    os.close(descriptor)
