"""Small files are written whole with their reply's header; the next one is asked for ahead."""

import errno
import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.disk import checkpoint, database
from core.disk.checkpoint import Checkpoints
from core.disk.database import Group
from core.disk.partfile import PartFile
from core.disk.whole import WholeFile
from core.model import events
from core.model.checksum import parse_checksum
from core.model.download import Conflict, Options
from core.model.errors import DiskFullError
from core.model.states import State
from core.stop import StopSignal
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.engine.gate import hold
from tests.servers.scripted import Asked, Peer, Script, Scripted, content
from tests.servers.small import at_once


@pytest.fixture
def here(rig: MakeRig) -> Rig:
    """An engine that takes one download at a time, and its folder is there."""
    one = rig(concurrent=1)
    one.files.mkdir()
    return one


def bodies(count: int, size: int = 500) -> dict[str, bytes]:
    return {f"/{number}.bin": content(size + number, str(number)) for number in range(count)}


def add_all(here: Rig, server: Scripted, files: dict[str, bytes]) -> list[int]:
    return here.add(*(server.add(target, at_once(body)) for target, body in files.items()))


def assert_all_there(here: Rig, files: dict[str, bytes]) -> None:
    """Every file byte for byte under its name, and nothing else."""
    found = {f"/{path.name}": path.read_bytes() for path in here.files.iterdir()}
    assert found == files


# --- what counts as a whole file -----------------------------------------------------------


def test_a_page_that_comes_with_an_empty_file_is_not_the_file(here: Rig, server: Scripted) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if asked.range is None:
            peer.head("200 OK", "Content-Length: 0")
            return
        page = b"<h1>416 Range Not Satisfiable</h1>"
        peer.send(
            b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */0\r\n"
            b"Content-Length: %d\r\n\r\n" % len(page) + page
        )

    here.add(server.add("/empty.bin", script))
    here.run()
    assert here.states() == [State.COMPLETED]
    assert (here.files / "empty.bin").read_bytes() == b""


def test_a_first_part_that_comes_with_its_header_is_not_the_file(
    here: Rig, server: Scripted
) -> None:
    data = content(1000)

    def script(peer: Peer, asked: Asked) -> None:
        assert asked.range is not None
        part = data[asked.range[0] :][:300]
        last = asked.range[0] + len(part) - 1
        head = f"Content-Range: bytes {asked.range[0]}-{last}/1000\r\nContent-Length: {len(part)}"
        peer.send(f'HTTP/1.1 206 Partial Content\r\n{head}\r\nETag: "v1"\r\n\r\n'.encode() + part)

    here.add(server.add("/data.bin", script))
    here.run()
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == data


