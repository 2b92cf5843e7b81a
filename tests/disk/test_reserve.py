"""Reserving a name: the part file is the reservation."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.disk import reserve as reserving
from core.disk.mark import set_mark
from core.disk.partfile import PartFile, part_path
from core.disk.publish import publish
from core.disk.reserve import Reserved, left_behind, reserve
from core.model.download import Conflict
from core.model.errors import FolderMissingError, InUseError, NameTakenError
from tests.disk.conftest import has_attributes
from tests.disk.situations import KINDS, Situation, make_case_blind

Take = Callable[..., Reserved]
every_mode = pytest.mark.parametrize("conflict", Conflict)


@pytest.fixture
def take(marking: Path) -> Iterator[Take]:
    """Reserve in a folder whose files can be marked, and close everything in the end."""
    taken: list[Reserved] = []

    def one(
        name: str = "a.zip", conflict: Conflict = Conflict.RENAME, token: str = "list:1"
    ) -> Reserved:
        taken.append(reserve(marking, name, conflict, token))
        return taken[-1]

    yield one
    for reserved in taken:
        if reserved.part is not None:
            reserved.part.close()


def foreign(folder: Path, name: str = "a.zip") -> Path:
    """A part file that belongs to somebody else."""
    path = part_path(folder / name)
    path.write_text("theirs")
    return path


@every_mode
def test_a_free_name_is_taken_as_it_is(take: Take, marking: Path, conflict: Conflict) -> None:
    reserved = take(conflict=conflict)
    assert reserved.name == "a.zip"
    assert reserved.part is not None
    assert reserved.part.path == marking / "a.zip.part"
    assert reserved.part.path.exists()
    assert not (marking / "a.zip").exists()


def test_the_folder_is_made_if_it_is_missing(tmp_path: Path) -> None:
    reserved = reserve(tmp_path / "x" / "y", "a", Conflict.RENAME, "list:1")
    assert reserved.part is not None
    assert (tmp_path / "x" / "y" / "a.part").exists()
    reserved.part.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderMissingError):
        reserve(tmp_path / "file" / "x", "a", Conflict.RENAME, "list:1")


def test_a_taken_name_gets_a_number(take: Take, marking: Path) -> None:
    (marking / "a.zip").write_text("theirs")
    (marking / "a (2).zip").mkdir()
    assert take().name == "a (3).zip"
    assert (marking / "a.zip").read_text() == "theirs"


def test_a_link_to_nowhere_is_a_taken_name(take: Take, marking: Path) -> None:
    (marking / "a.zip").symlink_to(marking / "nowhere")
    assert take().name == "a (2).zip"


def test_skip_leaves_the_old_file_and_makes_no_part_file(take: Take, marking: Path) -> None:
    (marking / "a.zip").write_text("old")
    assert take(conflict=Conflict.SKIP) == Reserved("a.zip", None)
    assert not (marking / "a.zip.part").exists()


@pytest.mark.parametrize("conflict", [Conflict.OVERWRITE, Conflict.RESUME])
def test_a_file_that_is_to_go_stays_for_now(take: Take, marking: Path, conflict: Conflict) -> None:
    (marking / "a.zip").write_text("old")
    reserved = take(conflict=conflict)
    assert (reserved.name, reserved.replaces) == ("a.zip", True)
    assert (marking / "a.zip").read_text() == "old"


@every_mode
@pytest.mark.parametrize(("seconds", "counts"), [(1.0, True), (-1.0, False)])
def test_a_file_that_came_after_the_user_had_decided_was_not_meant(
    marking: Path, conflict: Conflict, seconds: float, *, counts: bool
) -> None:
    (marking / "a.zip").write_text("from another download of the list")
    asked_at = (marking / "a.zip").stat().st_ctime + seconds
    reserved = reserve(marking, "a.zip", conflict, "list:1", asked_at)
    if reserved.part is not None:
        reserved.part.close()
    kept = reserved == Reserved("a.zip", None)
    assert (kept or reserved.replaces) is (counts and conflict is not Conflict.RENAME)
    assert (reserved.name == "a.zip") is (counts and conflict is not Conflict.RENAME)


def test_what_was_not_there_when_it_was_asked_is_not_to_go(take: Take) -> None:
    assert not take(conflict=Conflict.OVERWRITE).replaces


@every_mode
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_has_the_name_stays_unless_it_was_asked_for(
    take: Take, marking: Path, monkeypatch: pytest.MonkeyPatch, kind: str, conflict: Conflict
) -> None:
    there = Situation(kind, marking, "a.zip")
    make_case_blind(marking, monkeypatch)
    reserved = take(conflict=conflict)
    assert there.untouched()
    is_file = kind not in ("folder", "dangling link")
    if conflict is Conflict.SKIP and is_file:
        assert reserved == Reserved("a.zip", None)
    elif conflict in (Conflict.OVERWRITE, Conflict.RESUME) and there.is_plain_file:
        assert (reserved.name, reserved.replaces) == ("a.zip", True)
    else:
        assert (reserved.name, reserved.replaces) == ("a (2).zip", False)


@every_mode
def test_the_part_file_of_another_is_left_alone(
    take: Take, marking: Path, conflict: Conflict
) -> None:
    theirs = foreign(marking)
    assert take(conflict=conflict).name == "a (2).zip"
    assert theirs.read_text() == "theirs"


def test_overwrite_means_the_name_that_was_asked_for_and_no_numbered_one(
    take: Take, marking: Path
) -> None:
    foreign(marking)
    (marking / "a (2).zip").write_text("another file of the user's")
    reserved = take(conflict=Conflict.OVERWRITE)
    assert reserved.name == "a (3).zip"


def test_skip_means_the_name_that_was_asked_for_and_no_numbered_one(
    take: Take, marking: Path
) -> None:
    foreign(marking)
    (marking / "a (2).zip").write_text("another file of the user's")
    reserved = take(conflict=Conflict.SKIP)
    assert reserved.part is not None
    assert reserved.name == "a (3).zip"


def test_a_name_that_is_published_while_it_is_being_reserved_is_taken(
    take: Take, marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = PartFile.create

    def create(path: str, token: str) -> PartFile:
        if path.endswith("a.zip.part"):
            (marking / "a.zip").write_text("theirs")  # its part file is gone by now
        return real(path, token)

    monkeypatch.setattr(PartFile, "create", create)
    assert take().name == "a (2).zip"
    assert not (marking / "a.zip.part").exists()


def test_two_downloads_of_one_name_get_two(take: Take) -> None:
    assert take(token="list:1").name == "a.zip"
    assert take(token="list:2").name == "a (2).zip"


def test_even_the_same_download_does_not_share_an_open_part_file(take: Take) -> None:
    assert take().name == "a.zip"
    assert take().name == "a (2).zip"


def test_a_part_file_we_made_just_before_a_crash_is_used_again(take: Take, marking: Path) -> None:
    first = take().part
    assert first is not None
    first.write(memoryview(b"half"), 0)
    first.close()
    again = take()
    assert again.part is not None
    if has_attributes(marking):
        assert again.name == "a.zip"
        assert again.part.size() == 0
    else:
        assert again.name == "a (2).zip"


def test_a_part_file_another_download_left_is_not_used(take: Take, marking: Path) -> None:
    first = take(token="list:1").part
    assert first is not None
    first.write(memoryview(b"half"), 0)
    first.close()
    assert take(token="list:2").name == "a (2).zip"
    assert (marking / "a.zip.part").read_bytes() == b"half"


def publish_as(folder: Path, name: str, token: str) -> None:
    """A finished file of ours, as a process leaves it that is killed then."""
    with (folder / name).open("wb") as file:
        file.write(b"whole")
        set_mark(file.fileno(), token)


@every_mode
def test_a_file_we_published_just_before_a_crash_is_not_fetched_again(
    take: Take, marking: Path, conflict: Conflict
) -> None:
    publish_as(marking, "a.zip", "list:1")
    if has_attributes(marking):
        assert take(conflict=conflict) == Reserved("a.zip", None, published=True)
        assert not (marking / "a.zip.part").exists()
        assert not take("a.zip", conflict, "list:2").published


def test_it_is_known_by_its_number_too(take: Take, marking: Path) -> None:
    (marking / "a.zip").write_text("theirs")
    publish_as(marking, "a (2).zip", "list:1")
    if has_attributes(marking):
        assert take() == Reserved("a (2).zip", None, published=True)


@pytest.mark.parametrize("name", ["a.zip", "a.zip.part", "a (3).zip", "a (3).zip.part"])
def test_what_a_killed_process_left_is_found(marking: Path, name: str) -> None:
    if "3" in name:
        (marking / "a.zip").write_text("theirs")
        foreign(marking, "a (2).zip")
    publish_as(marking, name, "list:1")
    assert left_behind(marking, "a.zip", "list:1") is has_attributes(marking)
    assert not left_behind(marking, "a.zip", "list:2")
    assert not left_behind(marking, "b.zip", "list:1")


def test_a_marked_part_file_that_vanishes_meanwhile_is_not_missed(
    take: Take, marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = foreign(marking)

    def vanish(path: Path, _token: str) -> bool:
        theirs.unlink()
        return path == theirs

    monkeypatch.setattr(reserving, "has_mark", vanish)
    assert take().part is not None


@every_mode
def test_eight_threads_get_eight_names(marking: Path, conflict: Conflict) -> None:
    barrier = threading.Barrier(8)
    taken: list[Reserved] = []

    def run(number: int) -> None:
        barrier.wait()
        taken.append(reserve(marking, "a.zip", conflict, f"list:{number}"))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {"a.zip", *(f"a ({number}).zip" for number in range(2, 9))}
    assert {reserved.name for reserved in taken} == names
    for reserved in taken:
        assert reserved.part is not None
        reserved.part.close()


def test_eight_threads_that_reserve_and_publish_end_with_eight_files(marking: Path) -> None:
    barrier = threading.Barrier(8)

    def run(number: int) -> None:
        barrier.wait()
        reserved = reserve(marking, "a.zip", Conflict.RENAME, f"list:{number}")
        assert reserved.part is not None
        reserved.part.write(memoryview(str(number).encode()), 0)
        try:
            publish(reserved.part.path, marking / reserved.name)
        except FileExistsError:  # taken in the last moment: the engine tries the next name
            publish(reserved.part.path, marking / f"spare {number}")
        reserved.part.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.read_text() for path in marking.iterdir()) == list("01234567")


def test_there_is_an_end_to_the_numbers(
    take: Take, marking: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reserving, "MAX_NUMBER", 3)
    for name in ("a.zip", "a (2).zip"):
        (marking / name).touch()
    with pytest.raises(NameTakenError, match=r"a\.zip"):
        take()


def test_the_longest_name_can_be_numbered(take: Take, marking: Path) -> None:
    name = "x" * (255 - len(" (9999)") - len(".part") - 4) + ".zip"
    for number in range(1, 12):
        assert take(name, token=f"list:{number}").part is not None
    assert len(list(marking.iterdir())) == 11


def test_what_is_reserved_is_locked(take: Take) -> None:
    reserved = take()
    assert reserved.part is not None
    with pytest.raises(InUseError):
        PartFile.reopen(reserved.part.path)
