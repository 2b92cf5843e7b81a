"""Several servers for one file: fallbacks, further connections, and what they must not mix."""

import hashlib
import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.model import events
from core.model.checksum import Checksum
from core.model.download import Credentials, Options
from core.model.pieces import Pieces
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, scripted, serve_file

DATA = content(3_000_000)
OTHER = content(len(DATA), "other")
SHARE = 250_000
SHARES = Pieces(
    "sha-1",
    SHARE,
    b"".join(
        hashlib.sha1(DATA[start : start + SHARE]).digest() for start in range(0, len(DATA), SHARE)
    ),
)
SHA = Checksum("sha-256", hashlib.sha256(DATA).hexdigest())
HALF, THIRD = len(DATA) // 2, len(DATA) // 3


@pytest.fixture
def other() -> Iterator[Scripted]:
    with scripted() as running:
        yield running


@pytest.fixture
def nobody() -> Iterator[str]:
    """A link to a port where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/data.bin"


def status(line: str, *fields: str) -> Script:
    return lambda peer, _asked: peer.head(line, "Content-Length: 0", *fields)


def page(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", "Content-Type: text/html", "Content-Length: 5")
    peer.send("<html")


def hesitating(until: Callable[[], bool], data: bytes = DATA) -> Script:
    """A server whose first reply goes on after a third only when it is time."""

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            serve_file(data)(peer, asked)
            return
        peer.head(
            "206 Partial Content",
            f"Content-Range: bytes 0-{len(data) - 1}/{len(data)}",
            f"Content-Length: {len(data)}",
            'ETag: "v1"',
        )
        peer.send(data[:THIRD])
        while not until() and not peer.closing.wait(0.005):
            continue
        peer.send(data[THIRD:])

    return script


def helped(here: Rig) -> bool:
    """Whether another connection has brought something beside that third."""
    return any(row.received > THIRD + 10_000 for row in here.engine.running_rows())


def error_code(here: Rig) -> str | None:
    [row] = here.look().values()
    return row.error.code if row.error else None


# --- fallbacks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [status("404 Not Found"), status("503 Busy"), status("401 Unauthorized"), page],
    ids=["missing", "busy", "login", "page"],
)
def test_a_mirror_helps_out_when_the_link_fails(
    rig: MakeRig, server: Scripted, other: Scripted, script: Script
) -> None:
    here = rig()
    mirror = other.add("/somewhere/x?y", serve_file(DATA))
    here.add(server.add("/data.bin", script), mirrors=(mirror,))
    here.run()
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_mirror_helps_out_when_nobody_answers(rig: MakeRig, other: Scripted, nobody: str) -> None:
    here = rig()
    here.add(nobody, mirrors=(other.add("/x", serve_file(DATA)),))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def test_the_mirrors_are_asked_in_their_order(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig(connections=1)
    first = other.add("/first", status("404 Not Found"))
    second = other.add("/second", serve_file(DATA))
    third = other.add("/third", serve_file(OTHER))
    here.add(server.add("/data.bin", page), mirrors=(first, second, third))
    here.run()
    assert [asked.target for asked in other.asked] == ["/first", "/second"]
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_mirror_with_a_file_of_another_size_is_passed_over(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig()
    first = other.add("/first", serve_file(DATA[:-1]))
    second = other.add("/second", serve_file(DATA))
    here.add(server.add("/data.bin", serve_file(b"moved")), mirrors=(first, second), size=len(DATA))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


@pytest.mark.parametrize(
    ("answers", "code"),
    [(("404 Not Found", "403 No"), "not_found"), (("404 Not Found", "503 Busy"), "unavailable")],
)
def test_when_all_fail_what_may_pass_is_told_else_what_the_link_said(
    rig: MakeRig, server: Scripted, other: Scripted, answers: tuple[str, str], code: str
) -> None:
    here = rig(retries=0)
    mirror = other.add("/x", status(answers[1]))
    here.add(server.add("/data.bin", status(answers[0])), mirrors=(mirror,))
    here.run()
    assert error_code(here) == code


def half(after: Script) -> Script:
    """A server that breaks off in the middle, and does something else when asked again."""

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            after(peer, asked)
            return
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
        peer.send(DATA[:HALF])
        peer.sock.close()

    return script


def test_a_mirror_goes_on_where_the_link_broke_off(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig(connections=1)
    mirror = other.add("/x", serve_file(DATA, etag='"another"'))
    here.add(server.add("/data.bin", half(status("404 Not Found"))), mirrors=(mirror,))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    *samples, rest = (asked.range for asked in other.asked)
    assert samples[0] == (0, 16383)
    assert rest == (HALF - 65536, None)


def test_a_mirror_without_ranges_is_compared_from_the_start(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig(connections=1)
    mirror = other.add("/x", serve_file(DATA, ranges=False))
    here.add(server.add("/data.bin", half(status("404 Not Found"))), mirrors=(mirror,))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def of_unknown_length(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", "Transfer-Encoding: chunked")
    peer.send(b"%x\r\n%s\r\n0\r\n\r\n" % (len(DATA), DATA))


@pytest.mark.parametrize(
    "script",
    [
        serve_file(OTHER),
        serve_file(DATA[:-1]),
        serve_file(DATA + b"!"),
        status("404 Not Found"),
        of_unknown_length,
    ],
    ids=["other bytes", "shorter", "longer", "missing", "of unknown length"],
)
def test_a_mirror_that_does_not_fit_is_not_mixed_in(
    rig: MakeRig, server: Scripted, other: Scripted, script: Script
) -> None:
    here = rig(connections=1)
    mirror = other.add("/x", script)
    here.add(server.add("/data.bin", half(status("404 Not Found"))), mirrors=(mirror,))
    here.run()
    assert error_code(here) == "not_found"
    assert (here.files / "data.bin.part").read_bytes()[:HALF] == DATA[:HALF]


def test_without_a_checksum_a_file_with_several_gaps_stays_with_its_server(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    """Each gap has a seam of its own, and only one would be compared."""
    gone = threading.Event()

    def script(peer: Peer, asked: Asked) -> None:
        if gone.is_set():
            peer.head("404 Not Found", "Content-Length: 0")
            return
        first, last = asked.range or (0, None)
        last = len(DATA) - 1 if last is None else last
        peer.head(
            "206 Partial Content",
            f"Content-Range: bytes {first}-{last}/{len(DATA)}",
            f"Content-Length: {last + 1 - first}",
            'ETag: "v1"',
        )
        peer.send(DATA[first : first + 400_000])
        peer.stall()

    here = rig(connections=2)
    mirror = other.add("/x", serve_file(DATA))
    here.add(server.add("/data.bin", script), mirrors=(mirror,))
    here.engine.start()
    here.wait_until(lambda rows: next(iter(rows.values())).received == 800_000)
    here.engine.stop()
    here.wait(events.BatchEnded)
    gone.set()
    here.run()
    assert error_code(here) == "not_found"
    assert other.asked == []


def test_after_a_restart_the_mirror_goes_on(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            serve_file(DATA, etag='"another"')(peer, asked)
            return
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "another"')
        peer.send(DATA[:HALF])
        peer.stall()

    here = rig(connections=1)
    mirror = other.add("/x", script)
    [number] = here.add(server.url("/data.bin"), mirrors=(mirror,))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == HALF)
    here.engine.stop()
    here.wait(events.BatchEnded)
    here.close()
    again = rig(connections=1)
    again.engine.restore()
    again.run()
    assert (again.files / "data.bin").read_bytes() == DATA
    first, _ = other.asked[1].range or (0, None)
    assert HALF - 65_536 < first <= HALF  # its own validator proves it
    assert len(server.asked) == 1


# --- further connections -------------------------------------------------------------------------

Help = Callable[..., Rig]


@pytest.fixture
def helped_by(rig: MakeRig, server: Scripted, other: Scripted) -> Help:
    """Run a download whose server hesitates until its mirror, with `script`, has helped."""

    def run(script: Script, data: bytes = DATA, **more: Any) -> Rig:
        here = rig(connections=2)
        link = server.add("/data.bin", hesitating(lambda: helped(here), data))
        here.add(link, mirrors=(other.add("/x", script),), **more)
        here.run()
        return here

    return run


@pytest.mark.parametrize("proof", [{"checksum": SHA}, {"pieces": SHARES}], ids=["sha", "shares"])
def test_mirrors_are_further_connections(
    helped_by: Help, other: Scripted, proof: dict[str, Any]
) -> None:
    here = helped_by(serve_file(DATA, etag=""), **proof)
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == DATA
    assert other.asked
    assert all(asked.range is not None and asked.range[0] > 0 for asked in other.asked)


@pytest.mark.parametrize(
    ("proof", "asked"),
    [({}, []), ({"checksum": Checksum("md5", "0" * 32)}, [(0, None)])],
    ids=["none", "a weak one"],
)
def test_without_proof_no_mirror_is_mixed_in(
    rig: MakeRig, server: Scripted, other: Scripted, proof: dict[str, Any], asked: list[object]
) -> None:
    here = rig(connections=2)
    link = server.add("/data.bin", hesitating(lambda: len(server.asked) > 1))
    here.add(link, mirrors=(other.add("/x", serve_file(DATA)),), **proof)
    here.run()
    assert [one.range for one in other.asked] == asked  # all of it, once the link's was wrong


def breaks_off(peer: Peer, asked: Asked) -> None:
    first, last = asked.range or (0, None)
    last = len(DATA) - 1 if last is None else last
    peer.head(
        "206 Partial Content",
        f"Content-Range: bytes {first}-{last}/{len(DATA)}",
        f"Content-Length: {last + 1 - first}",
    )
    peer.send(DATA[first : first + 1000])
    peer.sock.close()


@pytest.mark.parametrize(
    "script",
    [
        status("404 Not Found"),
        status("429 Slow Down"),
        serve_file(DATA[:-1]),
        serve_file(DATA, ranges=False),
        serve_file(DATA, fields=("Digest: SHA-256=" + b64encode(bytes(32)).decode(),)),
        breaks_off,
    ],
    ids=["missing", "refusing", "other size", "no ranges", "other by its own word", "breaking"],
)
def test_a_mirror_that_fails_is_done_without(
    rig: MakeRig, server: Scripted, other: Scripted, script: Script
) -> None:
    here = rig(connections=2)
    link = server.add("/data.bin", hesitating(lambda: len(server.asked) > 1))
    here.add(link, mirrors=(other.add("/x", script),), checksum=SHA)
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    assert len(other.asked) == 1
    assert len(server.asked) > 1
    assert not any(isinstance(one, events.Retrying) for one in here.heard)


def test_a_mirror_with_wrong_bytes_is_found_out_by_the_shares(
    helped_by: Help, server: Scripted, other: Scripted
) -> None:
    here = helped_by(serve_file(OTHER), checksum=SHA, pieces=SHARES)
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == DATA
    again = [asked.range[0] for asked in server.asked[1:] if asked.range]
    assert again
    assert min(again) >= THIRD - SHARE


def test_a_link_with_wrong_bytes_is_found_out_and_the_mirror_asked(
    helped_by: Help, other: Scripted
) -> None:
    here = helped_by(serve_file(DATA), OTHER, checksum=SHA, pieces=SHARES)
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == DATA
    assert 0 in [asked.range[0] for asked in other.asked if asked.range]


def test_without_shares_the_whole_file_is_fetched_again_from_one_server(
    helped_by: Help, server: Scripted, other: Scripted
) -> None:
    here = helped_by(serve_file(OTHER), checksum=SHA)
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == DATA
    assert 0 in [asked.range[0] for asked in server.asked[1:] if asked.range]
    assert 0 not in [asked.range[0] for asked in other.asked if asked.range]


def test_shares_that_several_servers_have_wrong_are_fetched_from_the_one_that_has_them_right(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig(connections=1)
    mirrors = tuple(
        other.add(f"/{number}", serve_file(data))
        for number, data in enumerate((OTHER, OTHER, DATA))
    )
    here.add(server.add("/data.bin", serve_file(OTHER)), mirrors=mirrors, pieces=SHARES)
    here.run()
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_file_that_is_wrong_everywhere_is_an_error(helped_by: Help) -> None:
    here = helped_by(serve_file(OTHER), OTHER, checksum=SHA)
    assert error_code(here) == "checksum"
    assert here.names() == ["data.bin.part"]


@pytest.mark.parametrize("size", [100, len(DATA)])
@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("kind", ["sha256", "md5"])
def test_when_the_link_has_a_wrong_file_its_mirrors_are_asked_one_by_one(
    rig: MakeRig, server: Scripted, other: Scripted, size: int, kind: str, *, ranges: bool
) -> None:
    here = rig(connections=1)
    data, wrong = DATA[:size], OTHER[:size]
    checksum = Checksum({"sha256": "sha-256"}.get(kind, kind), hashlib.new(kind, data).hexdigest())
    mirrors = (
        other.add("/wrong", serve_file(wrong, ranges=ranges)),
        other.add("/missing", status("404 Not Found")),
        other.add("/right", serve_file(data, ranges=ranges)),
    )
    here.add(
        server.add("/data.bin", serve_file(wrong, ranges=ranges)),
        mirrors=mirrors,
        checksum=checksum,
    )
    here.run()
    assert here.states() == [State.COMPLETED]
    assert (here.files / "data.bin").read_bytes() == data
    assert [asked.target for asked in other.asked] == ["/wrong", "/missing", "/right"]
    assert len(server.asked) == 1


def test_there_is_an_end_to_asking_for_the_whole_file(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig(connections=1)
    mirrors = tuple(other.add(f"/{number}", serve_file(OTHER)) for number in range(9))
    here.add(server.add("/data.bin", serve_file(OTHER)), mirrors=mirrors, checksum=SHA)
    here.run()
    assert error_code(here) == "checksum"
    assert len(other.asked) == 4


def stalls(peer: Peer, asked: Asked) -> None:
    first, last = asked.range or (0, None)
    last = len(DATA) - 1 if last is None else last
    peer.head(
        "206 Partial Content",
        f"Content-Range: bytes {first}-{last}/{len(DATA)}",
        f"Content-Length: {last + 1 - first}",
    )
    peer.send(DATA[first : first + 1000])
    peer.stall()


def test_a_mirror_that_stalls_holds_nothing_up(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig(connections=3, timeout=3600)
    link = server.add("/data.bin", hesitating(lambda: len(other.asked) > 0))
    here.add(link, mirrors=(other.add("/x", stalls),), checksum=SHA)
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    assert other.asked


# --- announced by the server ---------------------------------------------------------------------


@pytest.mark.parametrize("proof", [True, False])
def test_announced_mirrors_help_if_a_checksum_was_announced_too(
    rig: MakeRig, server: Scripted, other: Scripted, proof: bool
) -> None:
    fields = [f"Link: <{other.add('/x', serve_file(DATA))}>; rel=duplicate"]
    if proof:
        digest = b64encode(bytes.fromhex(SHA.value)).decode()
        fields.append(f"Repr-Digest: sha-256=:{digest}:")
    here = rig(connections=2)
    script = hesitating(lambda: helped(here))

    def telling(peer: Peer, asked: Asked) -> None:
        head = peer.head
        peer.head = lambda line, *more: head(line, *more, *fields)  # type: ignore[method-assign]
        script(peer, asked)

    here.add(server.add("/data.bin", telling))
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA
    assert bool(other.asked) is proof


# --- secrets -------------------------------------------------------------------------------------

OPTIONS = Options(
    headers=(("X-Api-Key", "hunter2"), ("Accept-Language", "de"), ("Cookie", "a=hunter2")),
    referer="http://a.example/?hunter2",
    credentials=Credentials("bob", "hunter2"),
)


def test_secrets_stay_with_the_link(helped_by: Help, server: Scripted, other: Scripted) -> None:
    helped_by(serve_file(DATA), checksum=SHA, options=OPTIONS)
    assert server.asked[0].headers["x-api-key"] == "hunter2"
    assert other.asked[0].headers["accept-language"] == "de"
    for secret in ("authorization", "x-api-key", "cookie", "referer"):
        assert secret in server.asked[0].headers
        assert secret not in other.asked[0].headers


def test_secrets_do_not_follow_a_redirect_with_further_connections(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig(connections=2)
    target = other.add("/data.bin", hesitating(lambda: len(other.asked) > 1))
    here.add(server.add("/moved", status("302 Found", f"Location: {target}")), options=OPTIONS)
    here.run()
    assert len(other.asked) > 1
    for asked in other.asked:
        assert not {"authorization", "x-api-key", "cookie", "referer"} & set(asked.headers)
