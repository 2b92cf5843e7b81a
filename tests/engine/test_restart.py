"""The list and everything received survive closing, and what the disk lost is noticed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core.engine.segments import PROVEN_BYTES
from core.model import events
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(6_000_000)
HALF = len(DATA) // 2
MIB = 1024 * 1024


def _breaks_once(peer: Peer, asked: Asked) -> None:
    if asked.number > 1:
        serve_file(DATA)(peer, asked)
        return
    peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
    peer.send(DATA[:HALF])
    peer.stall()


def _half_done(rig: MakeRig, server: Scripted) -> None:
    """A program that was closed in the middle of a download."""
    here = rig(connections=1)
    [number] = here.add(server.add("/data.bin", _breaks_once))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == HALF)
    here.engine.stop()
    here.wait(events.BatchEnded)
    here.close()


def test_a_restart_goes_on_where_it_was(rig: MakeRig, server: Scripted) -> None:
    _half_done(rig, server)
    again = rig(connections=1)
    again.engine.restore()
    [row] = again.look().values()
    assert (row.state, row.received, row.name) == (State.QUEUED, HALF, "data.bin")
    again.run()
    assert server.asked[1].headers["range"] == f"bytes={HALF - PROVEN_BYTES}-"
    assert (again.files / "data.bin").read_bytes() == DATA


def _shorter(part: Path) -> None:
    os.truncate(part, 2 * MIB + 1000)


def _edited(part: Path) -> None:
    with part.open("r+b") as file:
        file.seek(2 * MIB + 1000)
        file.write(b"x" if DATA[2 * MIB + 1000] != ord("x") else b"y")


def _written_to_without_harm(part: Path) -> None:
    """As by ourselves, after the last checkpoint and before a crash."""
    with part.open("r+b") as file:
        file.seek(HALF + 1000)
        file.write(b"unrecorded")


@pytest.mark.parametrize(
    ("change", "proven"),
    [(_shorter, 2 * MIB), (_edited, 2 * MIB), (_written_to_without_harm, HALF)],
)
def test_of_a_part_file_that_was_changed_only_what_is_proven_is_kept(
    rig: MakeRig, server: Scripted, change: Callable[[Path], None], proven: int
) -> None:
    _half_done(rig, server)
    again = rig(connections=1)
    change(again.files / "data.bin.part")
    again.engine.restore()
    again.run()
    assert server.asked[1].headers["range"].startswith(f"bytes={proven - PROVEN_BYTES}-")
    assert (again.files / "data.bin").read_bytes() == DATA
    assert again.names() == ["data.bin"]


def test_another_file_under_the_name_of_a_part_file_is_left_alone(
    rig: MakeRig, server: Scripted
) -> None:
    _half_done(rig, server)
    again = rig(connections=1)
    part = again.files / "data.bin.part"
    part.unlink()
    part.write_bytes(b"theirs")
    again.engine.restore()
    again.run()
    assert part.read_bytes() == b"theirs"
    assert (again.files / "data (2).bin").read_bytes() == DATA


def test_a_part_file_that_is_gone_means_starting_over(rig: MakeRig, server: Scripted) -> None:
    _half_done(rig, server)
    again = rig(connections=1)
    (again.files / "data.bin.part").unlink()
    again.engine.restore()
    again.run()
    assert (again.files / "data.bin").read_bytes() == DATA
    assert again.names() == ["data.bin"]


def test_failed_and_finished_downloads_are_remembered(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.add(server.url("/missing.bin"), server.add("/data.bin", serve_file(DATA)))
    here.run()
    here.close()
    again = rig()
    again.engine.restore()
    failed, done = again.look().values()
    assert (failed.state, done.state) == (State.FAILED, State.COMPLETED)
    assert failed.error is not None
    assert failed.error.code == "not_found"
    assert "127.0.0.1" in str(failed.error)
    assert done.size == len(DATA)


def test_the_order_of_the_queue_is_kept(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    urls = [server.url(f"/{number}.bin") for number in range(50)]
    here.add(*urls)
    here.close()
    again = rig()
    again.engine.restore()
    rows = sorted(again.look().values(), key=lambda row: row.rank)
    assert [row.url for row in rows] == urls


def test_a_file_published_just_before_a_crash_is_recognised(rig: MakeRig, server: Scripted) -> None:
    _half_done(rig, server)
    again = rig(connections=1)
    part = again.files / "data.bin.part"
    part.write_bytes(DATA)
    part.rename(again.files / "data.bin")
    again.engine.restore()
    again.run()
    if _has_attributes(again.files / "data.bin"):
        assert again.names() == ["data.bin"]
        assert len(server.asked) == 1
    else:
        assert again.names() == ["data (2).bin", "data.bin"]
    assert again.states() == [State.COMPLETED]


def _has_attributes(path: object) -> bool:
    try:
        return bool(os.listxattr(path))  # type: ignore[arg-type]
    except OSError:
        return False
