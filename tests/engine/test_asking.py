"""Going on with a file that is partly held: the same version, proven or compared, or an error."""

import pytest

from core.engine.segments import PROVEN_BYTES, UNPROVEN_BYTES
from core.model import events
from core.model.snapshot import Row
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file

DATA = content(400_000)
OTHER = content(len(DATA), "other")
HALF = len(DATA) // 2
LARGE = content(3_000_000)  # worth a second connection
DATED = ("Last-Modified: Mon, 01 Jan 2024 12:00:00 GMT", "Date: Mon, 01 Jan 2024 13:00:00 GMT")


def breaking(etag: str, then: Script, *fields: str) -> Script:
    """The first half under an ETag, then something else."""

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            then(peer, asked)
            return
        tag = (f"ETag: {etag}",) if etag else ()
        peer.head("200 OK", f"Content-Length: {len(DATA)}", *tag, *fields)
        peer.send(DATA[:HALF])
        peer.finish()

    return script


def run(rig: MakeRig, server: Scripted, script: Script) -> tuple[Row, list[str]]:
    """One download over one connection: how it ended, and the ranges that were asked for."""
    here = rig(connections=1, retries=1)
    here.add(server.add("/data.bin", script))
    here.run()
    [row] = here.look().values()
    if row.state is State.COMPLETED:
        assert (here.files / "data.bin").read_bytes() == DATA
    else:
        assert (here.files / "data.bin.part").read_bytes()[:HALF] == DATA[:HALF]
    return row, [asked.headers.get("range", "") for asked in server.asked]


PROVEN = f"bytes={HALF - PROVEN_BYTES}-"
UNPROVEN = f"bytes={HALF - UNPROVEN_BYTES}-"


@pytest.mark.parametrize(
    ("before", "after", "ranges"),
    [
        ('"a"', '"a"', [PROVEN]),
        ('"a"', "", [PROVEN, UNPROVEN]),
        ('"a"', 'W/"a"', [PROVEN, UNPROVEN]),
        ("", '"a"', [UNPROVEN]),
        ('W/"a"', 'W/"a"', [UNPROVEN]),
        ("a", "a", [UNPROVEN]),
    ],
)
def test_the_less_is_proven_the_more_is_compared(
    rig: MakeRig, server: Scripted, before: str, after: str, ranges: list[str]
) -> None:
    row, asked = run(rig, server, breaking(before, serve_file(DATA, etag=after)))
    assert row.state is State.COMPLETED
    assert asked == ["bytes=0-", *ranges]


@pytest.mark.parametrize(("before", "after"), [('"a"', ""), ('"a"', 'W/"a"'), ("", ""), ("a", "a")])
def test_other_bytes_at_the_seam_are_another_version(
    rig: MakeRig, server: Scripted, before: str, after: str
) -> None:
    row, _ = run(rig, server, breaking(before, serve_file(OTHER, etag=after)))
    assert row.error is not None
    assert row.error.code == "changed"
    assert row.received == HALF


def test_a_strong_validator_does_not_help_who_sends_another_part(
    rig: MakeRig, server: Scripted
) -> None:
    def from_the_start(peer: Peer, asked: Asked) -> None:
        first = asked.range[0] if asked.range else 0
        peer.head(
            "206 Part",
            f"Content-Range: bytes {first}-{len(DATA) - 1}/{len(DATA)}",
            f"Content-Length: {len(DATA) - first}",
            'ETag: "a"',
        )
        peer.send(DATA[: len(DATA) - first])

    row, _ = run(rig, server, breaking('"a"', from_the_start))
    assert row.error is not None
    assert row.error.code == "changed"


def test_a_server_that_contradicts_itself_is_settled_by_the_bytes(
    rig: MakeRig, server: Scripted
) -> None:
    def flapping(peer: Peer, asked: Asked) -> None:
        serve_file(DATA, etag=f'"{asked.number}"')(peer, asked)

    row, asked = run(rig, server, breaking('"a"', flapping))
    assert row.state is State.COMPLETED
    place = HALF - PROVEN_BYTES
    assert asked == ["bytes=0-", PROVEN, f"bytes={place}-{place}", UNPROVEN]


def test_a_server_that_sticks_to_another_validator_has_another_version(
    rig: MakeRig, server: Scripted
) -> None:
    patched = DATA[:-1] + b"!"  # nothing but the ETag tells
    row, _ = run(
        rig, server, breaking('"a"', serve_file(patched, etag='"b"', fields=DATED), *DATED)
    )
    assert row.error is not None
    assert row.error.code == "changed"
    assert "another link" in row.error.remedy


