"""Downloads from the first request to the published file, on servers good and bad."""

import os
import threading

import pytest

from core.engine.segments import PROVEN_BYTES
from core.model import events
from core.model.checksum import parse_checksum
from core.model.download import Conflict, Options
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.servers.nginx import Nginx
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file

DATA = content(300_000)


def test_a_file_arrives_whole_under_its_name(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    [number] = here.add(server.add("/folder/data.bin", serve_file(DATA)))
    ended = here.run()
    done = next(one for one in here.heard if isinstance(one, events.Completed))
    assert (done.id, done.path, done.received) == (number, here.files / "data.bin", len(DATA))
    assert done.path.read_bytes() == DATA
    assert here.names() == ["data.bin"]
    assert (ended.cause, ended.stop_ms) == (None, None)


def test_the_first_request_is_the_download(rig: MakeRig, server: Scripted) -> None:
    here = rig(connections=1)
    here.add(server.add("/data.bin", serve_file(DATA)))
    here.run()
    [asked] = server.asked
    assert asked.headers["range"] == "bytes=0-"
    assert asked.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nginx_serves_files_of_many_sizes(rig: MakeRig, web: Nginx, scheme: str) -> None:
    sizes = [0, 1, 4096, 65_537, 3_000_000]
    for size in sizes:
        (web.root / f"{size}.bin").write_bytes(content(size))
    here = rig()
    base = web.http if scheme == "http" else web.https
    here.add(*(f"{base}/{size}.bin" for size in sizes))
    here.run()
    assert here.states() == [State.COMPLETED] * len(sizes)
    for size in sizes:
        assert (here.files / f"{size}.bin").read_bytes() == content(size)


def test_finished_files_get_the_usual_mode_and_never_the_execute_bit(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig()
    here.add(server.add("/run.sh", serve_file(DATA)))
    here.run()
    mode = (here.files / "run.sh").stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    assert mode == 0o666 & ~mask


def test_an_existing_file_is_never_overwritten(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.files.mkdir()
    (here.files / "data.bin").write_bytes(b"precious")
    here.add(server.add("/data.bin", serve_file(DATA)))
    here.run()
    assert (here.files / "data.bin").read_bytes() == b"precious"
    assert (here.files / "data (2).bin").read_bytes() == DATA


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(connections=1)

    def script(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(DATA)}")
        peer.send(DATA[:1000])
        here.wait_until(lambda rows: (here.files / "data.bin.part").exists())
        (here.files / "data.bin").write_bytes(b"precious")
        peer.send(DATA[1000:])

    here.add(server.add("/data.bin", script))
    here.run()
    assert (here.files / "data.bin").read_bytes() == b"precious"
    assert (here.files / "data (2).bin").read_bytes() == DATA
    assert here.look().popitem()[1].name == "data (2).bin"


def test_skip_keeps_the_old_file_and_overwrite_replaces_it(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.files.mkdir()
    for name in ("keep.bin", "replace.bin"):
        (here.files / name).write_bytes(b"old")
    here.add(server.add("/keep.bin", serve_file(DATA)), options=Options(conflict=Conflict.SKIP))
    here.add(
        server.add("/replace.bin", serve_file(DATA)), options=Options(conflict=Conflict.OVERWRITE)
    )
    here.run()
    assert (here.files / "keep.bin").read_bytes() == b"old"
    assert (here.files / "replace.bin").read_bytes() == DATA
    skipped = {one.skipped for one in here.heard if isinstance(one, events.Completed)}
    assert skipped == {True, False}


def test_eight_downloads_of_one_name_become_eight_files(rig: MakeRig, server: Scripted) -> None:
    here = rig(concurrent=8, pool_size=8)
    bodies = {f"/{number}/same.bin": content(5000, str(number)) for number in range(8)}
    here.add(*(server.add(target, serve_file(body)) for target, body in bodies.items()))
    here.run()
    found = {path.read_bytes() for path in here.files.iterdir()}
    assert found == set(bodies.values())


def test_a_body_without_a_length_completes_unconfirmed(rig: MakeRig, server: Scripted) -> None:
    def script(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Connection: close")
        peer.send(DATA)
        peer.sock.close()

    here = rig()
    here.add(server.add("/data.bin", script))
    here.run()
    [row] = here.look().values()
    assert (row.state, row.unconfirmed, row.size) == (State.COMPLETED, True, len(DATA))
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_chunked_body_is_confirmed(rig: MakeRig, server: Scripted) -> None:
    def script(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Transfer-Encoding: chunked")
        for start in range(0, len(DATA), 10_000):
            peer.send(b"2710\r\n" + DATA[start : start + 10_000] + b"\r\n")
        peer.send("0\r\n\r\n")

    here = rig()
    here.add(server.add("/data.bin", script))
    here.run()
    [row] = here.look().values()
    assert (row.state, row.unconfirmed, row.size) == (State.COMPLETED, False, len(DATA))


@pytest.mark.parametrize(
    ("value", "state"),
    [("d0", State.FAILED), ("", State.COMPLETED)],
    ids=["wrong", "right"],
)
def test_only_the_right_checksum_gets_the_final_name(
    rig: MakeRig, server: Scripted, value: str, state: State
) -> None:
    import hashlib

    right = hashlib.sha256(DATA).hexdigest()
    wanted = parse_checksum(f"sha-256={value + right[len(value) :]}")
    here = rig()
    here.add(server.add("/data.bin", serve_file(DATA)), checksum=wanted)
    here.run()
    assert here.states() == [state]
    assert here.names() == ["data.bin" if state is State.COMPLETED else "data.bin.part"]


def test_a_retry_after_a_wrong_checksum_begins_anew(rig: MakeRig, server: Scripted) -> None:
    import hashlib

    bodies = [content(5000, "damaged"), content(5000, "sound")]

    def script(peer: Peer, asked: Asked) -> None:
        serve_file(bodies[min(asked.number, 2) - 1], etag="")(peer, asked)

    here = rig()
    wanted = parse_checksum(f"sha-256={hashlib.sha256(bodies[1]).hexdigest()}")
    ids = here.add(server.add("/data.bin", script), checksum=wanted)
    here.run()
    here.engine.retry(ids)
    here.run()
    assert (here.files / "data.bin").read_bytes() == bodies[1]


def _status(line: str, *fields: str) -> Script:
    return lambda peer, _asked: peer.head(line, "Content-Length: 0", *fields)


def _page(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", "Content-Type: text/html; charset=utf-8", "Content-Length: 5")
    peer.send("<html")


@pytest.mark.parametrize(
    ("target", "script", "code"),
    [
        ("/a.zip", _status("404 Not Found"), "not_found"),
        ("/a.zip", _status("410 Gone"), "gone"),
        ("/a.zip", _status("403 Forbidden"), "forbidden"),
        ("/a.zip", _status("401 Unauthorized"), "login_required"),
        ("/a.zip", _status("418 Teapot"), "refused"),
        ("/a.zip", _status("503 Busy"), "unavailable"),
        ("/a.zip", _status("429 Slow Down"), "rate_limited"),
        ("/a.zip", _status("204 No Content"), "bad_reply"),
        ("/a.zip", _page, "web_page"),
    ],
)
def test_each_refusal_has_its_own_code_and_leaves_no_file(
    rig: MakeRig, server: Scripted, target: str, script: Script, code: str
) -> None:
    here = rig(retries=0)
    here.add(server.add(target, script))
    here.run()
    [row] = here.look().values()
    assert row.state is State.FAILED
    assert row.error is not None
    assert row.error.code == code
    assert not here.files.exists() or here.names() == []


def test_the_others_go_on_when_one_fails(rig: MakeRig, server: Scripted) -> None:
    here = rig(concurrent=1)
    here.add(server.url("/missing.bin"), server.add("/data.bin", serve_file(DATA)))
    here.run()
    assert here.states() == [State.FAILED, State.COMPLETED]


def test_a_connection_that_breaks_is_taken_up_where_it_broke(
    rig: MakeRig, server: Scripted
) -> None:
    whole = serve_file(DATA)

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
            peer.send(DATA[:100_000])
            peer.sock.close()
        else:
            whole(peer, asked)

    here = rig(connections=1)
    here.add(server.add("/data.bin", script))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    assert [asked.headers["range"] for asked in server.asked] == [
        "bytes=0-",
        f"bytes={100_000 - PROVEN_BYTES}-",
    ]
    assert any(isinstance(one, events.Retrying) for one in here.heard)


def test_without_a_validator_the_seam_is_compared(rig: MakeRig, server: Scripted) -> None:
    whole = serve_file(DATA, etag="")

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            peer.head("200 OK", f"Content-Length: {len(DATA)}")
            peer.send(DATA[:100_000])
            peer.sock.close()
        else:
            whole(peer, asked)

    here = rig(connections=1)
    here.add(server.add("/data.bin", script))
    here.run()
    assert server.asked[1].headers["range"] == f"bytes={100_000 - 65_536}-"
    assert (here.files / "data.bin").read_bytes() == DATA


@pytest.mark.parametrize("etag", ["", '"v2"'], ids=["no validator", "another validator"])
def test_a_file_that_changed_in_between_is_never_mixed(
    rig: MakeRig, server: Scripted, etag: str
) -> None:
    other = content(len(DATA), "other")

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            tag = ('ETag: "v1"',) if etag else ()
            peer.head("200 OK", f"Content-Length: {len(DATA)}", *tag)
            peer.send(DATA[:100_000])
            peer.sock.close()
        else:
            serve_file(other, etag=etag)(peer, asked)

    here = rig(connections=1)
    here.add(server.add("/data.bin", script))
    here.run()
    [row] = here.look().values()
    assert row.error is not None
    assert row.error.code == "changed"
    assert (here.files / "data.bin.part").read_bytes()[:100_000] == DATA[:100_000]


def test_a_server_without_ranges_sends_again_and_only_the_rest_is_written(
    rig: MakeRig, server: Scripted
) -> None:
    whole = serve_file(DATA, ranges=False, etag="")

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            peer.head("200 OK", f"Content-Length: {len(DATA)}")
            peer.send(DATA[:100_000])
            peer.sock.close()
        else:
            whole(peer, asked)

    here = rig()
    here.add(server.add("/data.bin", script))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def test_retry_after_is_the_least_to_wait(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.add(server.add("/data.bin", _status("503 Busy", "Retry-After: 100")))
    here.engine.start()
    retrying = here.wait(events.Retrying)
    assert retrying.seconds >= 100
    [row] = here.look().values()
    assert row.state is State.RETRY_WAIT
    assert row.retry_in == pytest.approx(100, abs=5)


def test_links_added_while_a_batch_runs_start_in_that_batch(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    go_on = threading.Event()

    def slow(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Content-Length: 2")
        peer.send("a")
        go_on.wait(30)
        peer.send("b")

    here.add(server.add("/slow.bin", slow))
    here.engine.start()
    here.wait(events.Started)
    here.add(server.add("/late.bin", serve_file(DATA)))
    here.wait(events.Completed, lambda one: one.path.name == "late.bin")
    go_on.set()
    ended = here.wait(events.BatchEnded)
    assert ended.cause is None
    assert here.states() == [State.COMPLETED, State.COMPLETED]


def test_no_more_downloads_run_at_a_time_than_allowed(rig: MakeRig, server: Scripted) -> None:
    lock, now, most = threading.Lock(), 0, 0

    def script(peer: Peer, asked: Asked) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        peer.head("200 OK", f"Content-Length: {len(DATA)}")
        peer.send(DATA[:-1])
        with lock:
            now -= 1  # before the last byte: after it the next one may begin
        peer.send(DATA[-1:])

    here = rig(concurrent=3, connections=1, pool_size=8)
    here.add(*(server.add(f"/{number}.bin", script) for number in range(20)))
    here.run()
    assert most <= 3
    assert len(here.names()) == 20
