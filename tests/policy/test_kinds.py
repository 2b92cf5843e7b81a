"""Endings and what they stand for."""

import mimetypes

import pytest

from core.policy.kinds import GROUPS, charset_in, ending_for, group_of


@pytest.mark.parametrize(
    ("content_type", "ending"),
    [
        ("application/pdf", ".pdf"),
        ("Application/PDF; version=1", ".pdf"),
        ("text/html; charset=utf-8", ".html"),
        ("image/jpeg", ".jpg"),
        ("application/xml", ".xml"),
        ("application/zip", ".zip"),
        ("application/gzip", ".gz"),
        ("application/x-7z-compressed", ".7z"),
        ("video/mpeg", ".mpg"),
        ("audio/mpeg", ".mp3"),
        ("video/x-matroska", ".mkv"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        ("", ""),
        ("text/plain", ""),
        ("application/octet-stream", ""),
        ("binary/octet-stream", ""),
        ("application/force-download", ""),
        ("no/such", ""),
        ("nonsense", ""),
    ],
)
def test_a_type_that_tells_has_an_ending(content_type: str, ending: str) -> None:
    assert ending_for(content_type) == ending


def test_what_the_machine_has_installed_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ending_for.cache_clear()
    monkeypatch.setattr(mimetypes, "types_map", {".evil": "application/pdf"})
    assert ending_for("application/pdf") == ".pdf"


@pytest.mark.parametrize(
    ("ending", "group"),
    [(".mkv", "video"), ("FLAC", "audio"), (".tar.gz", "archive"), (".zzz", ""), ("", "")],
)
def test_endings_come_in_groups(ending: str, group: str) -> None:
    assert group_of(ending) == group


def test_no_ending_is_in_two_groups() -> None:
    endings = [one for group in GROUPS.values() for one in group]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/plain; charset=GBK", "gbk"),
        ('text/plain; a=b; Charset = "utf-8"', "utf-8"),
        ("text/plain", ""),
        ("text/plain; charset", ""),
        ("", ""),
    ],
)
def test_the_charset_of_a_type(content_type: str, charset: str) -> None:
    assert charset_in(content_type) == charset
