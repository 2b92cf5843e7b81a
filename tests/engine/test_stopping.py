"""Stop all is at once, keeps everything received, and the same pool starts again."""

import hashlib
import threading
import time

import pytest

from core.disk.checkpoint import Checkpoints
from core.disk.hashing import Follower
from core.disk.journal import Journal
from core.engine.batch import Batch
from core.engine.clocks import Clocks
from core.engine.engine import LEAST_SECONDS
from core.engine.running import Running
from core.engine.segments import PROVEN_BYTES
from core.model import events
from core.model.checksum import parse_checksum
from core.model.download import Download
from core.model.events import Cause
from core.model.states import State
from core.stop import StopSignal
from tests.engine.conftest import MakeRig
from tests.engine.gate import hold
from tests.servers.nginx import Nginx
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file

DATA = content(400_000)
HALF = len(DATA) // 2


def _silent(peer: Peer, _asked: Asked) -> None:
    peer.stall()


def _head_drip(peer: Peer, _asked: Asked) -> None:
    peer.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n", 0.2)


def _body_stall(peer: Peer, asked: Asked) -> None:
    if asked.number > 1:
        serve_file(DATA)(peer, asked)
        return
    peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
    peer.send(DATA[:HALF])
    peer.stall()


def _body_drip(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", "Content-Length: 1000")
    peer.drip(b"x" * 1000, 0.2)


def _busy(peer: Peer, _asked: Asked) -> None:
    peer.head("503 Busy", "Retry-After: 3600", "Content-Length: 0")


@pytest.mark.parametrize("script", [_silent, _head_drip, _body_stall, _body_drip, _busy])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_stop_all_ends_whatever_the_workers_wait_for(
    rig: MakeRig, server: Scripted, tls_server: Scripted, script: Script, scheme: str
) -> None:
    here = rig(concurrent=8, pool_size=8, connections=1)
    source = server if scheme == "http" else tls_server
    here.add(*(source.add(f"/{number}.bin", script) for number in range(8)))
    here.engine.start()
    here.wait_until(lambda _rows: len(source.asked) >= 8)
    here.engine.stop()
    ended = here.wait(events.BatchEnded)
    assert ended.cause is Cause.USER
    assert ended.stop_ms is not None
    assert ended.stop_ms < 5000  # a hang, not a measurement: those are in tests/benchmarks
    assert set(here.states()) == {State.QUEUED}


def test_what_was_received_is_kept_and_not_fetched_again(rig: MakeRig, server: Scripted) -> None:
    here = rig(connections=1)
    here.add(server.add("/data.bin", _body_stall))
    here.engine.start()
    here.wait_until(lambda rows: any(row.received == HALF for row in rows.values()))
    here.engine.stop()
    stopped = here.wait(events.DownloadStopped)
    assert stopped.received == HALF
    here.wait(events.BatchEnded)
    here.run()
    assert server.asked[1].headers["range"] == f"bytes={HALF - PROVEN_BYTES}-"
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_second_stop_changes_nothing_and_stop_without_a_batch_neither(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig()
    here.engine.stop()
    here.add(server.add("/data.bin", _silent))
    here.engine.start()
    here.wait_until(lambda _rows: bool(server.asked))
    here.engine.stop()
    here.engine.stop(Cause.CLOSING)
    assert here.wait(events.BatchEnded).cause is Cause.USER


def test_who_starts_after_the_engine_was_closed_comes_too_late(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig()
    here.add(server.add("/data.bin", serve_file(DATA)))
    here.close()
    here.engine.start()
    assert not here.engine.running
    assert server.asked == []


def test_start_after_stop_works_a_hundred_times_on_the_same_pool(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(concurrent=4, connections=1)
    whole = serve_file(DATA)
    slow = threading.Event()

    def script(peer: Peer, asked: Asked) -> None:
        if slow.is_set():
            whole(peer, asked)
        else:
            peer.stall()

    here.add(*(server.add(f"/{number}.bin", script) for number in range(4)))
    pool = here.engine._batch.pool
    threads = threading.active_count()
    for _ in range(100):
        here.engine.start()
        here.engine.stop()
        here.wait(events.BatchEnded)
    assert here.engine._batch.pool is pool
    here.wait_until(lambda _rows: threading.active_count() <= threads + 100)
    slow.set()
    here.run()
    assert here.states() == [State.COMPLETED] * 4


def test_what_was_promised_to_a_worker_that_is_stopped_stays_in_the_queue(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig(concurrent=1, connections=1)
    here.add(*(server.add(f"/{number}.bin", serve_file(b"small")) for number in range(3)))
    real = here.engine._work.promise

    def promise(stop: StopSignal) -> Download | None:
        found = real(stop)
        here.engine.stop()
        return found

    monkeypatch.setattr(here.engine._work, "promise", promise)
    here.run()
    assert here.states()[1:] == [State.QUEUED, State.QUEUED]
    monkeypatch.undo()
    assert here.run().cause is None
    assert here.states() == [State.COMPLETED] * 3


def test_a_promise_is_not_kept_twice_after_a_pause_and_a_resume(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig(concurrent=1, connections=1)
    here.add(*(server.add(f"/{number}.bin", serve_file(b"small")) for number in range(4)))
    real = here.engine._work.promise

    def promise(stop: StopSignal) -> Download | None:
        found = real(stop)
        if found is not None:
            here.engine.pause([found.id])
            here.engine.resume([found.id])
        return found

    monkeypatch.setattr(here.engine._work, "promise", promise)
    here.run()
    assert here.states() == [State.COMPLETED] * 4
    assert [len(server.requests_for(f"/{number}.bin")) for number in range(4)] == [1] * 4


def test_pausing_one_leaves_the_others_running(rig: MakeRig, server: Scripted) -> None:
    here = rig(concurrent=2, connections=1)
    go_on = threading.Event()

    def other(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Content-Length: 1")
        go_on.wait(30)
        peer.send("x")

    [first] = here.add(server.add("/first.bin", _body_stall))
    here.add(server.add("/other.bin", other))
    here.engine.start()
    here.wait_until(lambda rows: rows[first].received == HALF)
    here.engine.pause([first])
    here.wait_until(lambda rows: rows[first].state is State.PAUSED)
    go_on.set()
    ended = here.wait(events.BatchEnded)
    assert ended.cause is None
    assert here.look()[first].received == HALF
    here.engine.resume([first])
    here.run()
    assert (here.files / "first.bin").read_bytes() == DATA


def test_a_paused_download_waits_until_it_is_resumed(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    first, second = here.add(
        server.add("/a.bin", serve_file(DATA)), server.add("/b.bin", serve_file(DATA))
    )
    here.engine.pause([first])
    here.run()
    assert here.look()[first].state is State.PAUSED
    assert here.look()[second].state is State.COMPLETED


def test_resuming_while_it_still_stops_keeps_it_in_the_queue(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(connections=1)
    [number] = here.add(server.add("/data.bin", _body_stall))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == HALF)
    here.engine.pause([number])
    here.engine.resume([number])
    here.wait(events.BatchEnded)
    if here.look()[number].state is State.QUEUED:  # it had stopped, and the batch with it
        here.run()
    assert here.look()[number].state is State.COMPLETED


def test_removing_a_running_download_deletes_its_part_file(rig: MakeRig, server: Scripted) -> None:
    here = rig(connections=1)
    [number] = here.add(server.add("/data.bin", _body_stall))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == HALF)
    here.engine.remove([number])
    here.wait(events.BatchEnded)
    assert here.look() == {}
    here.close()
    assert here.names() == []


def test_a_batch_for_one_download_leaves_the_rest_of_the_queue_alone(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig()
    first, second = here.add(
        server.add("/a.bin", serve_file(DATA)), server.add("/b.bin", serve_file(DATA))
    )
    here.run(only=[second])
    assert here.look()[first].state is State.QUEUED
    assert here.look()[second].state is State.COMPLETED


def test_hashing_stops_too_and_the_part_file_stays(
    rig: MakeRig, web: Nginx, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = content(3_000_000)
    (web.root / "large.bin").write_bytes(data)
    monkeypatch.setattr(Follower, "follow", lambda *_: None)  # all of it is hashed at the end
    gate = hold(monkeypatch, Running, "count_verified")
    here = rig()
    wanted = parse_checksum(f"sha-256={hashlib.sha256(data).hexdigest()}")
    here.add(f"{web.http}/large.bin", checksum=wanted)
    here.engine.start()
    gate.wait()
    assert here.states() == [State.VERIFYING]
    here.engine.stop()
    gate.open()
    here.wait(events.BatchEnded)
    assert here.states() == [State.QUEUED]
    assert here.names() == ["large.bin.part"]
    here.run()
    assert here.names() == ["large.bin"]
    assert (here.files / "large.bin").read_bytes() == data


def test_a_speed_limit_does_not_delay_a_stop(rig: MakeRig, web: Nginx) -> None:
    (web.root / "limited.bin").write_bytes(content(3_000_000))
    here = rig(limit_rate=1000)
    [number] = here.add(f"{web.http}/limited.bin")
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received > 0)
    asked = time.monotonic()
    here.engine.stop()
    here.wait(events.BatchEnded)
    assert time.monotonic() - asked < 10  # at that speed the rest would take most of an hour


def test_an_unexpected_exception_fails_its_download_and_the_batch_ends(
    rig: MakeRig,
    server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    here = rig()
    bad, good = here.add(
        server.add("/bad.bin", serve_file(DATA)), server.add("/good.bin", serve_file(DATA))
    )
    real = here.engine._transfer._run

    def broken(piece: object, *rest: object) -> None:
        if piece.download.id == bad:  # type: ignore[attr-defined]
            raise ZeroDivisionError("boom")
        real(piece, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(here.engine._transfer, "_run", broken)
    ended = here.run()
    assert ended.cause is None
    row = here.look()[bad]
    assert row.state is State.FAILED
    assert row.error is not None
    assert row.error.code == "unexpected"
    assert "ZeroDivisionError" in str(row.error)
    assert here.look()[good].state is State.COMPLETED
    assert "failed unexpectedly" in caplog.text


def test_a_listener_that_raises_does_not_end_the_engine(
    rig: MakeRig, server: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    here = rig()

    def bad(_event: object) -> None:
        raise RuntimeError("listener")

    here.engine.listen(bad)
    here.add(server.add("/a.bin", serve_file(DATA)))
    here.run()
    here.add(server.add("/b.bin", serve_file(DATA)))
    here.run()
    assert here.states() == [State.COMPLETED, State.COMPLETED]
    assert "a listener failed" in caplog.text


def test_a_disk_that_hangs_uses_up_the_time_of_all(
    rig: MakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who ends the session or puts the system to sleep waits once, not for each part of us."""
    here, now, waits = rig(), [100.0], list[float]()

    def hangs(_part: object, seconds: float) -> bool:
        waits.append(seconds)
        now[0] += seconds
        return False

    monkeypatch.setattr(here.engine, "_clocks", Clocks(monotonic=lambda: now[0]))
    with monkeypatch.context() as hung:
        hung.setattr(Batch, "wait", hangs)
        hung.setattr(Checkpoints, "settle", hangs)
        hung.setattr(Journal, "flush", hangs)
        assert not here.engine.rest(3.0)
    assert waits == [3.0, LEAST_SECONDS, LEAST_SECONDS]
