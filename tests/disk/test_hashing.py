"""Verifying a file: right, wrong, and interrupted."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.disk import hashing
from core.disk.hashing import Follower, could_match, damaged, matches, verify
from core.disk.partfile import PartFile
from core.model.checksum import ALGORITHMS, Checksum
from core.model.errors import ChecksumError
from core.model.pieces import Pieces
from core.model.segment import Span
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
    monkeypatch.setattr(hashing, "BLOCK_BYTES", 4096)
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
    monkeypatch.setattr(hashing, "BLOCK_BYTES", 4096)
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


# --- following -----------------------------------------------------------------------------------


def test_a_follower_spares_reading_again(part: PartFile, stop: StopSignal) -> None:
    told: list[int] = []
    follower = Follower(part, SHA)
    for end in (1, 5000, 9000):
        follower.follow(end)
    verify(part, SHA, stop, told.append, follower)
    assert told == [len(CONTENT)]


def test_a_follower_that_saw_everything_leaves_nothing(part: PartFile, stop: StopSignal) -> None:
    told: list[int] = []
    follower = Follower(part, SHA)
    follower.follow(len(CONTENT))
    verify(part, SHA, stop, told.append, follower)
    assert told == []


def test_a_follower_knows_what_was_written_not_what_was_sent(
    part: PartFile, stop: StopSignal
) -> None:
    follower = Follower(part, SHA)
    part.write(memoryview(b"!"), 100)
    follower.follow(len(CONTENT))
    with pytest.raises(ChecksumError):
        verify(part, SHA, stop, ignore, follower)


def test_a_follower_does_not_go_where_others_write(part: PartFile, stop: StopSignal) -> None:
    follower = Follower(part, SHA)
    follower.keep_below(5000)
    follower.keep_below(9000)
    part.write(memoryview(b"!"), 6000)
    follower.follow(len(CONTENT))
    assert follower.position == 5000
    part.write(memoryview(CONTENT[6000:6001]), 6000)
    verify(part, SHA, stop, ignore, follower)


def test_a_follower_that_was_there_before_others_wrote_is_not_believed(
    part: PartFile, stop: StopSignal
) -> None:
    follower = Follower(part, SHA)
    follower.follow(len(CONTENT))
    follower.keep_below(5000)
    part.write(memoryview(b"!"), 6000)
    with pytest.raises(ChecksumError):
        verify(part, SHA, stop, ignore, follower)


def test_a_follower_of_another_checksum_is_of_no_use(part: PartFile, stop: StopSignal) -> None:
    follower = Follower(part, Checksum("md5", "0" * 32))
    follower.follow(len(CONTENT))
    verify(part, SHA, stop, ignore, follower)


def test_a_follower_stops_where_the_file_ends(part: PartFile) -> None:
    follower = Follower(part, SHA)
    follower.follow(len(CONTENT) + 1)
    assert follower.position == len(CONTENT)


# --- shares --------------------------------------------------------------------------------------

SHARES = [CONTENT[start : start + 3000] for start in range(0, len(CONTENT), 3000)]
PIECES = Pieces("sha-1", 3000, b"".join(hashlib.sha1(share).digest() for share in SHARES))


@pytest.mark.parametrize(
    ("wrong", "spans"),
    [
        ([], []),
        ([0], [Span(0, 3000)]),
        ([2999, 3000], [Span(0, 6000)]),
        ([5000, len(CONTENT) - 1], [Span(3000, 6000), Span(9000, len(CONTENT))]),
    ],
)
def test_damage_is_told_by_share(
    part: PartFile, stop: StopSignal, wrong: list[int], spans: list[Span]
) -> None:
    for position in wrong:
        part.write(memoryview(bytes([CONTENT[position] ^ 1])), position)
    assert damaged(part, PIECES, len(CONTENT), stop, ignore) == spans


def test_shares_that_are_not_there_are_damaged(part: PartFile, stop: StopSignal) -> None:
    part.cut(4000)
    found = damaged(part, PIECES, len(CONTENT), stop, ignore)
    assert found == [Span(3000, len(CONTENT))]


def test_looking_for_damage_is_told_and_can_be_stopped(part: PartFile, stop: StopSignal) -> None:
    told: list[int] = []

    def stop_there(read: int) -> None:
        told.append(read)
        if read == 6000:
            stop.set()

    with pytest.raises(Interrupted):
        damaged(part, PIECES, len(CONTENT), stop, stop_there)
    assert told == [3000, 6000]
