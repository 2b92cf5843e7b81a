"""A part file's own copy of its row and evidence."""

import os
from pathlib import Path

import pytest

from core.disk.note import Note, drop_note, read_note, write_note
from core.disk.partfile import PartFile
from tests.disk.conftest import has_attributes

NOTE = Note('["a row"]', "0-5:00000000;;00000000")


def noted(folder: Path) -> PartFile:
    part = PartFile.create(folder / "a.part")
    write_note(part.descriptor, NOTE)
    return part


def test_a_note_is_found_again_where_disks_keep_it(marking: Path) -> None:
    part = noted(marking)
    assert (read_note(part.path) == NOTE) is has_attributes(marking)
    part.close()


def test_the_last_note_counts_until_it_is_dropped(marking: Path) -> None:
    part = noted(marking)
    later = NOTE._replace(held="")
    write_note(part.descriptor, later)
    assert read_note(part.path) == later
    drop_note(part.descriptor)
    drop_note(part.descriptor)
    assert read_note(part.path) is None
    assert not [name for name in os.listxattr(part.path) if "row" in name or "held" in name]
    part.close()


def test_only_a_file_itself_has_a_note(marking: Path) -> None:
    part = noted(marking)
    (marking / "link").symlink_to(part.path)
    assert read_note(marking / "link") is None
    assert read_note(marking / "missing") is None
    part.close()


def test_a_note_that_is_too_long_harms_nothing(marking: Path) -> None:
    part = PartFile.create(marking / "a.part")
    write_note(part.descriptor, Note("x" * 100_000, "y" * 100_000))
    assert read_note(part.path) is None
    part.close()


def test_a_system_without_attributes_harms_nothing(
    marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("getxattr", "setxattr", "removexattr"):
        monkeypatch.delattr(os, name)
    part = noted(marking)
    assert read_note(part.path) is None
    drop_note(part.descriptor)
    part.close()