@pytest.mark.parametrize("size", [0, 1, 500, 15_000])
def test_a_small_file_has_no_part_file_at_any_time(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    gate = hold(monkeypatch, WholeFile, "name_it")
    here.add(server.add("/data.bin", at_once(content(size))))
    here.engine.start()
    gate.wait()
    assert here.names() == []
    gate.open()
    here.wait(events.BatchEnded)
    assert_all_there(here, {"/data.bin": content(size)})
    [row] = here.look().values()
    assert (row.state, row.size, row.unconfirmed) == (State.COMPLETED, size, False)


@pytest.mark.parametrize("name", ["/small.bin", "/large.bin"])
def test_no_file_is_made_before_the_list_would_know_it(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    order: list[str] = []
    made = threading.Event()
    write = database.write

    def late(connection: object, owner: str, group: Group) -> None:
        if group.added:
            made.wait(0.3)  # long enough for whoever does not wait for us
            order.append("known")
        write(connection, owner, group)  # type: ignore[arg-type]

    def noted(call: Callable[..., object]) -> Callable[..., object]:
        def make(*words: object) -> object:
            order.append("made")
            made.set()
            return call(*words)

        return make

    monkeypatch.setattr(database, "write", late)
    monkeypatch.setattr(WholeFile, "create", noted(WholeFile.create))
    monkeypatch.setattr(PartFile, "create", noted(PartFile.create))
    here.add(server.add(name, at_once(content(500 if name == "/small.bin" else 50_000))))
    here.run()
    assert order == ["known", "made"]
    assert here.states() == [State.COMPLETED]


# --- asking ahead --------------------------------------------------------------------------


def test_the_next_file_is_asked_for_before_the_present_one_is_written(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold(monkeypatch, WholeFile, "write")
    files = bodies(3)
    add_all(here, server, files)
    here.engine.start()
    gate.wait()
    here.wait_until(lambda _: len(server.requests_for("/1.bin")) == 1)
    assert server.requests_for("/2.bin") == []
    gate.open()
    here.wait(events.BatchEnded)
    assert_all_there(here, files)
    assert [asked.target for asked in server.asked] == list(files)
    assert server.connections == 1


def _pause(here: Rig, number: int) -> None:
    here.engine.pause([number])


def _remove(here: Rig, number: int) -> None:
    here.engine.remove([number])


def _pause_and_resume(here: Rig, number: int) -> None:
    here.engine.pause([number])
    here.engine.resume([number])


@pytest.mark.parametrize(
    ("act", "left"),
    [(_pause, [0, 2, 3]), (_remove, [0, 2, 3]), (_pause_and_resume, [0, 1, 2, 3])],
)
def test_the_answer_for_a_download_that_was_taken_away_is_nobodys(
    here: Rig,
    server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Rig, int], None],
    left: list[int],
) -> None:
    gate = hold(monkeypatch, WholeFile, "write", lambda *call: call[2].endswith("/0.bin"))
    files = bodies(4)
    ids = add_all(here, server, files)
    here.engine.start()
    gate.wait()
    here.wait_until(lambda _: len(server.requests_for("/1.bin")) == 1)
    act(here, ids[1])
    gate.open()
    assert here.wait(events.BatchEnded).cause is None
    assert_all_there(here, {f"/{number}.bin": files[f"/{number}.bin"] for number in left})


def test_after_stop_all_nothing_that_was_asked_ahead_is_forgotten(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = hold(monkeypatch, WholeFile, "write", lambda *call: call[2].endswith("/0.bin"))
    files = bodies(4)
    add_all(here, server, files)
    here.engine.start()
    gate.wait()
    here.wait_until(lambda _: len(server.requests_for("/1.bin")) == 1)
    here.engine.stop()
    gate.open()
    here.wait(events.BatchEnded)
    assert here.states() == [State.COMPLETED] + [State.QUEUED] * 3
    here.run()
    assert_all_there(here, files)


def test_a_link_that_comes_first_meanwhile_gets_its_own_answer(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was promised next is paused, and the one after it asks over the same way."""
    gate = hold(monkeypatch, WholeFile, "write", lambda *call: call[2].endswith("/0.bin"))
    files = bodies(2)
    ids = add_all(here, server, files)
    here.engine.start()
    gate.wait()
    here.wait_until(lambda _: len(server.requests_for("/1.bin")) == 1)
    here.engine.pause(ids[1:])
    late = content(700, "late")
    here.add(server.add("/late.bin", at_once(late)))
    gate.open()
    here.wait(events.BatchEnded)
    assert_all_there(here, {"/0.bin": files["/0.bin"], "/late.bin": late})
    here.engine.resume(ids[1:])
    here.run()
    assert_all_there(here, {**files, "/late.bin": late})


def _close(peer: Peer, _body: bytes) -> None:
    peer.sock.close()


def _reset(peer: Peer, _body: bytes) -> None:
    peer.reset()


def _cut(peer: Peer, body: bytes) -> None:
    peer.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:200])
    peer.sock.close()


@pytest.mark.parametrize("end", [_close, _reset, _cut])
def test_a_connection_that_ends_with_the_request_sent_ahead_costs_no_file(
    here: Rig, server: Scripted, end: Callable[[Peer, bytes], None]
) -> None:
    files = bodies(6)
    add_all(here, server, files)

    def ends_once(peer: Peer, asked: Asked) -> None:
        if asked.number == 1:
            end(peer, files["/2.bin"])
        else:
            at_once(files["/2.bin"])(peer, asked)

    server.add("/2.bin", ends_once)
    here.run()
    assert_all_there(here, files)
    retried = any(isinstance(one, events.Retrying) for one in here.heard)
    assert retried is (end is _cut), "only what had begun to come is a fault of the file"


def test_a_server_that_closes_after_each_file_is_asked_anew(here: Rig, server: Scripted) -> None:
    files = bodies(6)

    def and_close(body: bytes) -> Script:
        def script(peer: Peer, asked: Asked) -> None:
            at_once(body)(peer, asked)
            peer.sock.close()

        return script

    here.add(*(server.add(target, and_close(body)) for target, body in files.items()))
    here.run()
    assert_all_there(here, files)
    assert not any(isinstance(one, events.Retrying) for one in here.heard)


def test_a_server_that_says_it_closes_is_not_asked_ahead(here: Rig, server: Scripted) -> None:
    files = bodies(4)
    here.add(*(
        server.add(target, at_once(body, "Connection: close")) for target, body in files.items()
    ))  # fmt: skip
    here.run()
    assert_all_there(here, files)
    assert server.connections == 4
    assert len(server.asked) == 4


def test_a_fault_of_the_disk_leaves_the_next_answer_alone(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = WholeFile.write

    def write(self: WholeFile, data: memoryview, url: str, token: str) -> None:
        if url.endswith("/1.bin"):
            raise DiskFullError(folder="here")
        real(self, data, url, token)

    monkeypatch.setattr(WholeFile, "write", write)
    files = bodies(5)
    add_all(here, server, files)
    here.run()
    del files["/1.bin"]
    assert_all_there(here, files)
    assert here.states().count(State.FAILED) == 1
    assert server.connections == 1


# --- names, disks and wishes ---------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
@pytest.mark.parametrize("call", ["open", "link"])
def test_where_files_without_names_do_not_work_the_longer_way_does(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    real = getattr(os, call)

    def fails(*words: object, **more: object) -> object:
        unnamed = call == "link" or (isinstance(words[1], int) and words[1] & os.O_TMPFILE)
        if unnamed and str(words[0]).startswith(("/proc/self/fd/", str(here.files))):
            raise OSError(number, os.strerror(number))
        return real(*words, **more)

    monkeypatch.setattr(os, call, fails)
    files = bodies(6)
    add_all(here, server, files)
    here.run()
    assert_all_there(here, files)
    assert len(server.asked) == len(files)
    assert server.connections == 1


def _file(path: Path) -> None:
    path.write_bytes(b"precious")


def _link(path: Path) -> None:
    (path.parent.parent / "target").write_bytes(b"precious")
    path.symlink_to(path.parent.parent / "target")


def _dangling_link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "nowhere")


@pytest.mark.parametrize("obstacle", [_file, Path.mkdir, _link, _dangling_link])
def test_what_has_the_name_already_stays_as_it_is(
    here: Rig, server: Scripted, obstacle: Callable[[Path], None]
) -> None:
    obstacle(here.files / "0.bin")
    before = (here.files / "0.bin").lstat()
    files = bodies(2)
    add_all(here, server, files)
    here.run()
    after = (here.files / "0.bin").lstat()
    assert (after.st_ino, after.st_mode, after.st_size) == (
        before.st_ino, before.st_mode, before.st_size,
    )  # fmt: skip
    assert (here.files / "0 (2).bin").read_bytes() == files["/0.bin"]
    assert here.names() == ["0 (2).bin", "0.bin", "1.bin"]
    assert not (here.files.parent / "nowhere").exists()
    assert here.look().popitem()[1].name == "1.bin"


def test_eight_downloads_of_one_name_become_eight_files(rig: MakeRig, server: Scripted) -> None:
    here = rig(concurrent=8)
    here.files.mkdir()
    for turn in range(5):
        named = {
            f"/{turn}/{number}/same.bin": content(300, f"{turn}{number}") for number in range(8)
        }
        add_all(here, server, named)
        here.run()
        found = [path.read_bytes() for path in here.files.iterdir()]
        assert sorted(found) == sorted(named.values())
        assert here.names() == sorted(["same.bin", *(f"same ({n}).bin" for n in range(2, 9))])
        for path in here.files.iterdir():
            path.unlink()


def test_skip_keeps_the_old_file_and_overwrite_replaces_it(here: Rig, server: Scripted) -> None:
    for name in ("0.bin", "1.bin"):
        (here.files / name).write_bytes(b"old")
    files = bodies(4)
    wishes = [Conflict.SKIP, Conflict.OVERWRITE, Conflict.SKIP, Conflict.OVERWRITE]
    for (target, body), wish in zip(files.items(), wishes, strict=True):
        here.add(server.add(target, at_once(body)), options=Options(conflict=wish))
    here.run()
    assert_all_there(here, {**files, "/0.bin": b"old"})
    skipped = [one.skipped for one in here.heard if isinstance(one, events.Completed)]
    assert skipped == [True, False, False, False]


def test_one_that_begins_anew_gets_the_name_of_its_old_part_file(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is slow to delete it, and the new file is there in one go."""
    wrong, right = content(1000, "wrong"), content(1000, "right")
    expected = parse_checksum(f"sha-256={hashlib.sha256(right).hexdigest()}")
    retried, waited_for = threading.Event(), threading.Event()
    delete, wait = checkpoint.delete_part, Checkpoints.await_discarded

    def slowly(path: Path, token: str) -> None:
        waited_for.wait(30)
        delete(path, token)

    def waits(self: Checkpoints, folder: Path, name: str, stop: StopSignal) -> None:
        if retried.is_set():
            waited_for.set()
        wait(self, folder, name, stop)

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            at_once(right)(peer, asked)
            return
        peer.head("200 OK", f"Content-Length: {len(wrong)}")
        here.wait_until(lambda _rows: (here.files / "data.bin.part").exists())
        peer.send(wrong)

    monkeypatch.setattr(checkpoint, "delete_part", slowly)
    monkeypatch.setattr(Checkpoints, "await_discarded", waits)
    ids = here.add(server.add("/data.bin", script), checksum=expected)
    here.run()
    here.engine.retry(ids)
    retried.set()
    here.run()
    waited_for.set()
    assert_all_there(here, {"/data.bin": right})


def test_only_the_right_checksum_gets_a_name(here: Rig, server: Scripted) -> None:
    right, wrong = content(500, "right"), content(500, "wrong")
    expected = parse_checksum(f"sha-256={hashlib.sha256(right).hexdigest()}")
    here.add(server.add("/right.bin", at_once(right)), checksum=expected)
    damaged = here.add(server.add("/wrong.bin", at_once(wrong)), checksum=expected)
    here.add(server.add("/after.bin", at_once(right)), checksum=expected)
    here.run()
    assert here.states() == [State.COMPLETED, State.FAILED, State.COMPLETED]
    assert_all_there(here, {"/right.bin": right, "/after.bin": right})
    server.add("/wrong.bin", at_once(right))
    here.engine.retry(damaged)
    here.run()
    assert (here.files / "wrong.bin").read_bytes() == right


def test_a_missing_folder_is_made_and_a_file_in_its_place_is_told(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(concurrent=1)
    files = bodies(3)
    add_all(here, server, files)
    here.run()
    assert_all_there(here, files)
    for path in here.files.iterdir():
        path.unlink()
    here.files.rmdir()
    here.files.write_bytes(b"not a folder")
    ids = add_all(here, server, files)
    here.run()
    for number in ids:
        error = here.look()[number].error
        assert error is not None
        assert error.code == "folder_missing"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EACCES, "folder_not_writable"), (errno.ENOSPC, "disk_full"), (errno.EIO, "disk_fault")],
)
def test_a_folder_that_takes_nothing_fails_each_file_and_harms_no_other(
    here: Rig, server: Scripted, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    real = os.open
    elsewhere = here.files.parent / "elsewhere"
    elsewhere.mkdir()

    def fails(path: object, flags: int, *more: object, **named: object) -> int:
        if str(path).startswith(str(here.files)) and flags & (os.O_CREAT | os.O_TMPFILE):
            raise OSError(number, os.strerror(number))
        return real(path, flags, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", fails)
    files = bodies(4)
    ids = add_all(here, server, files)
    good = here.request(server.add("/good.bin", at_once(b"good")))
    here.engine.add([replace(good, folder=elsewhere)])
    here.run()
    assert [here.look()[one].error.code for one in ids] == [code] * 4  # type: ignore[union-attr]
    assert here.names() == []
    assert (elsewhere / "good.bin").read_bytes() == b"good"


# --- stopping ------------------------------------------------------------------------------


@pytest.mark.parametrize("concurrent", [1, 8])
def test_hundreds_stopped_in_the_middle_until_all_are_there(
    rig: MakeRig, server: Scripted, concurrent: int
) -> None:
    here = rig(concurrent=concurrent)
    here.files.mkdir()
    files = bodies(300, 100)
    add_all(here, server, files)
    stops = 0
    while waiting := here.states().count(State.QUEUED):
        here.engine.start()
        for _ in range(min(1 + 10 * (stops % 8), waiting)):
            here.wait(events.Completed)
        here.engine.stop()
        here.wait(events.BatchEnded)
        stops += 1
        done = {row.name for row in here.look().values() if row.state is State.COMPLETED}
        assert set(here.names()) == done, (
            "what is completed has its name, and nothing else is there"
        )
    assert stops > 3
    assert_all_there(here, files)
