"""Small files are written whole with their reply's header; the next one is asked for ahead."""

import hashlib
from pathlib import Path

import pytest

from core.disk.whole import WholeFile
from core.model import events
from core.model.states import State
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


def test_a_page_that_comes_with_an_empty_file_is_not_the_file(
    here: Rig, server: Scripted
) -> None:
    def script(peer: Peer, _asked: Asked) -> None:
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
