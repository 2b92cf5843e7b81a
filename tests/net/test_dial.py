"""Making connections: the first address that answers wins, and dead ones cost little."""

import errno
import itertools
import select
import socket
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from core.model.errors import ConnectionRefusedByHostError, ConnectTimeoutError, UnreachableError
from core.net import dial as dialing
from core.net.dial import STAGGER_SECONDS, dial
from core.net.resolver import Address
from core.stop import Interrupted
from tests.net.conftest import Names
from tests.net.way import PATIENCE, PROMPT, Watched, Way, ended_by_stop
from tests.servers.scripted import Scripted, serve_file


def at(target: tuple[str, int]) -> Address:
    return Address(socket.AF_INET, target)


def peer_of(addresses: list[Address], stop: Watched, seconds: float = 5) -> tuple[str, int]:
    with dial(addresses, stop, seconds) as sock:
        assert not sock.getblocking()
        name: tuple[str, int] = sock.getpeername()
        return name


def test_an_address_is_connected_to(server: Scripted, stop: Watched) -> None:
    assert peer_of([at(server.address)], stop) == server.address


def test_the_connection_sends_small_pieces_at_once(server: Scripted, stop: Watched) -> None:
    with dial([at(server.address)], stop, 5) as sock:
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)


def test_after_a_refusal_the_next_address_is_tried_at_once(
    server: Scripted, stop: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialing, "STAGGER_SECONDS", PATIENCE)
    port = server.address[1]
    dead = [at((f"127.0.0.{last}", port)) for last in range(2, 22)]  # the server is on .1 alone
    began = time.monotonic()
    assert peer_of([*dead, at(server.address)], stop) == server.address
    assert time.monotonic() - began < PROMPT


def test_an_address_that_does_not_answer_holds_nobody_up(
    server: Scripted, stop: Watched, black_hole: tuple[str, int]
) -> None:
    began = time.monotonic()
    assert peer_of([at(black_hole), at(server.address)], stop) == server.address
    assert STAGGER_SECONDS * 0.9 <= time.monotonic() - began < PROMPT


def test_an_address_that_cannot_be_tried_is_passed_over(server: Scripted, stop: Watched) -> None:
    nowhere = Address(socket.AF_INET6, ("::ffff:0:0", 0, 0, 0))
    impossible = at(("255.255.255.255", 80))
    assert peer_of([nowhere, impossible, at(server.address)], stop) == server.address


def test_a_refused_port_is_a_refusal(stop: Watched, refused_port: int) -> None:
    with pytest.raises(ConnectionRefusedError):
        dial([at(("127.0.0.1", refused_port))], stop, 5)


def test_the_last_failure_is_told(
    stop: Watched, refused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = dialing._begin

    def unreachable(address: Address) -> socket.socket:
        if address.target[0] == "192.0.2.1":
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return begin(address)

    monkeypatch.setattr(dialing, "_begin", unreachable)
    first, last = at(("127.0.0.1", refused_port)), at(("192.0.2.1", 80))
    with pytest.raises(ConnectionRefusedError):
        dial([last, first], stop, 5)
    with pytest.raises(OSError, match="unreachable"):
        dial([last, last], stop, 5)


def test_no_address_at_all_is_a_refusal(stop: Watched) -> None:
    with pytest.raises(ConnectionRefusedError):
        dial([], stop, 5)


@pytest.mark.parametrize("count", [1, 3])
def test_a_connection_that_does_not_come_about_times_out(
    stop: Watched, black_hole: tuple[str, int], count: int
) -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        dial([at(black_hole)] * count, stop, 0.1)
    assert 0.1 <= time.monotonic() - began < PROMPT


def test_what_came_about_while_the_machine_was_busy_counts(
    server: Scripted, stop: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, hours = dialing._begin, itertools.count(step=3600)

    def slowly(address: Address) -> socket.socket:
        sock = begin(address)
        assert select.select([], [sock], [], PATIENCE)[1]
        return sock

    monkeypatch.setattr(dialing, "_begin", slowly)
    clock = SimpleNamespace(monotonic=lambda: next(hours))
    monkeypatch.setattr(dialing, "time", clock)
    dial([at(server.address)], stop, 0.1).close()


def test_a_signal_ends_all_attempts(stop: Watched, black_hole: tuple[str, int]) -> None:
    raised, seconds = ended_by_stop(lambda: dial([at(black_hole)] * 3, stop, 30), stop)
    assert isinstance(raised, Interrupted)
    assert seconds < PROMPT


def test_a_signal_that_is_set_already_ends_it_at_once(server: Scripted, stop: Watched) -> None:
    stop.set()
    with pytest.raises(Interrupted):
        dial([at(server.address)], stop, 5)


# --- through a client ----------------------------------------------------------------------


def test_a_refusal_names_the_host(way: Way, refused_port: int) -> None:
    with pytest.raises(ConnectionRefusedByHostError, match=r"127\.0\.0\.1") as caught:
        way.open(f"http://127.0.0.1:{refused_port}/")
    assert caught.value.retryable


def test_silence_is_a_timeout(make_way: Callable[..., Way], black_hole: tuple[str, int]) -> None:
    with pytest.raises(ConnectTimeoutError, match=r"within 0\.1 seconds"):
        make_way(timeout=0.1).open(f"http://127.0.0.1:{black_hole[1]}/")


def test_a_way_that_is_not_there_is_unreachable(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_: Address) -> socket.socket:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(dialing, "_begin", unreachable)
    with pytest.raises(UnreachableError, match="network is unreachable"):
        way.open("http://192.0.2.1/")


def test_a_name_with_a_dead_address_is_reached_by_the_other(
    server: Scripted, way: Way, names: Names
) -> None:
    names["files.test"] = ["127.0.0.2", "127.0.0.1"]
    server.add("/f", serve_file(b"hi"))
    assert way.fetch(f"http://files.test:{server.address[1]}/f") == b"hi"
