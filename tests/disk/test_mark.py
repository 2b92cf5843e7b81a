"""Our mark on files, where the disk has extended attributes."""

import os
from pathlib import Path

import pytest

from core.disk.mark import has_mark, set_mark
from core.disk.publish import publish
from tests.disk.conftest import has_attributes


def marked(path: Path, token: str = "list:1") -> Path:
    path.touch()
    descriptor = os.open(path, os.O_RDWR)
    set_mark(descriptor, token)
    os.close(descriptor)
    return path


def test_a_mark_is_found_again_where_disks_keep_it(marking: Path) -> None:
    assert has_mark(marked(marking / "a"), "list:1") is has_attributes(marking)


def test_the_mark_of_another_is_not_ours(marking: Path) -> None:
    path = marked(marking / "a", "list:2")
    assert not has_mark(path, "list:1")
    assert not has_mark(path, "list:22")


def test_a_file_without_a_mark_is_not_ours(marking: Path) -> None:
    (marking / "a").touch()
    assert not has_mark(marking / "a", "list:1")
    assert not has_mark(marking / "missing", "list:1")


def test_the_newest_mark_counts(marking: Path) -> None:
    path = marked(marked(marking / "a", "list:1"), "list:2")
    assert not has_mark(path, "list:1")
    assert has_mark(path, "list:2") is has_attributes(marking)


def test_a_link_does_not_lend_the_mark_of_its_target(marking: Path) -> None:
    marked(marking / "a")
    (marking / "link").symlink_to(marking / "a")
    assert not has_mark(marking / "link", "list:1")


def test_the_mark_goes_along_when_a_file_is_published(marking: Path) -> None:
    publish(marked(marking / "a.part"), marking / "a")
    assert has_mark(marking / "a", "list:1") is has_attributes(marking)


def test_a_disk_without_attributes_harms_nothing(
    marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    assert not has_mark(marked(marking / "a"), "list:1")


def test_a_system_without_attributes_harms_nothing(
    marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "setxattr")
    monkeypatch.delattr(os, "getxattr")
    assert not has_mark(marked(marking / "a"), "list:1")