def test_a_validator_told_now_and_then_counts_when_it_is_told(
    rig: MakeRig, server: Scripted
) -> None:
    patched = bytes([DATA[0] ^ 1]) + DATA[1:-1] + b"!"

    def script(peer: Peer, asked: Asked) -> None:
        serve_file(patched, etag='"b"' if asked.number > 2 else "")(peer, asked)

    row, asked = run(rig, server, breaking('"a"', script))
    assert row.error is not None
    assert row.error.code == "changed"
    assert asked == ["bytes=0-", PROVEN, UNPROVEN]


def test_what_comes_whole_is_compared_whole(rig: MakeRig, server: Scripted) -> None:
    patched = bytes([DATA[0] ^ 1]) + DATA[1:]
    row, _ = run(rig, server, breaking("", serve_file(patched, etag="", ranges=False)))
    assert row.error is not None
    assert row.error.code == "changed"


def test_an_end_that_came_too_early_is_no_end(rig: MakeRig, server: Scripted) -> None:
    def shrunk(peer: Peer, _: Asked) -> None:
        peer.head("200 OK", "Transfer-Encoding: chunked")
        peer.send(b"3e8\r\n" + DATA[:1000] + b"\r\n0\r\n\r\n")

    def unsized(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            shrunk(peer, asked)
            return
        peer.head("200 OK", "Transfer-Encoding: chunked")
        peer.send(b"%x\r\n" % HALF + DATA[:HALF])
        peer.finish()

    row, _ = run(rig, server, unsized)
    assert row.error is not None
    assert row.error.code == "changed"


def test_another_coding_is_another_file(rig: MakeRig, server: Scripted) -> None:
    packed = serve_file(DATA, etag='"a"', fields=("Content-Encoding: gzip",))
    row, _ = run(rig, server, breaking('"a"', packed))
    assert row.error is not None
    assert row.error.code == "changed"


def test_a_coding_nobody_asked_for_is_kept_and_told(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.add(server.add("/data.bin", serve_file(DATA, fields=("Content-Encoding: gzip",))))
    here.run()
    done = next(one for one in here.heard if isinstance(one, events.Completed))
    [row] = here.look().values()
    assert (done.coding, row.coding, row.size) == ("gzip", "gzip", len(DATA))


def test_a_page_instead_of_the_rest_is_called_one(rig: MakeRig, server: Scripted) -> None:
    def page(peer: Peer, _: Asked) -> None:
        peer.head("200 OK", "Content-Type: text/html", "Content-Length: 5")
        peer.send("<html")

    row, _ = run(rig, server, breaking('"a"', page))
    assert row.error is not None
    assert row.error.code == "web_page"


def test_a_range_that_is_refused_is_no_obstacle(rig: MakeRig, server: Scripted) -> None:
    def refusing(peer: Peer, asked: Asked) -> None:
        if asked.range is None:
            serve_file(DATA, etag='"a"')(peer, asked)
        else:
            peer.head("416 No", "Content-Length: 0")

    row, asked = run(rig, server, breaking('"a"', refusing))
    assert row.state is State.COMPLETED
    assert asked == ["bytes=0-", PROVEN, ""]


def test_a_first_part_is_not_taken_for_the_whole(rig: MakeRig, server: Scripted) -> None:
    def sparing(peer: Peer, asked: Asked) -> None:
        first = asked.range[0] if asked.range else 0
        part = DATA[first : first + (10 if asked.number == 1 else 150_000)]
        shown = f"Content-Range: bytes {first}-{first + len(part) - 1}/{len(DATA)}"
        head = f'HTTP/1.1 206 P\r\n{shown}\r\nContent-Length: {len(part)}\r\nETag: "a"\r\n\r\n'
        peer.send(head.encode() + part)  # at once, as a file that is all there

    here = rig(connections=1)
    here.add(server.add("/data.bin", sparing))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_part_that_may_be_longer_than_it_says_is_shared_with_nobody(
    rig: MakeRig, server: Scripted
) -> None:
    def chunked(peer: Peer, asked: Asked) -> None:
        first = asked.range[0] if asked.range else 0
        shown = f"Content-Range: bytes {first}-{len(LARGE) - 1}/{len(LARGE)}"
        peer.head("206 Part", shown, "Transfer-Encoding: chunked", 'ETag: "a"')
        for start in range(first, len(LARGE), 50_000):
            part = LARGE[start : start + 50_000]
            peer.send(b"%x\r\n" % len(part) + part + b"\r\n")
            peer.closing.wait(0.01)
        peer.send("0\r\n\r\n")

    here = rig(connections=8)
    here.add(server.add("/data.bin", chunked))
    here.run()
    assert (here.files / "data.bin").read_bytes() == LARGE
    assert len(server.asked) == 1


def test_a_version_of_which_nothing_is_held_may_change(rig: MakeRig, server: Scripted) -> None:
    def nothing(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            serve_file(DATA, etag='"b"')(peer, asked)
            return
        peer.head("200 OK", "Content-Length: 5", 'ETag: "a"')
        peer.finish()

    here = rig(connections=1)
    here.add(server.add("/data.bin", nothing))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
