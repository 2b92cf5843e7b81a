"""Workers that wait: none of them sleeps through something to do, and every batch ends."""

import threading

import pytest

from core.engine import segments
from core.model import events
from core.model.states import Hold, State
from tests.engine.conftest import MakeRig
from tests.servers.gated import Gated
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(20_000)


def test_a_retry_falls_due_while_everybody_is_busy(rig: MakeRig, server: Scripted) -> None:
    """All places are taken when it fails, and all are free when its time has come."""
    here = rig(concurrent=2, retries=1)
    go_on = threading.Event()
    begun = threading.Barrier(3, timeout=30)

    def fails_once(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            peer.head("503 Busy", "Content-Length: 0", "Retry-After: 1")
        else:
            serve_file(DATA)(peer, asked)

    def held(peer: Peer, asked: Asked) -> None:
        begun.wait()
        go_on.wait(30)
        serve_file(DATA, ranges=False)(peer, asked)

    # Another host, or the fault would count as one connection too many.
    failing = server.add("/fails.bin", fails_once).replace("127.0.0.1", "localhost")
    here.add(failing, server.add("/a.bin", held), server.add("/b.bin", held))
    here.engine.start()
    here.wait(events.Retrying)
    begun.wait()  # both places are taken again
    go_on.set()
    ended = here.wait(events.BatchEnded)
    assert ended.cause is None
    assert here.states() == [State.COMPLETED] * 3


def test_all_who_wait_for_a_server_get_their_turn_at_once(rig: MakeRig, server: Scripted) -> None:
    """It allows two connections: one file has both, and then two files have one each."""
    here = rig(concurrent=4, connections=2, timeout=60)
    large = Gated(content(2_000_000), lambda _number, _start: 400_000)
    together = threading.Barrier(2, timeout=30)
    refused, free = threading.Event(), threading.Event()

    def small(peer: Peer, asked: Asked) -> None:
        if not free.is_set():
            refused.set()
            peer.head("503 Busy", "Content-Length: 0")
        else:
            together.wait()
            serve_file(DATA, ranges=False)(peer, asked)

    here.add(server.add("/large.bin", large))
    here.engine.start()
    large.wait(2)
    here.add(*(server.add(f"/{number}.bin", small) for number in range(4)))
    assert refused.wait(30)
    here.wait_until(lambda rows: any(row.hold is Hold.HOST for row in rows.values()))
    free.set()
    large.open()
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.COMPLETED] * 5
    assert not any(isinstance(one, events.Retrying) for one in here.heard)


def test_an_idle_connection_comes_back_when_it_could_help(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both connections were needed when everybody else lay down to sleep."""
    monkeypatch.setattr(segments, "SMOOTH_SECONDS", 0.1)
    here = rig(connections=2, timeout=60)
    file = Gated(content(4_000_000), lambda number, _: 400_000 if number == 1 else 4_000_000)
    here.add(server.add("/data.bin", file))
    here.engine.start()
    stalled = file.wait(1)
    file.wait_until(lambda: stalled.gone)  # others have its rest, piece by piece
    assert here.wait(events.BatchEnded).cause is None
    assert (here.files / "data.bin").read_bytes() == file.data
