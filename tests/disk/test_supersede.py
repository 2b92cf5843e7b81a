"""An old file that is to go: to the trash first, and never another."""

import os
from pathlib import Path

import pytest

from core.disk import supersede as superseding
from core.disk.supersede import replaceable, supersede


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip.part"
    path.write_text("ours")
    return path


@pytest.fixture
def final(tmp_path: Path) -> Path:
    return tmp_path / "a.zip"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash" / "files"


def test_the_old_file_is_in_the_trash(part: Path, final: Path, home: Path) -> None:
    final.write_text("old")
    supersede(part, final)
    assert final.read_text() == "ours"
    assert (home / "a.zip").read_text() == "old"
    assert not part.exists()


def test_without_a_trash_it_is_replaced_in_one_step(
    part: Path, final: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(superseding, "throw_away", lambda _file: False)
    final.write_text("old")
    supersede(part, final)
    assert final.read_text() == "ours"
    assert not part.exists()


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link", "read-only"])
@pytest.mark.usefixtures("home")
def test_what_is_no_file_that_may_go_stays(part: Path, final: Path, kind: str) -> None:
    target = final.with_name("target")
    match kind:
        case "folder":
            final.mkdir()
        case "link":
            target.write_text("theirs")
            final.symlink_to(target)
        case "dangling link":
            final.symlink_to(target)
        case _:
            final.write_text("theirs")
            final.chmod(0o444)
    before = os.lstat(final)
    assert not replaceable(final)
    with pytest.raises(FileExistsError):
        supersede(part, final)
    assert os.lstat(final) == before
    assert part.read_text() == "ours"


def test_a_name_that_became_free_is_just_taken(part: Path, final: Path, home: Path) -> None:
    supersede(part, final)
    assert final.read_text() == "ours"
    assert not home.exists()


def test_a_file_that_takes_the_place_of_the_old_one_is_not_replaced(
    part: Path, final: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_turns(file: Path) -> bool:
        file.unlink()
        file.write_text("new and theirs")
        return True

    monkeypatch.setattr(superseding, "throw_away", take_turns)
    final.write_text("old")
    with pytest.raises(FileExistsError):
        supersede(part, final)
    assert final.read_text() == "new and theirs"
