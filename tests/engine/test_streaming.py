"""The loop that reads, checks and writes, where others shorten its segment meanwhile."""

from pathlib import Path

import pytest

from core.disk import pipe
from core.disk.partfile import PartFile
from core.engine.lanes import Lane, Lanes
from core.engine.running import Piece, Running
from core.engine.segments import Segment
from core.engine.streaming import Streaming
from core.engine.throttle import Throttle
from core.model.download import Download, Options, Request
from core.model.settings import Settings
from core.net.client import Client
from core.net.jar import Jar
from core.net.network import make_network
from core.stop import Interrupted, StopSignal
from tests.engine.conftest import NewSignal
from tests.servers.scripted import Scripted, content, serve_file

DATA = content(1_000_000)


class Late(Throttle):
    """Asked between the look at the segment's end and the read: that is when the rest is lost."""

    def __init__(self, running: Running, segment: Segment) -> None:
        super().__init__()
        self._running = running
        self._segment = segment

    def chunk(self, size: int) -> int:
        mine = self._segment
        if mine.position and not mine.lost:
            faster = Segment(mine.position, mine.end, mine.position, rival=mine)
            self._running.add(faster)
            self._running.wrote(faster, 1)
        return super().chunk(size)


def test_a_rest_lost_between_look_and_read_is_no_broken_connection(
    signal: NewSignal, server: Scripted, tmp_path: Path
) -> None:
    url = server.add("/file.bin", serve_file(DATA))
    stop = signal()
    running = Running.begin(Download(1, Request(url, tmp_path), 1.0, 0.0), 8, lambda: 0.0)
    running.part = PartFile.create(tmp_path / "file.bin.part")
    segment = Segment(0, len(DATA), 0, worker=stop)
    running.add(segment)
    client = Client(make_network(Settings(), Jar(), "test"), stop)
    reply = client.open(url, Options(), 0)
    with pytest.raises(Interrupted):
        Streaming(Late(running, segment), Lanes(), 5).run(Piece(running, stop), reply, segment)
    assert running.ended(segment)
    assert running.part.read(0, segment.position) == DATA[: segment.position]
    client.close()
    running.part.close()


@pytest.mark.parametrize("splices", [True, False])
def test_who_waited_for_a_lane_looks_at_the_stop_signal_before_it_writes(
    signal: NewSignal,
    server: Scripted,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    splices: bool,
) -> None:
    stop = signal()

    class Busy(Lanes):
        def take(self, stop: StopSignal) -> Lane:
            stop.set()
            return super().take(stop)

    monkeypatch.setattr(pipe, "AVAILABLE", pipe.AVAILABLE and splices)
    url = server.add("/file.bin", serve_file(DATA))
    running = Running.begin(Download(1, Request(url, tmp_path), 1.0, 0.0), 8, lambda: 0.0)
    running.part = PartFile.create(tmp_path / "file.bin.part")
    segment = Segment(0, len(DATA), 0, worker=stop)
    running.add(segment)
    client = Client(make_network(Settings(), Jar(), "test"), stop)
    reply = client.open(url, Options(), 0)
    with pytest.raises(Interrupted):
        Streaming(Throttle(), Busy(), 5).run(Piece(running, stop), reply, segment)
    assert segment.position == running.part.size() == 0
    client.close()
    running.part.close()
