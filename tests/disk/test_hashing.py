"""Verifying a file: right, wrong, and interrupted."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.disk import hashing
from core.disk.hashing import could_match, matches, verify
from core.disk.partfile import PartFile
from core.model.checksum import ALGORITHMS, Checksum
from core.model.errors import ChecksumError
from core.stop import Interrupted, StopSignal

CONTENT = bytes(range(256)) * 40
SHA = Checksum("sha-256", hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    signal = StopSignal()
    yield signal
    signal.close()


@pytest.fixture
def holding(tmp_path: Path) -> Iterator[Callable[[bytes], PartFile]]:
    made: list[PartFile] = []

    def make(content: bytes) -> PartFile:
        made.append(PartFile.create(tmp_path / f"{len(made)}.part"))
        made[-1].write(memoryview(content), 0)
        return made[-1]

    yield make
    for part in made:
        part.close()


@pytest.fixture
def part(holding: Callable[[bytes], PartFile], monkeypatch: pytest.MonkeyPatch) -> PartFile:
    """A file of several chunks."""
    monkeypatch.setattr(hashing, "CHUNK_BYTES", 4096)
    return holding(CONTENT)


def ignore(_read: int) -> None:
    return


def test_the_right_bytes_pass(part: PartFile, stop: StopSignal) -> None:
    verify(part, SHA, stop, ignore)


@pytest.mark.parametrize("name", ALGORITHMS)
def test_every_algorithm_can_tell_right_from_wrong(
    part: PartFile, stop: StopSignal, name: str
) -> None:
    hasher = ALGORITHMS[name].new()
    hasher.update(CONTENT)
    verify(part, Checksum(name, hasher.hexdigest()), stop, ignore)
    part.write(memoryview(b"!"), 5000)
    with pytest.raises(ChecksumError):
        verify(part, Checksum(name, hasher.hexdigest()), stop, ignore)


def test_a_damaged_file_is_told_with_both_values(
    holding: Callable[[bytes], PartFile], stop: StopSignal
) -> None:
    with pytest.raises(ChecksumError) as caught:
        verify(holding(b"other"), SHA, stop, ignore)
    assert caught.value.details == {
        "algorithm": "sha-256",
        "actual": hashlib.sha256(b"other").hexdigest(),
        "expected": SHA.value,
    }


def test_a_file_that_is_cut_short_does_not_pass(
    holding: Callable[[bytes], PartFile], stop: StopSignal
) -> None:
    with pytest.raises(ChecksumError):
        verify(holding(CONTENT[:-1]), SHA, stop, ignore)


def test_an_empty_file_has_a_checksum_too(
    holding: Callable[[bytes], PartFile], stop: StopSignal
) -> None:
    verify(holding(b""), Checksum("md5", hashlib.md5(b"").hexdigest()), stop, ignore)


def test_progress_tells_how_many_bytes_were_read(part: PartFile, stop: StopSignal) -> None:
    told: list[int] = []
    verify(part, SHA, stop, told.append)
    assert told == [4096, 8192, len(CONTENT)]


def test_a_signal_that_is_set_already_ends_it_before_anything_is_counted(
    part: PartFile, stop: StopSignal
) -> None:
    told: list[int] = []
    stop.set()
    with pytest.raises(Interrupted):
        verify(part, SHA, stop, told.append)
    assert told == []


def test_a_stop_on_the_way_ends_it_at_the_next_chunk(part: PartFile, stop: StopSignal) -> None:
    told: list[int] = []

    def stop_there(read: int) -> None:
        told.append(read)
        stop.set()

    with pytest.raises(Interrupted):
        verify(part, SHA, stop, stop_there)
    assert told == [4096]


def test_a_finished_file_is_told_from_another(
    tmp_path: Path, stop: StopSignal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "CHUNK_BYTES", 4096)
    path = tmp_path / "a"
    path.write_bytes(CONTENT)
    assert matches(path, SHA, stop)
    path.write_bytes(CONTENT[:-1] + b"?")
    assert not matches(path, SHA, stop)


@pytest.mark.parametrize("kind", ["missing", "folder"])
def test_what_cannot_be_read_is_another(tmp_path: Path, stop: StopSignal, kind: str) -> None:
    path = tmp_path if kind == "folder" else tmp_path / "a"
    assert not matches(path, SHA, stop)
    assert not could_match(path, None)


def test_looking_at_a_file_ends_with_the_signal(tmp_path: Path, stop: StopSignal) -> None:
    (tmp_path / "a").write_bytes(CONTENT)
    stop.set()
    with pytest.raises(Interrupted):
        matches(tmp_path / "a", SHA, stop)


@pytest.mark.parametrize(("size", "could"), [(None, True), (3, True), (2, False), (0, False)])
def test_only_a_file_of_the_same_size_is_worth_a_look(
    tmp_path: Path, size: int | None, *, could: bool
) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("a")
    assert could_match(tmp_path / "a", size) is could
    assert could_match(tmp_path / "link", size) is could
