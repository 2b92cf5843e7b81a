"""Which folder a link's file goes to."""

from pathlib import Path

import pytest

from core.disk.folders import Folders
from core.model.errors import BadOptionError

URL = "https://cdn.example.org/film.mkv"


def test_without_rules_all_go_to_the_usual_folder() -> None:
    assert Folders(Path("/files")).of(URL) == Path("/files")
    assert Folders(Path("/files")).by_rule(URL) is None


def test_a_rule_goes_before_and_is_expanded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SHOWS", "/shows")
    folders = Folders(Path("/files")).with_rules("* video ~/Videos\n*.example.org iso $SHOWS\n")
    assert folders.of(URL) == tmp_path / "Videos"
    assert folders.of(URL, "film.iso") == Path("/shows")
    assert folders.of("https://a.example/x.zip") == Path("/files")


def test_rules_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(BadOptionError):
        Folders(Path("/files")).with_rules("nonsense")
