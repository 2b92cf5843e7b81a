"""Where the bytes of two replies meet, both must bring the same ones."""

import threading

from core.engine.segments import PROVEN_BYTES
from core.model import events
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(3_000_000)


class Halting:
    """The first reply halts after 100 KB until a part was asked for, and for good if told so."""

    def __init__(self, parts: bytes) -> None:
        self.parts = parts  # where the bytes of further connections come from
        self.joined = threading.Event()

    def __call__(self, peer: Peer, asked: Asked) -> None:
        first, last = asked.range or (0, None)
        if asked.number > 1:
            self.joined.set()
        end = len(DATA) if last is None else last + 1
        peer.head(
            "206 Part",
            f"Content-Range: bytes {first}-{end - 1}/{len(DATA)}",
            f"Content-Length: {end - first}",
            'ETag: "a"',
        )
        source = self.parts if first else DATA
        peer.send(source[first : min(end, first + 100_000)])
        if asked.number == 1:
            self.joined.wait(30)
        for start in range(first + 100_000, end, 50_000):
            peer.send(source[start : min(end, start + 50_000)])
            if peer.closing.wait(0.02):
                return


def run(rig: MakeRig, server: Scripted, parts: bytes) -> tuple[Rig, list[int]]:
    here = rig(connections=8)
    ids = here.add(server.add("/data.bin", Halting(parts)))
    here.run()
    return here, ids


def test_connections_that_agree_make_one_file(rig: MakeRig, server: Scripted) -> None:
    here, _ = run(rig, server, DATA)
    assert (here.files / "data.bin").read_bytes() == DATA
    assert len(server.asked) > 1, "nobody joined"


def test_parts_from_elsewhere_are_noticed_and_fetched_over_one_connection_next(
    rig: MakeRig, server: Scripted
) -> None:
    here, ids = run(rig, server, DATA[1:] + b"x")
    [row] = here.look().values()
    assert row.error is not None
    assert row.error.code == "misplaced"
    assert here.names() == ["data.bin.part"]
    asked = len(server.asked)
    here.engine.retry(ids)
    here.run()
    [row] = here.look().values()
    assert (here.files / row.name).read_bytes() == DATA
    assert len(server.asked) == asked + 1


def test_what_is_not_there_yet_is_compared_at_the_end(rig: MakeRig, server: Scripted) -> None:
    """Whoever joins brings a hundred bytes and then waits until the first has passed by."""
    joined, passed = threading.Event(), threading.Event()
    cut = 0

    def script(peer: Peer, asked: Asked) -> None:
        nonlocal cut
        first = asked.range[0] if asked.range else 0
        peer.head(
            "206 Part",
            f"Content-Range: bytes {first}-{len(DATA) - 1}/{len(DATA)}",
            f"Content-Length: {len(DATA) - first}",
            'ETag: "a"',
        )
        if asked.number == 1:
            peer.send(DATA[:100_000])
            joined.wait(30)
            try:
                peer.send(DATA[100_000:])
            finally:
                passed.set()
        else:
            cut = first
            wrong = DATA[first + 1 :] + b"x"
            peer.send(wrong[:100])
            here.wait_until(lambda rows: rows[number].received >= 100_100)
            joined.set()
            here.wait_until(lambda rows: rows[number].received >= first)
            peer.send(wrong[100:])

    here = rig(connections=2)
    [number] = here.add(server.add("/data.bin", script))
    here.run()
    [row] = here.look().values()
    assert cut, "nobody joined"
    assert row.error is not None
    assert row.error.code == "misplaced"


def test_bytes_before_a_seam_count_once_it_was_compared(rig: MakeRig, server: Scripted) -> None:
    cut, joined = 0, threading.Event()

    def script(peer: Peer, asked: Asked) -> None:
        nonlocal cut
        first = asked.range[0] if asked.range else 0
        peer.head(
            "206 Part",
            f"Content-Range: bytes {first}-{len(DATA) - 1}/{len(DATA)}",
            f"Content-Length: {len(DATA) - first}",
            'ETag: "v1"',
        )
        if asked.number > 1:
            cut = first
            joined.set()
            peer.send(DATA[first : first + 100_000])
        else:
            peer.send(DATA[:100_000])
            joined.wait(30)
            here.wait_until(lambda rows: rows[number].received >= 200_000)
            peer.send(DATA[100_000:cut])  # and not one byte to compare with
        peer.stall()

    here = rig(connections=2)
    [number] = here.add(server.add("/data.bin", script))
    here.engine.start()
    # All but the last bytes before the cut count, however they were cut into reads.
    here.wait_until(lambda rows: bool(cut) and rows[number].received > 200_000)
    assert not joined.wait(0) or here.look()[number].received < cut + 100_000
    here.engine.stop()
    here.wait(events.BatchEnded)
    server.add("/data.bin", serve_file(DATA))
    before = len(server.asked)
    here.run()
    filled = server.asked[before].range
    assert filled is not None
    assert filled[0] < cut - PROVEN_BYTES, "what nobody compared was taken for granted"
    assert (here.files / "data.bin").read_bytes() == DATA


def test_scattered_parts_are_compared_at_both_ends(rig: MakeRig, server: Scripted) -> None:
    """A gap is filled with what fits to what is held on either side of it."""
    whole, halted = serve_file(DATA), threading.Event()

    def script(peer: Peer, asked: Asked) -> None:
        first = asked.range[0] if asked.range else 0
        if halted.is_set():
            whole(peer, asked)
            return
        peer.head(
            "206 Part",
            f"Content-Range: bytes {first}-{len(DATA) - 1}/{len(DATA)}",
            f"Content-Length: {len(DATA) - first}",
            'ETag: "v1"',
        )
        peer.send(DATA[first : first + 100_000])
        peer.stall()

    here = rig(connections=2)
    [number] = here.add(server.add("/data.bin", script))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received >= 200_000)
    here.engine.stop()
    here.wait(events.BatchEnded)
    halted.set()
    before = len(server.asked)
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    filled = server.asked[before].range
    assert filled is not None
    assert filled[0] == 100_000 - PROVEN_BYTES
    assert filled[1] is not None, "up to what is held, and a little further"
    assert here.states() == [State.COMPLETED]
