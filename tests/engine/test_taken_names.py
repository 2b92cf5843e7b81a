"""Names that are taken: by files that stand there, and by downloads that run at the same time."""

import threading
from pathlib import Path

import pytest

from core.engine.segments import PROVEN_BYTES
from core.model import events
from core.model.checksum import Checksum, parse_checksum
from core.model.download import Conflict, NameSource, Options
from core.model.states import State
from tests.disk.situations import KINDS, Situation, make_case_blind
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file

SMALL, LARGE = 3_000, 300_000
DATA = content(LARGE)
every_policy = pytest.mark.parametrize("conflict", Conflict)


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash" / "files"


def in_one_go(data: bytes, barrier: threading.Barrier | None = None) -> Script:
    """A reply whose body comes with its header."""

    def script(peer: Peer, _asked: Asked) -> None:
        if barrier is not None:
            barrier.wait(30)
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(data)}\r\n\r\n"
        peer.send(head.encode() + data)

    return script


def in_two(data: bytes, barrier: threading.Barrier) -> Script:
    """A reply whose first half is followed by the second when all have had their first."""

    def script(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(data)}")
        peer.send(data[: len(data) // 2])
        barrier.wait(30)
        peer.send(data[len(data) // 2 :])

    return script


def files(rig: Rig) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in rig.files.iterdir() if one.is_file()}


def sha256(data: bytes) -> Checksum:
    import hashlib

    return parse_checksum(f"sha-256={hashlib.sha256(data).hexdigest()}")


# --- by each other -------------------------------------------------------------------------


@every_policy
@pytest.mark.parametrize("sizes", ["small", "large", "both"])
def test_eight_downloads_of_one_name_at_once_become_eight_files(
    rig: MakeRig, server: Scripted, sizes: str, conflict: Conflict
) -> None:
    here = rig(concurrent=8, pool_size=8, connections=1)
    barrier = threading.Barrier(8)
    bodies = []
    for number in range(8):
        small = sizes == "small" or (sizes == "both" and number % 2 == 0)
        bodies.append(content(SMALL if small else LARGE, str(number)))
        script = in_one_go(bodies[-1], barrier) if small else in_two(bodies[-1], barrier)
        here.add(server.add(f"/{number}/a.tar.gz", script), options=Options(conflict=conflict))
    here.run()
    names = {"a.tar.gz", *(f"a ({number}).tar.gz" for number in range(2, 9))}
    assert set(files(here)) == names
    assert sorted(files(here).values()) == sorted(bodies)


def test_a_small_file_does_not_take_the_name_a_large_one_has_reserved(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(concurrent=2, connections=1)

    def large(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {LARGE}")
        peer.send(DATA[:1000])
        here.wait_until(lambda rows: State.COMPLETED in {row.state for row in rows.values()})
        peer.send(DATA[1000:])

    def small(peer: Peer, asked: Asked) -> None:
        here.wait_until(lambda _rows: (here.files / "a.bin.part").exists())
        in_one_go(b"small")(peer, asked)

    here.add(server.add("/1/a.bin", large), server.add("/2/a.bin", small))
    here.run()
    assert files(here) == {"a.bin": DATA, "a (2).bin": b"small"}


# --- by what stands there ------------------------------------------------------------------


@every_policy
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_nothing_is_overwritten_unless_it_was_asked_for(
    rig: MakeRig,
    server: Scripted,
    trash: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    conflict: Conflict,
    size: int,
) -> None:
    here = rig()
    there = Situation(kind, here.files, "a.zip")
    make_case_blind(here.files, monkeypatch)
    data = content(size)
    script = in_one_go(data) if size == SMALL else serve_file(data)
    here.add(server.add("/a.zip", script), options=Options(conflict=conflict))
    here.run()
    assert here.states() == [State.COMPLETED]
    if conflict is Conflict.OVERWRITE and there.is_plain_file:
        assert (here.files / "a.zip").read_bytes() == data
        [thrown] = trash.iterdir()
        assert thrown.read_bytes() == b"theirs"
        assert len(here.names()) == 1
        return
    assert there.untouched()
    assert not trash.exists()
    skipped = conflict is Conflict.SKIP and kind not in ("folder", "dangling link")
    assert (here.files / "a (2).zip").exists() is not skipped
    if not skipped:
        assert (here.files / "a (2).zip").read_bytes() == data
    assert set(here.names()) == there.names | (set() if skipped else {"a (2).zip"})


# --- had already ---------------------------------------------------------------------------


@every_policy
@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_file_that_is_there_with_its_checksum_is_not_fetched_again(
    rig: MakeRig, server: Scripted, conflict: Conflict, size: int
) -> None:
    here, data = rig(), content(size)
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(data)
    script = in_one_go(data) if size == SMALL else serve_file(data)
    url = server.add("/a.bin", script)
    here.add(url, options=Options(conflict=conflict), checksum=sha256(data))
    here.run()
    assert here.names() == ["a.bin"]
    assert len(server.asked) == 1
    [done] = [one for one in here.heard if isinstance(one, events.Completed)]
    assert (done.path, done.skipped) == (here.files / "a.bin", True)
    assert here.engine.received() == 0


def test_with_a_name_of_the_users_the_server_is_not_even_asked(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig()
    here.files.mkdir()
    (here.files / "mine.bin").write_bytes(DATA)
    here.add(server.add("/a.bin", serve_file(DATA)), name="mine.bin", checksum=sha256(DATA))
    here.run()
    assert here.states() == [State.COMPLETED]
    assert server.asked == []


@pytest.mark.parametrize("name", [None, "a.bin"])
def test_a_file_of_the_same_size_with_other_bytes_is_another(
    rig: MakeRig, server: Scripted, name: str | None
) -> None:
    here = rig()
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(bytes(LARGE))
    here.add(server.add("/a.bin", serve_file(DATA)), name=name, checksum=sha256(DATA))
    here.run()
    assert files(here) == {"a.bin": bytes(LARGE), "a (2).bin": DATA}


# --- begun by another program --------------------------------------------------------------

RESUME = Options(conflict=Conflict.RESUME)


@pytest.mark.parametrize("held", [1, 1000, 200_000, LARGE - 1])
@pytest.mark.parametrize("etag", ['"v1"', ""])
def test_the_beginning_of_a_file_is_gone_on_with(
    rig: MakeRig, server: Scripted, trash: Path, held: int, etag: str
) -> None:
    here = rig(connections=1)
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(DATA[:held])
    here.add(server.add("/a.bin", serve_file(DATA, etag=etag)), options=RESUME)
    here.run()
    assert files(here) == {"a.bin": DATA}
    assert [one.read_bytes() for one in trash.iterdir()] == [DATA[:held]]
    assert server.asked[-1].headers["range"] == f"bytes={max(0, held - 65_536)}-"
    assert here.engine.received() == LARGE - held


@pytest.mark.parametrize("old", [b"theirs", bytes(200_000), DATA + b"more", b""])
def test_what_is_no_beginning_of_it_is_left_alone(
    rig: MakeRig, server: Scripted, trash: Path, old: bytes
) -> None:
    here = rig(connections=1)
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(old)
    here.add(server.add("/a.bin", serve_file(DATA)), options=RESUME)
    here.run()
    assert files(here) == {"a.bin": old, "a (2).bin": DATA}
    assert not trash.exists()


def test_neither_is_it_gone_on_with_where_the_server_only_sends_whole_files(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig()
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(DATA[:1000])
    here.add(server.add("/a.bin", serve_file(DATA, ranges=False)), options=RESUME)
    here.run()
    assert files(here) == {"a.bin": DATA[:1000], "a (2).bin": DATA}


def test_a_file_that_lacks_nothing_is_kept(rig: MakeRig, server: Scripted, trash: Path) -> None:
    here = rig()
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(DATA)
    here.add(server.add("/a.bin", serve_file(DATA)), options=RESUME)
    here.run()
    assert files(here) == {"a.bin": DATA}
    assert here.states() == [State.COMPLETED]
    assert not trash.exists()


def test_a_stop_on_the_way_keeps_what_was_taken_over(
    rig: MakeRig, server: Scripted, trash: Path
) -> None:
    held = 200_000

    def script(peer: Peer, asked: Asked) -> None:
        if len(server.asked) != 2:
            serve_file(DATA)(peer, asked)
            return
        start, _ = asked.range or (0, None)
        peer.head(
            "206 Partial Content",
            f"Content-Range: bytes {start}-{LARGE - 1}/{LARGE}",
            f"Content-Length: {LARGE - start}",
            'ETag: "v1"',
        )
        peer.send(DATA[start : held + 1000])
        peer.stall()

    here = rig(connections=1)
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(DATA[:held])
    here.add(server.add("/a.bin", script), options=RESUME)
    here.engine.start()
    here.wait_until(lambda rows: any(row.received == held + 1000 for row in rows.values()))
    here.engine.stop()
    here.wait(events.BatchEnded)
    assert (here.files / "a.bin").read_bytes() == DATA[:held]
    here.run()
    assert files(here) == {"a.bin": DATA}
    assert [one.read_bytes() for one in trash.iterdir()] == [DATA[:held]]
    assert server.asked[-1].headers["range"] == f"bytes={held + 1000 - PROVEN_BYTES}-"


# --- why -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_list_tells_where_a_name_is_from(rig: MakeRig, server: Scripted, size: int) -> None:
    here, data = rig(), content(size)
    named = ("Content-Disposition: attachment; filename=b.bin",)
    script = in_one_go(data) if size == SMALL else serve_file(data)
    here.add(server.add("/a.bin", script))
    here.add(server.add("/x", serve_file(data, fields=named)))
    here.add(server.add("/y", script), name="mine.bin")
    here.add(server.add("/", script))
    here.run()
    assert {row.name: row.source for row in here.look().values()} == {
        "a.bin": NameSource.LINK,
        "b.bin": NameSource.SERVER,
        "mine.bin": NameSource.USER,
        "127-0-0-1": NameSource.HOST,
    }
