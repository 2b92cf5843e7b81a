"""Several connections a file: split, raced, limited, and every byte right whoever brought it."""

import socket
import threading
import time
from collections.abc import Iterable

import pytest

from core.engine import segments
from core.model import events
from core.model.snapshot import Row
from core.model.states import State
from core.net import resolver
from core.net.resolver import Address
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.engine.written import watch
from tests.servers.gated import Gated, Sending
from tests.servers.scripted import Script, Scripted, content

KIB = 1024
DATA = content(8_000_000)
FIRST = 300 * KIB  # what each connection may send at first
STEP = 4 * KIB
SEAM = segments.PROVEN_BYTES  # asked for besides, at either end where something is held


def begin(here: Rig, server: Scripted, file: Script, target: str = "/data.bin") -> int:
    [number] = here.add(server.add(target, file))
    here.engine.start()
    return number


def go_on(here: Rig, file: Gated, sending: Sending, seconds: float = 0.25) -> None:
    """Let a connection go on for a while, so that the engine has every reason to split."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        file.let(sending, STEP)
        here.wait_until(lambda rows: _received(rows.values()) >= _sent(file))


def _received(rows: Iterable[Row]) -> int:
    """Bytes of what runs."""
    return sum(row.received for row in rows if row.state.running)


def _sent(file: Gated) -> int:
    """Bytes that arrived at least once, of those that may be sent by now."""
    return sum((one.limit or one.start) - one.start for one in file.sendings)


def assert_right(here: Rig, name: str = "data.bin", data: bytes = DATA) -> None:
    """It is whole, alone, and nothing went wrong on the way."""
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.COMPLETED]
    assert (here.files / name).read_bytes() == data
    assert here.names() == [name]
    assert not any(isinstance(one, events.Retrying | events.DownloadFailed) for one in here.heard)


# --- splitting -----------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_file_is_split_and_every_range_is_right(
    rig: MakeRig,
    server: Scripted,
    tls_server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=4)
    file = Gated(DATA, lambda *_: FIRST)
    begin(here, server if scheme == "http" else tls_server, file)
    file.wait(4)
    starts = [one.start for one in file.sendings]
    assert starts[0] == 0
    assert len(set(starts)) == 4
    assert all(one.end == len(DATA) or one.end - SEAM in starts for one in file.sendings)
    assert len(file.live()) == 4
    file.open()
    assert_right(here)
    assert written.wrong == []


def test_with_one_connection_a_file_is_never_split(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=1)
    file = Gated(DATA, lambda *_: FIRST)
    begin(here, server, file)
    go_on(here, file, file.wait(1))
    file.open()
    assert_right(here)
    assert [asked.headers["range"] for asked in server.asked] == ["bytes=0-"]
    assert server.connections == 1


def test_a_file_too_small_to_share_has_one_connection(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=8)
    data = DATA[: 400 * KIB]
    file = Gated(data, lambda *_: 100 * KIB)
    begin(here, server, file)
    go_on(here, file, file.wait(1))
    file.open()
    assert_right(here, data=data)
    assert len(file.sendings) == 1


def test_a_third_connection_comes_when_the_second_delivers(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=4)
    file = Gated(DATA, lambda number, _: None if number == 2 else FIRST)
    begin(here, server, file)
    second = file.wait(2)
    go_on(here, file, file.wait(1))
    assert len(file.sendings) == 2
    file.let(second, FIRST)
    file.wait(4)
    go_on(here, file, second)
    assert len(file.sendings) == 4
    file.open()
    assert_right(here)


def test_whoever_is_through_takes_a_share_of_a_rest(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=2)
    file = Gated(DATA, lambda number, _: FIRST if number == 1 else len(DATA))
    begin(here, server, file)
    first = file.wait(1)
    for number in range(2, 5):
        one, before = file.wait(number), file.wait(number - 1)
        assert first.position <= one.start
        assert one.end == (len(DATA) if number == 2 else before.start + SEAM)
    file.open()
    assert_right(here)


# --- races ---------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stall is told from a short pause within a fifth of a second."""
    monkeypatch.setattr(segments, "SMOOTH_SECONDS", 0.1)


racing = pytest.mark.usefixtures("quick")


def stalled(here: Rig, server: Scripted, *, rivals_too: bool = False) -> tuple[Gated, Sending]:
    """The first connection stalls for good after `FIRST`; the others may send everything.

    `rivals_too` silences those who begin where it stands.
    """

    def plan(number: int, start: int) -> int | None:
        if number == 1:
            return FIRST
        return None if number == 2 or (rivals_too and start == FIRST - SEAM) else len(DATA)

    file = Gated(DATA, plan)
    begin(here, server, file)
    here.wait_until(lambda rows: _received(rows.values()) == FIRST)
    file.let(file.wait(2), len(DATA))  # not before: what has come by then is nobody's rest
    return file, file.wait(1)


