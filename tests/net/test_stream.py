"""Byte streams, bare and encrypted: whether they are alive, and that large sends get through."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest

from core.net.network import Origin
from core.net.stream import HELPING_SECONDS, PlainStream, Stream, TlsStream
from core.stop import Interrupted
from tests.net.way import PATIENCE, Watched, Way, Wire, hang_up
from tests.servers.proxies import http_proxy
from tests.servers.scripted import Asked, Peer, Scripted, content

Connect = Callable[[], tuple[Stream, Peer]]
KINDS = ["plain", "tls", "tunnel"]
HELLO = b"GET /hello HTTP/1.1\r\n\r\n"


@pytest.fixture(params=KINDS)
def connect(
    request: pytest.FixtureRequest,
    server: Scripted,
    tls_server: Scripted,
    server_context: ssl.SSLContext,
    make_way: Callable[..., Way],
    stop: Watched,
) -> Iterator[Connect]:
    """`connect()` gives both ends of a connection; the far one has just been spoken to."""
    far = server if request.param == "plain" else tls_server
    arrived, over = threading.Event(), threading.Event()
    peers: list[Peer] = []
    streams: list[Stream] = []

    def script(peer: Peer, _: Asked) -> None:
        peers.append(peer)
        arrived.set()
        over.wait(20)

    far.add("/hello", script)
    with http_proxy(context=server_context) as proxy:
        tunnel = request.param == "tunnel"
        network = make_way(proxy=proxy.url("https") if tunnel else "").network
        origin = Origin(far.scheme, "127.0.0.1", far.address[1])

        def make() -> tuple[Stream, Peer]:
            chosen = network.proxies.proxy_for("https://127.0.0.1/")
            stream = network.connect(origin, chosen, stop)
            streams.append(stream)
            stream.send(HELLO, 5)
            assert arrived.wait(PATIENCE)
            return stream, peers[-1]

        yield make
        over.set()
        for stream in streams:
            stream.close()


def receive(stream: Stream, count: int) -> bytes:
    data = bytearray(count)
    filled = 0
    while filled < count:
        got = stream.receive_into(memoryview(data)[filled:], 5)
        assert got, "the stream ended early"
        filled += got
    return bytes(data)


def test_only_a_bare_socket_may_be_read_around_us(connect: Connect) -> None:
    stream, _ = connect()
    expected = stream.sock.fileno() if isinstance(stream, PlainStream) else None
    assert stream.descriptor() == expected


def test_large_pieces_get_through_both_ways(connect: Connect) -> None:
    stream, peer = connect()
    data = content(8_000_000)
    received = bytearray()

    def far_end() -> None:
        while len(received) < len(data):
            received.extend(peer.sock.recv(1 << 20))
        peer.send(data)

    serving = threading.Thread(target=far_end)
    serving.start()
    stream.send(data, 5)
    assert receive(stream, len(data)) == data
    serving.join(PATIENCE)
    assert received == data


def test_a_quiet_stream_is_usable(connect: Connect) -> None:
    stream, peer = connect()
    peer.send("hi")
    assert receive(stream, 2) == b"hi"
    assert stream.usable()
    peer.send("ho")
    assert receive(stream, 2) == b"ho"


@pytest.mark.parametrize("end", [hang_up, Peer.reset, lambda peer: peer.send("unasked")])
def test_a_stream_with_anything_in_it_is_not_usable(
    connect: Connect, end: Callable[[Peer], None]
) -> None:
    stream, peer = connect()
    peer.send("hi")
    assert receive(stream, 2) == b"hi"
    ending = threading.Thread(target=end, args=(peer,))  # a goodbye over TLS waits for its answer
    ending.start()
    raw = stream
    while isinstance(raw, TlsStream):
        raw = raw._outer
    socket_of = socket.socket(fileno=socket.dup(raw.sock.fileno()))
    socket_of.settimeout(PATIENCE)
    try:
        socket_of.recv(1, socket.MSG_PEEK)  # whatever it is has arrived
    except ConnectionResetError:
        pass
    finally:
        socket_of.close()
    assert not stream.usable()
    stream.close()
    ending.join(PATIENCE)
    assert not ending.is_alive()


def test_a_closed_stream_is_not_usable(connect: Connect) -> None:
    stream, _ = connect()
    stream.close()
    stream.close()
    assert not stream.usable()


def test_waiting_ends_in_time(connect: Connect) -> None:
    stream, _ = connect()
    with pytest.raises(TimeoutError):
        stream.receive_into(memoryview(bytearray(10)), 0.05)


def test_bytes_that_are_there_are_read_without_a_wait(wire: Wire, stop: Watched) -> None:
    wire.says(b"hello")
    assert wire.stream.receive_into(memoryview(bytearray(5)), 5) == 5
    stop.set()
    with pytest.raises(Interrupted):
        wire.stream.receive_into(memoryview(bytearray(5)), 5)


def test_a_wait_may_be_told_to_end_only_with_more(wire: Wire, stop: Watched) -> None:
    wire.stream.wake_at(1000)
    wire.says(b"x" * 999)
    with pytest.raises(TimeoutError):
        wire.stream.await_answer(0.05)
    wire.says(b"x")
    wire.stream.await_answer(10.0)
    wire.stream.wake_at(1)
    assert wire.stream.receive_into(memoryview(bytearray(2000)), 10.0) == 1000


def test_more_is_waited_for_and_there_at_once_without_a_wait(connect: Connect) -> None:
    stream, peer = connect()
    peer.send("hi")
    assert receive(stream, 2) == b"hi"  # and what TLS itself says first
    for room in (1000, 1 << 20):
        with pytest.raises(TimeoutError):
            stream.await_more(room, 0.05)
        peer.send("hello")
        stream.await_more(room, PATIENCE)
        assert receive(stream, 1) == b"h"
        stream.await_more(room, PATIENCE)  # of a record that is decrypted already
        assert receive(stream, 4) == b"ello"


@pytest.mark.parametrize("connect", ["tls"], indirect=True)
def test_records_that_keep_coming_do_not_outlast_a_stop(connect: Connect, stop: Watched) -> None:
    stream, peer = connect()
    peer.send(content(100_000))
    assert receive(stream, 1)
    stop.set()
    with pytest.raises(Interrupted):
        stream.receive_into(memoryview(bytearray(99_999)), 5)


def test_a_small_answer_after_a_fast_one_is_not_waited_for(connect: Connect) -> None:
    stream, peer = connect()
    data = content(6_000_000)
    serving = threading.Thread(target=peer.send, args=(data,))
    serving.start()
    buffer = memoryview(bytearray(1 << 20))
    received = bytearray()
    while len(received) < len(data):
        received += buffer[: stream.receive_into(buffer, PATIENCE)]
    serving.join(PATIENCE)
    assert received == data
    peer.send("hi")
    stream.await_answer(PATIENCE)
    assert stream.receive_into(buffer, PATIENCE) == 2
    peer.send("ho")
    assert stream.receive_into(buffer, PATIENCE) == 2
    assert stream.usable()


def test_after_a_fast_answer_a_small_one_needs_no_helpings(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, peer = connect()
    data = content(6_000_000)
    serving = threading.Thread(target=peer.send, args=(data,))
    serving.start()
    assert receive(stream, len(data)) == data
    serving.join(PATIENCE)
    waited: list[float] = []
    real = Watched.ready

    def ready(self: Watched, descriptor: int, *, write: bool = False, seconds: float) -> bool:
        waited.append(seconds)
        return real(self, descriptor, write=write, seconds=seconds)

    monkeypatch.setattr(Watched, "ready", ready)
    assert stream.usable()
    peer.send("hi")
    stream.await_answer(PATIENCE)
    assert stream.receive_into(memoryview(bytearray(16 * 1024)), PATIENCE) == 2
    assert HELPING_SECONDS not in waited
