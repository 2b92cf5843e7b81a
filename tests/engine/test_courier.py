"""Bytes in hand: those of a fast stream are decrypted in a lane, and waited for without one."""

from pathlib import Path

import pytest

from core.disk.partfile import PartFile
from core.engine.courier import FAST_READ, Courier
from core.engine.lanes import Lane, Lanes
from core.net.body import Body
from core.net.head import BodyFrame, Framing
from core.stop import Interrupted, StopSignal
from tests.engine.conftest import NewSignal
from tests.servers.scripted import content

DATA = content(3 * FAST_READ)
PATIENCE = 30.0


class Encrypted:
    """A stream whose bytes come in records; a record that is not whole yields nothing yet."""

    def __init__(self, lanes: Lanes, *, fails: bool = False) -> None:
        self._lanes = lanes
        self._fails = fails
        self._waited = 0
        self._given = 0
        self.told: list[str] = []

    def _tell(self, what: str) -> None:
        self.told.append(what + (" in a lane" if self._lanes._held else ""))

    def receive_into(self, view: memoryview, seconds: float) -> int:
        self._tell("read" if seconds == 0 else "wait and read")
        if self._fails:
            raise ConnectionResetError
        if seconds == 0 and self._waited % 2:
            raise TimeoutError
        count = min(len(view), FAST_READ)
        view[:count] = DATA[self._given : self._given + count]
        self._given += count
        return count

    def await_more(self, room: int, seconds: float) -> None:
        assert room
        assert seconds == PATIENCE
        self._tell("wait")
        self._waited += 1

    def await_answer(self, seconds: float) -> None:
        raise AssertionError

    def send(self, data: bytes, seconds: float) -> None:
        raise AssertionError

    def wake_at(self, count: int) -> None:
        pass

    def descriptor(self) -> int | None:
        return None

    def usable(self) -> bool:
        return True

    def close(self) -> None:
        pass


def body_of(stream: Encrypted, framing: Framing = Framing.LENGTH) -> Body:
    length = len(DATA) if framing is Framing.LENGTH else None
    return Body(stream, b"", BodyFrame(framing, length, True), "a.example", lambda _: None)


def test_fast_streams_are_read_in_a_lane_and_waited_for_without(
    signal: NewSignal, tmp_path: Path
) -> None:
    lanes, stop = Lanes(1), signal()
    stream = Encrypted(lanes)
    part = PartFile.create(tmp_path / "file.part")
    with Courier(body_of(stream), part, PATIENCE, lanes) as courier:
        for position in (0, FAST_READ):
            assert courier.fetch(FAST_READ, stop) == FAST_READ
            courier.deliver(FAST_READ, position)
            assert not lanes._held
        assert stream.told == ["wait", "read in a lane"] * 4
        assert courier.fetch(FAST_READ - 1, stop) == FAST_READ - 1
        assert stream.told[8:] == ["wait and read"]
        courier.deliver(FAST_READ - 1, 2 * FAST_READ)
    assert not lanes._held
    assert part.read(0, 3 * FAST_READ) == DATA[:-1]
    part.close()


def test_chunks_are_waited_for_where_they_are_read(signal: NewSignal, tmp_path: Path) -> None:
    """Their lines may come in pieces, so a read that gives up would lose what it had."""
    lanes, stop = Lanes(1), signal()
    stream = Encrypted(lanes, fails=True)
    part = PartFile.create(tmp_path / "file.part")
    with (
        Courier(body_of(stream, Framing.CHUNKED), part, PATIENCE, lanes) as courier,
        pytest.raises(ConnectionResetError),
    ):
        courier.fetch(FAST_READ, stop)
    assert stream.told == ["wait and read"]
    part.close()


@pytest.mark.parametrize("stopped", [True, False])
def test_no_lane_is_kept_by_who_fails(signal: NewSignal, tmp_path: Path, stopped: bool) -> None:
    class Late(Lanes):
        def take(self, stop: StopSignal) -> Lane:
            if stopped:
                stop.set()
            return super().take(stop)

    lanes, stop = Late(1), signal()
    part = PartFile.create(tmp_path / "file.part")
    with (
        Courier(body_of(Encrypted(lanes, fails=True)), part, PATIENCE, lanes) as courier,
        pytest.raises(Interrupted if stopped else ConnectionResetError),
    ):
        courier.fetch(FAST_READ, stop)
    assert not lanes._held
    part.close()
