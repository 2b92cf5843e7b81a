"""What a part file is proven to hold, and what not."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.disk import proving
from core.disk.partfile import PartFile
from core.disk.proving import disown, prove, recover
from core.model.errors import InUseError, PartLostError
from core.model.evidence import NOTHING, Evidence
from core.model.segment import Span, merge
from core.stop import Interrupted
from tests.disk.conftest import has_attributes

MIB = 1024 * 1024
SIZE = 5 * MIB + 1234
DATA = random.Random(1).randbytes(SIZE)
ALL = [Span(0, SIZE)]
TOKEN = "list:1"


@pytest.fixture
def part(marking: Path) -> Iterator[PartFile]:
    made = PartFile.create(marking / "a.part", TOKEN)
    made.write(memoryview(DATA), 0)
    yield made
    made.close()


def again(part: PartFile, evidence: Evidence, token: str = TOKEN) -> list[Span]:
    """What a restart makes of the file."""
    part.close()
    opened, held = recover(part.path, token, evidence, lambda: None)
    opened.close()
    return held


def touched(part: PartFile) -> None:
    """As if written to, although nothing is different."""
    os.utime(part.path, ns=(0, 0))


def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes are read from part files from here on."""
    counts: list[int] = []
    real = PartFile.read_into

    def read_into(self: PartFile, view: memoryview, position: int) -> int:
        counts.append(len(view))
        return real(self, view, position)

    monkeypatch.setattr(PartFile, "read_into", read_into)
    return counts


def test_a_file_as_it_was_left_is_believed_unread(
    part: PartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = prove(part, ALL)
    counts = reads(monkeypatch)
    assert again(part, evidence) == ALL
    assert counts == []


def test_a_file_that_was_touched_is_read_and_then_believed(part: PartFile) -> None:
    evidence = prove(part, ALL)
    touched(part)
    assert again(part, evidence) == ALL


def test_bytes_are_read_once_however_often_they_are_recorded(
    part: PartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = reads(monkeypatch)
    for end in range(100_000, SIZE, 100_000):
        prove(part, [Span(0, end)])
    assert sum(counts) == (SIZE // 100_000) * 100_000


def test_evidence_goes_on_after_a_restart(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = prove(part, [Span(0, 3 * MIB)])
    part.close()
    opened, held = recover(part.path, TOKEN, evidence, lambda: None)
    counts = reads(monkeypatch)
    assert prove(opened, [*held, Span(3 * MIB, SIZE)]).spans == ALL
    assert sum(counts) == SIZE - 3 * MIB
    opened.close()


@settings(deadline=None, max_examples=60)
@given(some.lists(some.integers(0, SIZE), min_size=2, max_size=12, unique=True), some.data())
def test_one_changed_byte_costs_its_block_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, edges: list[int], data: some.DataObject
) -> None:
    held = [Span(*pair) for pair in zip(*[iter(sorted(edges))] * 2, strict=False)]
    made = PartFile.create(tmp_path_factory.mktemp("proving") / "a.part", TOKEN)
    made.write(memoryview(DATA), 0)
    evidence = NOTHING
    for count in range(len(held) + 1):  # as several connections bring them
        evidence = prove(made, held[:count])
    place = data.draw(some.integers(held[0].start, held[-1].end - 1))
    made.write(memoryview(bytes([DATA[place] ^ 1])), place)
    proven = again(made, evidence)
    assert all(DATA[span.start : span.end] == _content(made, span) for span in proven)
    lost = sum(span.length for span in merge(held)) - sum(span.length for span in proven)
    assert lost <= proving.MIN_BLOCK
    assert bool(lost) is any(span.start <= place < span.end for span in held)


def _content(part: PartFile, span: Span) -> bytes:
    with part.path.open("rb") as file:
        file.seek(span.start)
        return file.read(span.length)


@pytest.mark.parametrize("size", [0, 1, MIB, 3 * MIB + 5])
def test_a_file_that_got_shorter_is_believed_as_far_as_it_reaches(
    part: PartFile, size: int
) -> None:
    evidence = prove(part, ALL)
    os.truncate(part.path, size)
    held = again(part, evidence)
    assert held == ([Span(0, size // MIB * MIB)] if size >= MIB else [])


def test_what_is_not_there_is_never_recorded(part: PartFile) -> None:
    os.truncate(part.path, MIB)
    with pytest.raises(PartLostError):
        prove(part, ALL)


def test_huge_files_need_no_more_than_about_a_hundred_proofs() -> None:
    position, count = 0, 0
    while position < 2**40:
        position, count = proving._block_end(position), count + 1
    assert count < 200


# --- whose file it is --------------------------------------------------------------------------


def replaced(part: PartFile) -> None:
    content = part.path.read_bytes()
    part.path.unlink()
    part.path.write_bytes(content)


def marked_by_another(part: PartFile) -> None:
    part.path.unlink()
    PartFile.create(part.path, "list:2").close()


@pytest.mark.parametrize("change", [replaced, marked_by_another])
def test_a_file_of_the_same_name_is_not_ours(
    part: PartFile, change: Callable[[PartFile], None]
) -> None:
    assert has_attributes(part.path.parent), "the tests need a disk with extended attributes"
    evidence = prove(part, ALL)
    part.close()
    change(part)
    with pytest.raises(PartLostError):
        again(part, evidence)


def test_without_marks_what_was_recorded_must_tell(
    part: PartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "bears_mark", lambda *_: None)
    evidence = prove(part, ALL)
    replaced(part)
    assert again(part, evidence) == ALL
    part.path.write_bytes(b"theirs" * MIB)
    with pytest.raises(PartLostError):
        again(part, evidence)
    part.path.write_bytes(b"")
    assert again(part, evidence) == []
    assert again(part, NOTHING) == []


def test_a_file_that_is_gone_or_in_use_is_told(part: PartFile) -> None:
    with pytest.raises(InUseError):
        recover(part.path, TOKEN, NOTHING, lambda: None)
    part.close()
    part.path.unlink()
    with pytest.raises(PartLostError):
        recover(part.path, TOKEN, NOTHING, lambda: None)


def test_reading_a_large_file_can_be_stopped(part: PartFile) -> None:
    evidence = prove(part, ALL)
    touched(part)
    part.close()

    def stop() -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        recover(part.path, TOKEN, evidence, stop)
    PartFile.reopen(part.path).close()  # it was given back


def test_bytes_that_were_replaced_are_proven_anew(part: PartFile) -> None:
    prove(part, ALL)
    disown(part, [Span(MIB + 5, MIB + 10)])
    held = Evidence(tuple(part.proofs)).spans
    assert held == [Span(0, MIB), Span(2 * MIB, SIZE)]
    part.write(memoryview(b"other"), MIB + 5)
    evidence = prove(part, ALL)
    touched(part)
    assert again(part, evidence) == ALL
