"""What becomes of a download when a worker gives it back."""

from pathlib import Path
from unittest.mock import Mock

import pytest

from core.engine.clocks import Clocks
from core.engine.queue import Queue
from core.engine.roster import Roster
from core.engine.running import Piece, Running
from core.engine.settling import Settling
from core.model import events
from core.model.download import Download, Request
from core.model.errors import MisplacedError, UnprovenError
from core.model.outcome import Failed
from core.model.segment import Span
from core.model.settings import Settings
from core.model.states import State
from core.policy.hosts import HostLimits
from core.policy.ramp import Ramp
from core.stop import StopSignal

NOW = 100.0


class Bench:
    """One download that runs, with one worker left."""

    def __init__(self, brought: int) -> None:
        self.roster, self.hosts = Roster(), HostLimits()
        clocks = Clocks(monotonic=lambda: NOW, uniform=lambda low, high: high)
        queue = Queue(self.roster, lambda _: False)
        self.settling = Settling(
            self.roster, queue, self.hosts, Mock(), Mock(), Mock(), clocks, Mock()
        )
        self.one = Download(1, Request("http://h.example/f", Path("/f")), 1.0, 0.0)
        self.one.state, self.one.attempts = State.DOWNLOADING, 1
        self.roster.add(self.one)
        running = Running(self.one, "h.example", Ramp(), base=[Span(0, brought)])
        self.roster.running[1] = running
        self.stop = StopSignal()
        running.workers.add(self.stop)
        self.piece = Piece(running, self.stop)

    def fail(self, error: UnprovenError | MisplacedError) -> events.Event | None:
        settings = Settings(retries=1)
        event = self.settling.settle(self.piece, Failed(error), settings, stopping=False)
        self.stop.close()
        return event


@pytest.mark.parametrize(("brought", "goes_on"), [(1, True), (0, False)])
def test_what_any_worker_brought_is_progress(brought: int, *, goes_on: bool) -> None:
    """Whoever leaves last may have failed to join a download that goes well."""
    bench = Bench(brought)
    event = bench.fail(UnprovenError(host="h.example"))
    if goes_on:
        assert isinstance(event, events.Retrying)
        assert (event.seconds, bench.one.attempts) == (0.0, 1)
    else:
        assert isinstance(event, events.DownloadFailed)


def test_a_server_that_mixes_up_parts_gets_one_connection() -> None:
    bench = Bench(1)
    assert isinstance(bench.fail(MisplacedError(host="h.example")), events.DownloadFailed)
    assert bench.hosts.limit("h.example", NOW) == 1
