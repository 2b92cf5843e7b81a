"""A long queue costs a download no more than a short one: steps are counted, not seconds."""

import itertools
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import core
from core.assembly import build_engine
from core.engine.clocks import Clocks
from core.engine.engine import Engine
from core.engine.running import Piece
from core.model.download import Request
from core.model.errors import StalledError
from core.model.outcome import Done, Failed, Stopped
from core.model.resource import Resource, Validator
from core.model.settings import Settings
from core.stop import StopSignal
from tests.engine.conftest import NewSignal

SHORT, LONG = 150, 3_000
OURS = str(Path(core.__file__).parent)


def steps(action: Callable[[], object]) -> int:
    """How many instructions of the interpreter our own code takes for something."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


class Desk:
    """An engine whose own workers stay idle; time passes whenever somebody looks at a clock."""

    def __init__(self, folder: Path, signal: StopSignal) -> None:
        ticks = itertools.count()
        clocks = Clocks(
            monotonic=lambda: next(ticks) * 0.02,
            processor=lambda: 0.0,
            uniform=lambda _low, _high: 1e9,
        )
        settings = Settings(concurrent=64, connections=1)
        self.engine: Engine = build_engine(
            settings, folder / "state", owner="test", pool_size=1, clocks=clocks
        )
        self.work = self.engine._work
        self.signal = signal
        self.names = itertools.count()

    def add(self, count: int, host: str = "example.org") -> list[int]:
        links = [f"https://{host}/{next(self.names)}.bin" for _ in range(count)]
        return self.engine.add([Request(link, Path("nowhere")) for link in links])

    def look(self) -> None:
        while self.engine.changes().more:
            continue

    def take(self) -> Piece:
        piece = self.work.take(self.signal)
        assert piece is not None
        return piece

    def complete(self, piece: Piece) -> None:
        link = piece.download.request.url
        self.work.delivered(piece, Resource(link, 1, Validator(), ranges=False), "name.bin", 1)
        self.work.settle(piece, Done())

    def stall(self, piece: Piece) -> None:
        self.work.settle(piece, Failed(StalledError()))


MakeDesk = Callable[[int], AbstractContextManager[Desk]]


@pytest.fixture
def make(tmp_path: Path, signal: NewSignal) -> MakeDesk:
    @contextmanager
    def desk(size: int) -> Iterator[Desk]:
        made = Desk(tmp_path / str(size), signal())
        with closing(made.engine):
            yield made

    return desk


def everything(desk: Desk) -> dict[str, int]:
    """What each thing that is done with a download costs."""
    taken: list[Piece] = []
    added: list[int] = []
    costs = {
        "add": steps(lambda: added.extend(desk.add(1))),
        "look": steps(desk.look),
        "take": steps(lambda: taken.append(desk.take())),
        "look at what runs": steps(desk.look),
        "complete": steps(lambda: desk.complete(taken[0])),
        "promise": steps(lambda: desk.work.promise(desk.signal)),
        "keep the promise": steps(lambda: taken.append(desk.take())),
        "fail": steps(lambda: desk.stall(taken[1])),
        "pause": steps(lambda: desk.engine.pause(added)),
        "resume": steps(lambda: desk.engine.resume(added)),
        "remove": steps(lambda: desk.engine.remove(added)),
        "look again": steps(desk.look),
    }
    piece = desk.take()
    costs["stop"] = steps(lambda: desk.work.settle(piece, Stopped()))
    return costs


def queued(desk: Desk, size: int) -> None:
    desk.add(size)


def full(desk: Desk, size: int) -> None:
    """All but a few wait for a server that is at its limit."""
    desk.add(size, "full.example")
    desk.add(5)
    desk.work.open_batch(None)
    desk.take()
    desk.work.hosts.learn("full.example", 1, 0.0)


def failed(desk: Desk, size: int) -> None:
    """Nearly all have failed and wait for their next attempt."""
    desk.add(size)
    desk.work.open_batch(None)
    for _ in range(size):
        desk.stall(desk.take())
    desk.add(5)


@pytest.mark.parametrize("before", [queued, full, failed])
def test_nothing_takes_longer_in_a_list_twenty_times_as_long(
    make: MakeDesk, before: Callable[[Desk, int], None]
) -> None:
    costs = []
    for size in (SHORT, LONG):
        with make(size) as desk:
            before(desk, size)
            desk.look()
            desk.work.open_batch(None)
            costs.append(everything(desk))
    short, long = costs
    assert all(short.values())
    assert {name: cost for name, cost in long.items() if cost > 1.2 * short[name]} == {}
