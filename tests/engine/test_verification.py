"""A file that is not what it should be never gets its final name."""

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest

from core.disk import hashing
from core.disk.hashing import Follower
from core.engine.running import Running
from core.model import events
from core.model.checksum import Checksum
from core.model.pieces import Pieces
from core.model.segment import Span
from core.model.snapshot import Row
from core.model.states import State
from core.model.timeline import Kind
from tests.engine.conftest import MakeRig
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file
from tests.servers.small import at_once

DATA = content(3_000_000)
SHARE = 250_000
SEAM = 65_536  # what may be asked for at either side of a range, to be compared
SHARES = Pieces(
    "sha-1",
    SHARE,
    b"".join(
        hashlib.sha1(DATA[start : start + SHARE]).digest() for start in range(0, len(DATA), SHARE)
    ),
)


def sha(data: bytes) -> Checksum:
    return Checksum("sha-256", hashlib.sha256(data).hexdigest())


def b64(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode()


def damaged(data: bytes, *positions: int) -> bytes:
    """The same with a wrong bit at some places."""
    wrong = bytearray(data)
    for position in positions:
        wrong[position] ^= 1
    return bytes(wrong)


def first_damaged(data: bytes, times: int, *positions: int) -> Script:
    """A server that gets the bytes at `positions` wrong in its first replies."""

    def script(peer: Peer, asked: Asked) -> None:
        serve_file(damaged(data, *positions) if asked.number <= times else data)(peer, asked)

    return script


def code(rows: dict[int, Row]) -> str | None:
    [row] = rows.values()
    return row.error.code if row.error else None


ANNOUNCEMENTS = ["Repr-Digest: sha-256=:{}:", "Content-Digest: sha-256=:{}:", "Digest: SHA-256={}"]


@pytest.mark.parametrize("size", [100, 100_000, 3_000_000])
@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
def test_a_file_must_be_what_the_server_announced(
    rig: MakeRig, server: Scripted, announcement: str, size: int
) -> None:
    data = DATA[:size]
    right, wrong = announcement.format(b64(data)), announcement.format(b64(b"other"))
    here = rig()
    here.add(
        server.add("/right.bin", serve_file(data, fields=(right,))),
        server.add("/wrong.bin", serve_file(data, fields=(wrong,))),
    )
    here.run()
    assert here.states() == [State.COMPLETED, State.FAILED]
    assert "right.bin" in here.names()
    assert "wrong.bin" not in here.names()
    failed = next(one for one in here.heard if isinstance(one, events.DownloadFailed))
    assert failed.error.code == "checksum"
    assert hashlib.sha256(data).hexdigest()[:12] in str(failed.error)
    assert hashlib.sha256(b"other").hexdigest()[:12] in str(failed.error)


def test_what_a_file_came_to_is_told(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    right = f"Repr-Digest: sha-256=:{b64(DATA)}:"
    [told] = here.add(server.add("/told.bin", serve_file(DATA, fields=(right,))))
    [shares] = here.add(server.add("/shares.bin", serve_file(DATA)), pieces=SHARES)
    [nothing] = here.add(server.add("/nothing.bin", serve_file(DATA)))
    before = here.engine.look_at(told)
    assert before is not None
    assert not before.proven
    here.run()
    details = [one for number in (told, shares, nothing) if (one := here.engine.look_at(number))]
    assert [one.checksum for one in details] == [sha(DATA), None, None]
    checked = [
        [moment.values["checksum"] for moment in one.moments if moment.kind is Kind.CHECKED]
        for one in details
    ]
    assert checked == [[str(sha(DATA))], ["12 x sha-1"], []]
    assert details[0].proven


def test_small_files_are_no_exception(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.files.mkdir()
    announcement = f"Repr-Digest: sha-256=:{b64(b'other')}:"
    here.add(server.add("/announced.bin", at_once(b"some", announcement)))
    here.add(server.add("/wanted.bin", at_once(b"some")), checksum=sha(b"other"))
    here.add(server.add("/described.bin", at_once(b"some")), pieces=Pieces("md5", 4, bytes(16)))
    here.add(server.add("/sized.bin", at_once(b"some")), size=5)
    here.add(server.add("/right.bin", at_once(b"some")), checksum=sha(b"some"), size=4)
    here.run()
    assert here.states() == [State.FAILED] * 4 + [State.COMPLETED]
    named = [name for name in here.names() if not name.endswith(".part")]
    assert named == ["right.bin"]


def test_the_users_word_counts_before_the_servers(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    wrong = f"Repr-Digest: sha-256=:{b64(b'other')}:"
    here.add(server.add("/a.bin", serve_file(DATA, fields=(wrong,))), checksum=sha(DATA))
    here.run()
    assert here.states() == [State.COMPLETED]


def test_a_checksum_confirms_a_length_nobody_announced(rig: MakeRig, server: Scripted) -> None:
    def script(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Connection: close")
        peer.send(DATA)
        peer.sock.close()

    here = rig()
    here.add(server.add("/a.bin", script), checksum=sha(DATA))
    here.add(server.add("/b.bin", script), checksum=sha(DATA[:-1]))
    here.add(server.add("/c.bin", script), size=len(DATA) + 1)
    here.run()
    assert here.states() == [State.COMPLETED, State.FAILED, State.FAILED]
    assert not any(row.unconfirmed for row in here.look().values() if row.name == "a.bin")
    assert [row.error.code for row in here.look().values() if row.error] == [
        "checksum",
        "wrong_size",
    ]


def test_what_was_announced_is_remembered_over_a_restart(rig: MakeRig, server: Scripted) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            serve_file(DATA)(peer, asked)
            return
        announcement = f"Repr-Digest: sha-256=:{b64(b'other')}:"
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"', announcement)
        peer.send(DATA[:1_000_000])
        peer.stall()

    here = rig(connections=1)
    [number] = here.add(server.add("/a.bin", script))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == 1_000_000)
    here.engine.stop()
    here.wait(events.BatchEnded)
    here.close()
    again = rig(connections=1)
    again.engine.restore()
    again.run()
    assert code(again.look()) == "checksum"
    assert again.names() == ["a.bin.part"]


def test_another_announcement_means_another_file(rig: MakeRig, server: Scripted) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        announcement = f"Repr-Digest: sha-256=:{b64(b'%d' % asked.number)}:"
        if asked.number > 1:
            serve_file(DATA, fields=(announcement,))(peer, asked)
            return
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"', announcement)
        peer.send(DATA[:1_000_000])
        peer.sock.close()

    here = rig(connections=1)
    here.add(server.add("/a.bin", script))
    here.run()
    assert code(here.look()) == "changed"


# --- shares --------------------------------------------------------------------------------------


@pytest.mark.parametrize("connections", [1, 8])
@pytest.mark.parametrize("checksum", [sha(DATA), None], ids=["and a checksum", "alone"])
def test_only_damaged_shares_are_fetched_again(
    rig: MakeRig,
    server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    connections: int,
    checksum: Checksum | None,
) -> None:
    repairs: list[int] = []  # how much had been asked for when the damage was found
    forget = Running.forget

    def found(self: Running, spans: list[Span]) -> None:
        repairs.append(len(server.asked))
        forget(self, spans)

    def script(peer: Peer, asked: Asked) -> None:
        wrong = damaged(DATA, SHARE, 2 * SHARE + 5, len(DATA) - 1)
        serve_file(DATA if repairs else wrong)(peer, asked)

    monkeypatch.setattr(Running, "forget", found)
    here = rig(connections=connections)
    here.add(server.add("/a.bin", script), checksum=checksum, pieces=SHARES)
    here.run()
    assert here.states() == [State.COMPLETED]
    assert (here.files / "a.bin").read_bytes() == DATA
    [before] = repairs
    again = [asked.range for asked in server.asked[before:]]
    assert all(one and one[0] >= SHARE - SEAM for one in again)
    assert not any(one and 3 * SHARE + SEAM < one[0] < len(DATA) - SHARE - SEAM for one in again)
    assert len(DATA) + 3 * SHARE <= here.engine.received() < len(DATA) + 4 * SHARE


def test_damage_that_stays_becomes_an_error_that_names_it(rig: MakeRig, server: Scripted) -> None:
    here = rig(connections=1)
    wrong = damaged(DATA, 0, SHARE * 3, len(DATA) - 1)
    here.add(server.add("/a.bin", serve_file(wrong)), pieces=SHARES)
    here.run()
    assert len(server.asked) == 1 + 2 * 3  # the file, and twice each of three ranges
    [row] = here.look().values()
    assert row.error is not None
    assert row.error.code == "pieces"
    assert "0-249999, 750000-999999, 2750000-2999999" in str(row.error)
    assert here.names() == ["a.bin.part"]
    assert row.received == len(DATA) - 3 * SHARE


def test_a_retry_by_hand_fetches_the_damaged_shares_alone(rig: MakeRig, server: Scripted) -> None:
    here = rig(connections=1)
    here.add(server.add("/a.bin", first_damaged(DATA, 3, SHARE * 3)), pieces=SHARES)
    here.run()
    here.close()
    again = rig(connections=1)
    again.engine.restore()
    again.engine.retry(again.look())
    again.run()
    first, last = server.asked[-1].range or (0, None)
    assert SHARE * 3 - SEAM <= first <= SHARE * 3
    assert SHARE * 4 <= (last or 0) + 1 <= SHARE * 4 + SEAM
    assert again.states() == [State.COMPLETED]
    assert (again.files / "a.bin").read_bytes() == DATA


def test_a_server_without_ranges_is_not_asked_again_by_itself(
    rig: MakeRig, server: Scripted
) -> None:
    def script(peer: Peer, asked: Asked) -> None:
        data = DATA if asked.number > 1 else damaged(DATA, SHARE)
        serve_file(data, ranges=False)(peer, asked)

    here = rig()
    ids = here.add(server.add("/a.bin", script), pieces=SHARES)
    here.run()
    assert code(here.look()) == "pieces"
    assert len(server.asked) == 1
    here.engine.retry(ids)
    here.run()
    assert (here.files / "a.bin").read_bytes() == DATA


def test_a_stop_after_the_last_byte_was_looked_at_is_heard(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig(connections=1)

    def stop_at_the_end(_self: Running, count: int) -> None:
        if count == len(DATA):
            here.engine.stop()

    with monkeypatch.context() as patch:
        patch.setattr(Running, "count_verified", stop_at_the_end)
        here.add(server.add("/a.bin", first_damaged(DATA, 1, SHARE)), pieces=SHARES)
        here.run()
    assert here.states() == [State.QUEUED]
    here.run()
    assert (here.files / "a.bin").read_bytes() == DATA
    assert here.states() == [State.COMPLETED]


def test_sound_shares_do_not_excuse_a_wrong_checksum(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.add(server.add("/a.bin", serve_file(DATA)), pieces=SHARES, checksum=sha(b"other"))
    here.run()
    assert code(here.look()) == "checksum"


def test_a_right_checksum_needs_no_shares(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    wrong = Pieces("sha-1", SHARE, bytes(len(SHARES.values)))
    here.add(server.add("/a.bin", serve_file(DATA)), pieces=wrong, checksum=sha(DATA))
    here.run()
    assert here.states() == [State.COMPLETED]


def test_shares_of_another_size_say_nothing(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    here.add(server.add("/a.bin", serve_file(DATA)), pieces=Pieces("sha-1", 1, SHARES.values))
    here.run()
    assert here.states() == [State.COMPLETED]


# --- while it is downloaded ----------------------------------------------------------------------


def test_with_one_connection_nothing_is_left_to_hash_at_the_end(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    monkeypatch.setattr(Running, "count_verified", lambda _self, count: read.append(count))
    here = rig(connections=1)
    here.add(server.add("/a.bin", serve_file(DATA)), checksum=sha(DATA))
    here.run()
    assert here.states() == [State.COMPLETED]
    assert read == []


def test_what_is_hashed_is_what_lies_on_the_disk(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that go wrong between the socket and the disk are noticed."""
    follow = Follower.follow

    def spoiling(self: Follower, end: int) -> None:
        if end == len(DATA):
            self._part.write(memoryview(b"oops"), end - 4)
        follow(self, end)

    monkeypatch.setattr(Follower, "follow", spoiling)
    here = rig(connections=1)
    here.add(server.add("/a.bin", serve_file(DATA)), checksum=sha(DATA))
    here.run()
    assert code(here.look()) == "checksum"


@pytest.fixture
def stopped_while_verifying(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> MakeRig:
    """An engine that was stopped after the first block of a check."""
    monkeypatch.setattr(hashing, "BLOCK_BYTES", 100_000)
    monkeypatch.setattr(Follower, "follow", lambda *_: None)
    here = rig(connections=1)
    counted: list[int] = []

    def stop(_self: Running, count: int) -> None:
        counted.append(count)
        here.engine.stop()

    with monkeypatch.context() as patch:
        patch.setattr(Running, "count_verified", stop)
        here.add(server.add("/a.bin", serve_file(DATA)), checksum=sha(DATA))
        here.run()
    assert counted == [100_000]
    return lambda **_: here


def test_a_check_ends_at_once_when_it_is_stopped(stopped_while_verifying: MakeRig) -> None:
    here = stopped_while_verifying()
    assert here.names() == ["a.bin.part"]
    assert here.states() == [State.QUEUED]


def test_a_check_that_was_stopped_is_done_without_fetching_again(
    stopped_while_verifying: MakeRig, server: Scripted
) -> None:
    here = stopped_while_verifying()
    here.run()
    assert here.states() == [State.COMPLETED]
    assert len(server.asked) == 1


def test_a_check_that_is_under_way_is_shown(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "BLOCK_BYTES", len(DATA) // 2)
    monkeypatch.setattr(Follower, "follow", lambda *_: None)
    here = rig(connections=1)
    seen: list[tuple[State, float | None]] = []
    count = Running.count_verified

    def look(self: Running, done: int) -> None:
        count(self, done)
        [row] = here.engine.running_rows()
        seen.append((row.state, row.fraction))

    monkeypatch.setattr(Running, "count_verified", look)
    here.add(server.add("/a.bin", serve_file(DATA)), checksum=sha(DATA))
    here.run()
    assert seen == [(State.VERIFYING, 0.5), (State.VERIFYING, 1.0)]


def test_a_wrong_file_beside_a_right_one_of_its_name_stays_a_part(
    rig: MakeRig, server: Scripted, tmp_path: Path
) -> None:
    here = rig()
    here.files.mkdir()
    (here.files / "a.bin").write_bytes(b"precious")
    here.add(server.add("/a.bin", serve_file(DATA)), checksum=sha(b"other"))
    here.run()
    assert here.names() == ["a (2).bin.part", "a.bin"]
    assert (here.files / "a.bin").read_bytes() == b"precious"