def raced(here: Rig, server: Scripted) -> tuple[Gated, Sending, Sending]:
    """All but the last rest is there, the owner of that has stalled, and its rival is silent."""
    file, owner = stalled(here, server, rivals_too=True)
    rival = file.at(FIRST - SEAM)
    rest = rival.end - SEAM - FIRST
    here.wait_until(lambda rows: _received(rows.values()) == len(DATA) - rest)
    return file, owner, rival


@racing
@pytest.mark.parametrize("connections", [2, 3, 8])
def test_a_connection_that_stalls_loses_its_rest(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch, connections: int
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=connections)
    file, owner = stalled(here, server)
    assert_right(here)
    assert owner.position == FIRST, "nobody waited for it"
    file.wait_until(lambda: owner.gone)
    assert written.wrong == []


@racing
def test_of_two_that_fetch_the_same_the_first_wins_and_the_other_is_closed(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=3)
    file, owner, rival = raced(here, server)
    file.let(owner, rival.end - FIRST)
    assert_right(here)
    file.wait_until(lambda: rival.gone)
    assert rival.position == rival.start, "it never sent a byte"
    assert written.wrong == []


@racing
def test_a_race_lost_on_the_way_leaves_equal_bytes(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = watch(monkeypatch, DATA)
    here = rig(timeout=60, connections=3)
    file, owner, rival = raced(here, server)
    before = _received(here.look().values())
    file.let(owner, STEP)
    here.wait_until(lambda rows: _received(rows.values()) == before + STEP)
    file.let(rival, rival.end)
    assert_right(here)
    file.wait_until(lambda: owner.gone)
    assert written.twice >= STEP, "both brought what the owner had sent meanwhile"
    assert written.wrong == []


@racing
def test_a_rival_that_breaks_leaves_the_rest_to_its_owner(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=3)
    file, owner, rival = raced(here, server)
    file.cut(rival)
    file.let(owner, rival.end - FIRST)
    assert_right(here)


@racing
def test_an_owner_that_breaks_leaves_the_rest_to_its_rival(rig: MakeRig, server: Scripted) -> None:
    here = rig(timeout=60, connections=3)
    file, owner, rival = raced(here, server)
    file.cut(owner)
    file.let(rival, rival.end - rival.start)
    assert_right(here)


# --- limits --------------------------------------------------------------------------------


def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is this machine."""

    def lookup_now(_host: str, port: int) -> list[Address]:
        return [Address(socket.AF_INET, ("127.0.0.1", port))]

    monkeypatch.setattr(resolver, "lookup_now", lookup_now)


def live(files: list[Gated]) -> int:
    return sum(len(one.live()) for one in files)


def test_downloads_of_one_server_share_sixteen_connections_fairly(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(timeout=60, concurrent=3, connections=8, pool_size=40)
    together = threading.Event()

    def begins(number: int, _start: int) -> int | None:
        return FIRST if number == 1 or together.is_set() else None

    files = [Gated(DATA, begins) for _ in range(3)]
    here.add(*(server.add(f"/{number}.bin", file) for number, file in enumerate(files)))
    here.engine.start()
    here.wait_until(lambda rows: {row.state for row in rows.values()} == {State.DOWNLOADING})
    together.set()
    for file in files:
        file.let(file.wait(2), FIRST)
    here.wait_until(lambda _rows: live(files) >= 16)
    for _ in range(6):
        for file in files:
            file.let(file.wait(1), STEP)
        here.wait_until(lambda _rows: live(files) == 16)
    shares = sorted(len(file.live()) for file in files)
    assert shares[-1] - shares[0] <= 2, shares
    for file in files:
        file.open()
    assert here.wait(events.BatchEnded).cause is None
    for number in range(3):
        assert (here.files / f"{number}.bin").read_bytes() == DATA


def test_there_are_never_more_than_sixty_four_connections(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch)
    here = rig(timeout=60, concurrent=10, connections=8, pool_size=64)
    files = [Gated(DATA, lambda *_: FIRST) for _ in range(10)]
    for number, file in enumerate(files):
        link = server.add(f"/{number}.bin", file)
        here.add(link.replace("127.0.0.1", f"server-{number}.example"))
    here.engine.start()
    here.wait_until(lambda _rows: live(files) >= 64)
    assert sum(row.connections for row in here.look().values()) == 64
    here.wait_until(lambda _rows: live(files) == 64)  # one that lost a race is seen to leave
    for file in files:
        file.open()
    assert here.wait(events.BatchEnded).cause is None
    for number in range(10):
        assert (here.files / f"{number}.bin").read_bytes() == DATA
