"""Exceptions nobody expected: the batch always ends, and the same pool goes on."""

import errno
from collections.abc import Callable
from typing import Any

import pytest

from core.engine.settling import Settling
from core.engine.work import Work
from core.model import events
from core.model.errors import DiskFaultError, UnexpectedError
from core.model.events import Cause
from core.model.states import State
from core.net.client import Client
from core.stop import StopSignal
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(400_000)
BUGS: list[BaseException] = [
    ZeroDivisionError("boom"), RecursionError("too deep"), MemoryError(), SystemExit(3),
    KeyboardInterrupt(), GeneratorExit(),
]  # fmt: skip


def once(real: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    """The call as it is, but for the first time: then it raises."""
    left = [error]

    def call(*words: Any, **more: Any) -> Any:
        if left:
            raise left.pop()
        return real(*words, **more)

    return call


def add_three(here: Rig, server: Scripted) -> list[int]:
    return here.add(*(server.add(f"/{number}.bin", serve_file(DATA)) for number in range(3)))


def finish(here: Rig) -> None:
    """The same pool, and everything in the list: all of it can still be had."""
    here.engine.retry(here.look())
    ended = here.run()
    assert (ended.cause, ended.fault) == (None, None)
    assert set(here.states()) == {State.COMPLETED}
    assert sorted(path.read_bytes() for path in here.files.iterdir()) == [DATA] * len(here.rows)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: type(bug).__name__)
def test_in_a_transfer_it_fails_that_download_and_the_worker_takes_the_next(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch, bug: BaseException
) -> None:
    here = rig(concurrent=1, pool_size=1)
    add_three(here, server)
    pool = here.engine._batch.pool
    monkeypatch.setattr(here.engine._transfer, "_run", once(here.engine._transfer._run, bug))
    assert here.run().cause is None
    assert here.states() == [State.FAILED, State.COMPLETED, State.COMPLETED]
    [failed] = [row for row in here.look().values() if row.state is State.FAILED]
    assert isinstance(failed.error, UnexpectedError)
    assert type(bug).__name__ in str(failed.error)
    assert "test_bugs.py:" in str(failed.error)
    finish(here)
    assert here.engine._batch.pool is pool


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: type(bug).__name__)
@pytest.mark.parametrize("where", ["take", "settle"])
def test_around_a_transfer_it_ends_the_batch_with_a_report(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch, bug: BaseException, where: str
) -> None:
    here = rig(concurrent=2, connections=1)
    add_three(here, server)
    monkeypatch.setattr(Work, where, once(getattr(Work, where), bug))
    ended = here.run()
    assert ended.cause is Cause.FAULT
    assert isinstance(ended.fault, UnexpectedError)
    assert not any(row.state.running for row in here.look().values())
    finish(here)


def test_while_settling_halfway_the_download_has_failed_and_keeps_what_came(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            serve_file(DATA)(peer, asked)
            return
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
        peer.send(DATA[:1000])
        peer.stall()

    here = rig(connections=1)
    [number] = here.add(server.add("/data.bin", half))
    monkeypatch.setattr(Settling, "_settled", once(Settling._settled, ZeroDivisionError("boom")))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == 1000)
    here.engine.stop()
    failed = here.wait(events.DownloadFailed)
    here.wait(events.BatchEnded)
    assert (failed.id, failed.received) == (number, 1000)
    assert here.look()[number].state is State.FAILED
    finish(here)
    assert server.asked[1].headers["range"] == "bytes=0-", "what is held is compared"


def test_while_a_worker_leaves_it_ends_nothing_but_the_worker(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig(concurrent=1, pool_size=1)
    add_three(here, server)
    real = Client.close

    def close(client: Client) -> None:
        real(client)
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(Client, "close", close)
    here.run()
    assert set(here.states()) == {State.COMPLETED}
    monkeypatch.undo()
    finish(here)


def test_without_descriptors_for_its_workers_a_batch_says_so_and_ends(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig()
    add_three(here, server)
    few = once(StopSignal, OSError(errno.EMFILE, "Too many open files"))
    monkeypatch.setattr("core.engine.worker.StopSignal", few)
    ended = here.run()
    assert ended.fault is not None
    assert "Too many open files" in str(ended.fault)
    finish(here)


def test_while_a_batch_is_closed_it_keeps_no_later_batch_from_ending(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig()
    add_three(here, server)
    monkeypatch.setattr(Work, "close_batch", once(Work.close_batch, ZeroDivisionError("boom")))
    here.run()
    finish(here)


def test_a_disk_that_does_not_take_what_was_written_fails_the_download_with_the_reason(
    rig: MakeRig, server: Scripted
) -> None:
    def half(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
        peer.send(DATA[:1000])
        peer.stall()

    here = rig(connections=1)
    [number] = here.add(server.add("/data.bin", half))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == 1000)
    here.engine._disk_fault(number, DiskFaultError(folder=str(here.files), reason="i/o error"))
    failed = here.wait(events.DownloadFailed)
    assert failed.error.code == "disk_fault"
    here.wait(events.BatchEnded)
    assert here.look()[number].state is State.FAILED


def test_a_disk_that_fails_after_the_stop_keeps_the_download_from_running(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig()
    [number] = here.add(server.add("/data.bin", serve_file(DATA)))
    here.engine._disk_fault(number, DiskFaultError(folder=str(here.files), reason="i/o error"))
    row = here.look()[number]
    assert (row.state, row.error is not None) == (State.PAUSED, True)
