"""Speed limits and settings that change while downloads run."""

import threading
from dataclasses import replace

import pytest

from core.model import events
from core.model.settings import Settings
from core.model.snapshot import Row
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file
from tests.servers.small import at_once

DATA = content(1_000_000)
SLOW = 1000  # bytes per second: a thousand seconds for all of it


def settle(rig: Rig) -> float:
    """Seconds the batch took, which must have brought the file."""
    ended = rig.wait(events.BatchEnded)
    (file,) = rig.files.iterdir()
    assert file.read_bytes() == DATA
    return ended.seconds


def until(rig: Rig, enough: int) -> Row:
    """The row of the only download once so many bytes have come."""
    while True:
        (row,) = rig.look().values()
        if row.received >= enough:
            return row


@pytest.mark.parametrize("connections", [1, 8])
@pytest.mark.parametrize("whose", ["own", "everyone's"])
def test_a_limit_is_kept_and_may_be_lifted_at_any_time(
    rig: MakeRig, server: Scripted, connections: int, whose: str
) -> None:
    run = rig(connections=connections)
    settings = Settings(connections=connections)
    ids = run.add(server.add("/f", serve_file(DATA)))

    def limit(rate: int) -> None:
        if whose == "own":
            run.engine.limit(ids, rate)
        else:
            run.engine.configure(replace(settings, limit_rate=rate))

    limit(SLOW)
    run.engine.start()
    assert until(run, 1).received < 100_000
    limit(0)
    assert settle(run) < 100.0


def test_small_files_count_too(rig: MakeRig, server: Scripted) -> None:
    run = rig(limit_rate=80_000)
    run.files.mkdir()  # so that none takes the longer way
    body = content(2000)
    run.add(*(server.add(f"/{number}", at_once(body)) for number in range(20)))
    assert run.run().seconds > 0.4
    assert [path.read_bytes() for path in run.files.iterdir()] == [body] * 20


def test_a_limit_set_while_it_runs_is_felt(rig: MakeRig, server: Scripted) -> None:
    run = rig(connections=1)

    def script(peer: Peer, asked: Asked) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + DATA[:100_000])
        limited.wait(30)
        peer.send(DATA[100_000:])

    limited = threading.Event()
    ids = run.add(server.add("/f", script))
    run.engine.start()
    until(run, 100_000)
    run.engine.limit(ids, 4_000_000)
    limited.set()
    assert settle(run) > 0.15


def test_more_downloads_run_once_more_are_allowed(rig: MakeRig, server: Scripted) -> None:
    run = rig(concurrent=1)

    def script(peer: Peer, asked: Asked) -> None:
        both.wait(30)
        serve_file(DATA)(peer, asked)

    both = threading.Barrier(2)
    run.add(server.add("/a", script), server.add("/b", script))
    run.engine.start()
    run.wait(events.BatchStarted)
    run.engine.configure(Settings(concurrent=2, timeout=5))
    ended = run.wait(events.BatchEnded)
    assert ended.cause is None
    assert sorted(file.name for file in run.files.iterdir()) == ["a", "b"]
