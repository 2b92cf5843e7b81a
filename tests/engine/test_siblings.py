"""Checksums that lie beside a file, and Metalinks that describe it."""

import hashlib
import threading

import pytest

from core.model import events
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file
from tests.servers.small import at_once

DATA = content(2_000_000)
SHARE = 500_000
SHARES = [DATA[start : start + SHARE] for start in range(0, len(DATA), SHARE)]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def md5(data: bytes) -> str:
    return hashlib.md5(data).hexdigest()


def serve_text(text: str) -> Script:
    return serve_file(text.encode(), ranges=False, etag="")


def codes(here: Rig) -> list[str | None]:
    rows = sorted(here.look().values(), key=lambda row: row.rank)
    return [row.error.code if row.error else None for row in rows]


def asked(server: Scripted) -> list[str]:
    return [one.target for one in server.asked]


@pytest.fixture
def here(rig: MakeRig) -> Rig:
    return rig(verify_siblings=True, concurrent=1, connections=1)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("SHA256SUMS", "{sha}  {name}\n"),
        ("SHA512SUMS", "{md5}  {name}\n"),
        ("MD5SUMS", "{md5} *{name}\n"),
        ("right.bin.sha256", "{sha}\n"),
        ("right.bin.md5", "MD5 ({name}) = {md5}\n"),
    ],
)
@pytest.mark.parametrize("size", [100, 2_000_000])
def test_what_lies_beside_a_file_is_found_and_believed(
    here: Rig, server: Scripted, name: str, line: str, size: int
) -> None:
    data = DATA[:size]
    text = line.format(sha=sha(data), md5=md5(data), name="right.bin")
    text += line.format(sha=sha(b"other"), md5=md5(b"other"), name="wrong.bin") * ("SUMS" in name)
    server.add(f"/dir/{name}", serve_text(text))
    own = name.replace("right", "wrong")
    wrong = line.format(sha=sha(b"other"), md5=md5(b"other"), name="wrong.bin")
    if own != name:
        server.add(f"/dir/{own}", serve_text(wrong))
    here.add(
        server.add("/dir/right.bin", serve_file(data)),
        server.add("/dir/wrong.bin", serve_file(data)),
    )
    here.run()
    assert codes(here) == [None, "checksum"]
    assert here.names() == ["right.bin", "wrong.bin.part"]


