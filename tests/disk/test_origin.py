"""Where a file came from, without secrets."""

import os
from pathlib import Path

import pytest

from core.disk.origin import record_origin, without_secrets
from tests.disk.conftest import has_attributes

ATTRIBUTE = "user.xdg.origin.url"
SECRET = "https://bob:hunter2@a.example:8443/x/y.zip?token=hunter2#hunter2"
PLAIN = "https://a.example:8443/x/y.zip"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (SECRET, PLAIN),
        (PLAIN, PLAIN),
        ("https://hunter2@a.example/", "https://a.example/"),
        ("https://b@b:hunter2@a.example/", "https://a.example/"),
        ("http://u:hunter2@[::1]:80/x", "http://[::1]:80/x"),
        ("https://a.example/?hunter2", "https://a.example/"),
    ],
)
def test_secrets_are_taken_out(url: str, kept: str) -> None:
    assert without_secrets(url) == kept


def test_the_origin_is_noted_where_disks_keep_it(marking: Path) -> None:
    path = marking / "a"
    path.write_text("content")
    record_origin(path, SECRET)
    if has_attributes(marking):
        assert os.getxattr(path, ATTRIBUTE) == PLAIN.encode()
    assert path.read_text() == "content"


def test_no_attribute_holds_a_secret(marking: Path) -> None:
    path = marking / "a"
    path.touch()
    record_origin(path, SECRET)
    names = os.listxattr(path) if has_attributes(marking) else []
    assert not any(b"hunter2" in os.getxattr(path, name) for name in names)
    assert (ATTRIBUTE in names) is has_attributes(marking)


def test_a_disk_without_attributes_harms_nothing(
    marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    (marking / "a").write_text("content")
    record_origin(marking / "a", SECRET)
    assert (marking / "a").read_text() == "content"


def test_a_system_without_attributes_harms_nothing(
    marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "setxattr")
    (marking / "a").write_text("content")
    record_origin(marking / "a", SECRET)
    assert (marking / "a").read_text() == "content"


def test_an_address_too_long_for_an_attribute_harms_nothing(marking: Path) -> None:
    (marking / "a").write_text("content")
    record_origin(marking / "a", "https://a.example/" + "x" * 200_000)
    assert (marking / "a").read_text() == "content"