def test_it_is_not_looked_for_unless_that_is_wished(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    server.add("/dir/SHA256SUMS", serve_text(f"{sha(b'other')}  a.bin"))
    here.add(server.add("/dir/a.bin", serve_file(DATA)))
    here.run()
    assert here.states() == [State.COMPLETED]
    assert asked(server) == ["/dir/a.bin"]


def test_a_small_file_is_not_finished_before_that_was_looked_for(
    here: Rig, server: Scripted
) -> None:
    here.files.mkdir()
    server.add("/SHA256SUMS", serve_text(f"{sha(b'other')}  a.bin"))
    here.add(server.add("/a.bin", at_once(b"some")))
    here.run()
    assert codes(here) == ["checksum"]


def test_it_is_not_looked_for_when_something_is_known(here: Rig, server: Scripted) -> None:
    digest = f"Digest: SHA-256={sha(DATA)}"
    here.add(server.add("/a.bin", serve_file(DATA, fields=(digest,))))
    here.run()
    assert asked(server) == ["/a.bin"]


def test_a_folder_without_any_is_asked_once(here: Rig, server: Scripted) -> None:
    names = [f"/dir/{number}.bin" for number in range(20)]
    here.add(*(server.add(name, serve_file(DATA[:1000])) for name in names))
    here.run()
    assert here.states() == [State.COMPLETED] * 20
    besides = [one for one in asked(server) if one not in names]
    assert len(besides) == 7
    assert len(set(besides)) == 7


def test_a_list_is_fetched_once_and_serves_all(here: Rig, server: Scripted) -> None:
    names = [f"{number}.bin" for number in range(10)]
    text = "".join(f"{sha(DATA[:1000])}  {name}\n" for name in names)
    server.add("/dir/SHA256SUMS", serve_text(text))
    here.add(*(server.add(f"/dir/{name}", serve_file(DATA[:1000])) for name in names))
    here.run()
    assert here.states() == [State.COMPLETED] * 10
    assert [one for one in asked(server) if "bin" not in one] == ["/dir/SHA256SUMS"]
    assert len(server.asked) == 11


def test_where_files_have_one_each_no_other_kind_is_asked_for(here: Rig, server: Scripted) -> None:
    for number in range(5):
        server.add(f"/{number}.bin.sha512", serve_text(hashlib.sha512(DATA).hexdigest()))
    here.add(*(server.add(f"/{number}.bin", serve_file(DATA)) for number in range(5)))
    here.run()
    assert here.states() == [State.COMPLETED] * 5
    besides = [one for one in asked(server) if not one.endswith(".bin")]
    assert len(besides) == 3 + 2 + 4  # three lists, two kinds for the first, one for each other


def test_many_workers_share_what_one_has_found(rig: MakeRig, server: Scripted) -> None:
    here = rig(verify_siblings=True, concurrent=8, pool_size=8)
    together = threading.Barrier(8, timeout=30)

    def script(peer: Peer, asked: Asked) -> None:
        together.wait()  # all are under way before the first is there
        serve_file(DATA[:1000])(peer, asked)

    names = [f"/dir/{number}.bin" for number in range(8)]
    here.add(*(server.add(name, script) for name in names))
    here.run()
    besides = [one for one in asked(server) if one not in names]
    assert len(besides) == len(set(besides)) == 7


def test_the_next_batch_asks_again(here: Rig, server: Scripted) -> None:
    here.add(server.add("/a.bin", serve_file(DATA)))
    here.run()
    server.add("/SHA256SUMS", serve_text(f"{sha(b'other')}  b.bin"))
    here.add(server.add("/b.bin", serve_file(DATA)))
    here.run()
    assert codes(here) == [None, "checksum"]


WRONG = f"{hashlib.sha256(b'other').hexdigest()}  a.bin"


def chunked(text: str) -> Script:
    """A reply that does not say how long it is."""

    def script(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Transfer-Encoding: chunked")
        peer.send(f"{len(text):x}\r\n{text}\r\n0\r\n\r\n")

    return script


def cut(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", f"Content-Length: {len(WRONG) + 1}")
    peer.send(WRONG)
    peer.sock.close()


@pytest.mark.parametrize("sums", [chunked(WRONG), serve_text(WRONG)], ids=["chunked", "plain"])
def test_a_list_may_or_may_not_say_how_long_it_is(
    here: Rig, server: Scripted, sums: Script
) -> None:
    server.add("/SHA256SUMS", sums)
    here.add(server.add("/a.bin", serve_file(DATA)))
    here.run()
    assert codes(here) == ["checksum"]


@pytest.mark.parametrize(
    "sums",
    [
        serve_text(f"{WRONG}\n" * 20_000),
        chunked(f"{WRONG}\n" * 20_000),
        serve_file(WRONG.encode(), ranges=False, fields=("Content-Type: text/html",)),
        serve_file(b"\xff\xfe\0", ranges=False),
        lambda peer, _asked: peer.head("500 Oops", "Content-Length: 0"),
        lambda peer, _asked: peer.sock.close(),
        cut,
    ],
    ids=["too large", "without end", "page", "binary", "error", "nothing", "cut"],
)
def test_what_is_no_list_is_no_error(here: Rig, server: Scripted, sums: Script) -> None:
    server.scripts["/SHA256SUMS"] = sums
    here.add(server.add("/a.bin", serve_file(DATA)))
    here.run()
    assert here.states() == [State.COMPLETED]


@pytest.mark.parametrize("waiting", [False, True], ids=["asking", "waiting for who asks"])
def test_a_stop_does_not_wait_for_an_answer(rig: MakeRig, server: Scripted, waiting: bool) -> None:
    here = rig(verify_siblings=True, concurrent=2, connections=1)
    stalled = threading.Event()

    def stall(peer: Peer, _asked: Asked) -> None:
        stalled.set()
        peer.stall()

    server.add("/SHA256SUMS", stall)
    here.add(*(server.add(f"/{n}.bin", serve_file(DATA)) for n in range(1 + waiting)))
    here.engine.start()
    assert stalled.wait(30)
    here.wait_until(
        lambda rows: [row.state for row in rows.values()].count(State.VERIFYING) == 1 + waiting
    )
    here.engine.stop()
    ended = here.wait(events.BatchEnded)
    assert ended.stop_ms is not None
    assert ended.stop_ms < 10_000  # the answer would be waited for three times as long
    assert here.states() == [State.QUEUED] * (1 + waiting)


def test_one_that_waits_for_who_asks_can_be_paused_alone(rig: MakeRig, server: Scripted) -> None:
    here = rig(verify_siblings=True, concurrent=2, connections=1, timeout=3600)
    stalled = threading.Event()

    def stall(peer: Peer, _asked: Asked) -> None:
        stalled.set()
        peer.stall()

    server.add("/SHA256SUMS", stall)
    asking, waiting = here.add(*(server.add(f"/{n}.bin", serve_file(DATA)) for n in range(2)))
    here.engine.start([asking])
    assert stalled.wait(30)
    here.engine.start([waiting])
    here.wait_until(lambda rows: all(row.state is State.VERIFYING for row in rows.values()))
    here.engine.pause([waiting])
    assert here.wait(events.DownloadStopped).id == waiting
    assert here.look()[asking].state is State.VERIFYING
    here.engine.stop()
    here.wait(events.BatchEnded)


# --- described by a Metalink ---------------------------------------------------------------------

LINK = 'Link: <a.meta4>; rel=describedby; type="application/metalink4+xml"'


def metalink(data: bytes, *, name: str = "a.bin", shares: bool = True, size: int = 0) -> Script:
    hashes = "".join(f"<hash>{hashlib.sha1(share).hexdigest()}</hash>" for share in SHARES)
    pieces = f'<pieces length="{SHARE}" type="sha-1">{hashes}</pieces>' if shares else ""
    return serve_text(
        '<metalink xmlns="urn:ietf:params:xml:ns:metalink">'
        f'<file name="other"/><file name="{name}"><size>{size or len(data)}</size>'
        f'<hash type="sha-256">{sha(data)}</hash>{pieces}</file></metalink>'
    )


@pytest.mark.parametrize("connections", [1, 8])
def test_a_metalink_the_server_names_is_believed(
    rig: MakeRig, server: Scripted, connections: int
) -> None:
    here = rig(connections=connections)
    server.add("/a.meta4", metalink(DATA))
    server.add("/b/a.meta4", metalink(DATA[::-1], name="b.bin", shares=False))
    here.add(
        server.add("/a.bin", serve_file(DATA, fields=(LINK,))),
        server.add("/b/b.bin", serve_file(DATA, fields=(LINK,))),
    )
    here.run()
    assert codes(here) == [None, "checksum"]


@pytest.mark.parametrize("announced", [True, False])
def test_its_shares_tell_what_is_to_be_fetched_again(
    rig: MakeRig, server: Scripted, announced: bool
) -> None:
    digest = (f"Digest: SHA-256={sha(DATA)}",) if announced else ()

    def script(peer: Peer, asked: Asked) -> None:
        data = DATA if asked.number > 1 else SHARES[0] + bytes(SHARE) + DATA[2 * SHARE :]
        serve_file(data, fields=(LINK, *digest))(peer, asked)

    here = rig(connections=1)
    server.add("/a.meta4", metalink(DATA))
    here.add(server.add("/a.bin", script))
    here.run()
    assert (here.files / "a.bin").read_bytes() == DATA
    first, last = server.asked[-1].range or (0, None)
    assert SHARE - 65_536 <= first <= SHARE
    assert 2 * SHARE <= (last or 0) + 1 <= 2 * SHARE + 65_536


@pytest.mark.parametrize(
    "script",
    [
        metalink(b"other", size=len(DATA) + 1),
        metalink(b"other", name="c.bin", size=len(DATA)),
        serve_text("<metalink>"),
        serve_text('<!DOCTYPE a [<!ENTITY b "c">]><metalink/>'),
        lambda peer, _asked: peer.head("404 Not Found", "Content-Length: 0"),
    ],
    ids=["other size", "other name", "broken", "with entities", "missing"],
)
def test_a_metalink_of_something_else_says_nothing(
    rig: MakeRig, server: Scripted, script: Script
) -> None:
    here = rig()
    server.scripts["/a.meta4"] = script
    here.add(server.add("/a.bin", serve_file(DATA, fields=(LINK,))))
    here.run()
    assert here.states() == [State.COMPLETED]


def test_a_metalink_that_contradicts_what_was_said_is_not_believed(
    rig: MakeRig, server: Scripted
) -> None:
    digest = f"Digest: SHA-256={sha(b'other')}"
    here = rig()
    server.add("/a.meta4", metalink(DATA))
    here.add(server.add("/a.bin", serve_file(DATA[::-1], fields=(LINK, digest))))
    here.run()
    assert codes(here) == ["checksum"]
    assert asked(server).count("/a.bin") == 1


def test_small_files_are_not_worth_a_metalink(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.add(server.add("/a.bin", serve_file(DATA[:1000], fields=(LINK,))))
    here.run()
    assert asked(server) == ["/a.bin"]
