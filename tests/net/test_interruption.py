"""Stopping: whatever a worker waits for, the signal ends the wait at once and leaves nothing."""

import ssl
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress

import pytest

from core.model.download import Options
from core.net import resolver
from core.net.resolver import Address
from core.stop import Interrupted
from tests.net.way import PATIENCE, PROMPT, Watched, Way, ended_by_stop
from tests.servers.proxies import Caller, http_proxy, listening, silent, socks_proxy
from tests.servers.scripted import Asked, Peer, Scripted, content, scripted, serve_file

FOREVER = 600  # seconds; no test ever waits that long, so only the signal can have ended it
DATA = content(100_000)


class Stage:
    """A far end that a test can wait for: reached by us, and left by us."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.left = threading.Event()

    def stall(self, peer: Peer) -> None:
        self.reached.set()
        with suppress(OSError):  # a client that leaves bytes unread resets
            peer.stall()
        self.left.set()

    def drip(self, peer: Peer, data: bytes) -> None:
        """A byte every few milliseconds, so that no single read waits for long."""
        self.reached.set()
        try:
            peer.drip(data * 10_000, 0.005)
        except OSError:
            self.left.set()


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def patient(make_way: Callable[..., Way]) -> Way:
    return make_way(timeout=FOREVER)


def assert_ends_at_once(
    action: Callable[[], object], stop: Watched, reached: threading.Event | None = None
) -> None:
    raised, seconds = ended_by_stop(action, stop, reached)
    assert isinstance(raised, Interrupted), raised
    assert seconds < PROMPT


def test_a_look_up(patient: Way, stop: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, go = threading.Event(), threading.Event()

    def lookup_now(_host: str, _port: int) -> list[Address]:
        entered.set()
        go.wait(20)
        return []

    monkeypatch.setattr(resolver, "lookup_now", lookup_now)
    assert_ends_at_once(lambda: patient.open("http://files.test/"), stop, entered)
    go.set()


def test_connecting_to_an_address_that_does_not_answer(
    patient: Way, stop: Watched, black_hole: tuple[str, int]
) -> None:
    assert_ends_at_once(lambda: patient.open(f"http://127.0.0.1:{black_hole[1]}/"), stop)


def test_a_handshake(patient: Way, stop: Watched) -> None:
    with silent() as running:
        assert_ends_at_once(lambda: patient.open(running.url("https")), stop, running.heard)
        assert running.gone.wait(PATIENCE)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_request_that_nobody_reads(
    patient: Way, stop: Watched, server_context: ssl.SSLContext, scheme: str
) -> None:
    reached, over = threading.Event(), threading.Event()

    def deaf(_: Caller) -> None:
        reached.set()
        over.wait(20)

    large = Options(headers=tuple((f"X-{number}", "x" * 100_000) for number in range(400)))
    context = server_context if scheme == "https" else None
    with listening(deaf, context) as running:
        assert_ends_at_once(lambda: patient.open(running.url(scheme), large), stop, reached)
        over.set()


@pytest.fixture(params=["plain", "tls"])
def either(request: pytest.FixtureRequest, server: Scripted, tls_server: Scripted) -> Scripted:
    return server if request.param == "plain" else tls_server


@pytest.mark.parametrize(
    "begin", ["", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 100 Continue\r\n\r\n"]
)
def test_a_head_that_stalls(
    either: Scripted, patient: Way, stop: Watched, stage: Stage, begin: str
) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send(begin)
        stage.stall(peer)

    assert_ends_at_once(lambda: patient.open(either.add("/", script)), stop, stage.reached)
    assert stage.left.wait(PATIENCE)


def test_a_head_that_drips(either: Scripted, patient: Way, stop: Watched, stage: Stage) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send("HTTP/1.1 200 OK\r\n")
        stage.drip(peer, b"A: b\r\n")

    assert_ends_at_once(lambda: patient.open(either.add("/", script)), stop, stage.reached)
    assert stage.left.wait(PATIENCE)


BODIES = {
    "length": "Content-Length: 100000\r\n\r\n",
    "close": "\r\n",
    "chunk": "Transfer-Encoding: chunked\r\n\r\n186a0\r\n",
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("begin", ["", "some bytes"])
def test_a_body_that_stalls(
    either: Scripted, patient: Way, stop: Watched, stage: Stage, body: str, begin: str
) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send(f"HTTP/1.1 200 OK\r\n{BODIES[body]}{begin}")
        stage.stall(peer)

    opened = patient.open(either.add("/", script))
    assert_ends_at_once(lambda: patient.read(opened), stop, stage.reached)
    opened.body.close()
    assert stage.left.wait(PATIENCE)


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_drips(
    either: Scripted, patient: Way, stop: Watched, stage: Stage, body: str
) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send(f"HTTP/1.1 200 OK\r\n{BODIES[body]}")
        stage.drip(peer, b"x")

    opened = patient.open(either.add("/", script))
    assert_ends_at_once(lambda: patient.read(opened), stop, stage.reached)
    opened.body.close()
    assert stage.left.wait(PATIENCE)


@pytest.mark.parametrize("part", ["5", "5\r\nhel", "5\r\nhello", "0\r\n", "0\r\nA: b\r\n"])
def test_the_framing_of_chunks_that_stalls(
    server: Scripted, patient: Way, stop: Watched, stage: Stage, part: str
) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{part}")
        stage.stall(peer)

    opened = patient.open(server.add("/", script))
    assert_ends_at_once(lambda: patient.read(opened), stop, stage.reached)


def test_a_redirect_that_leads_to_a_stall(
    server: Scripted, patient: Way, stop: Watched, stage: Stage
) -> None:
    server.add("/stall", lambda peer, _: stage.stall(peer))
    url = server.add(
        "/", lambda peer, _: peer.head("302 Found", "Location: /stall", "Content-Length: 0")
    )
    assert_ends_at_once(lambda: patient.open(url), stop, stage.reached)
    assert stage.left.wait(PATIENCE)


def test_a_stall_on_an_idle_connection(
    either: Scripted, patient: Way, stop: Watched, stage: Stage
) -> None:
    patient.fetch(either.add("/good", serve_file(DATA)))
    url = either.add("/stall", lambda peer, _: stage.stall(peer))
    assert_ends_at_once(lambda: patient.open(url), stop, stage.reached)
    assert stage.left.wait(PATIENCE)
    assert either.connections == 1


# --- proxies -------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_stalls(make_way: Callable[..., Way], stop: Watched, scheme: str) -> None:
    with http_proxy(stalls=True) as proxy:
        way = make_way(timeout=FOREVER, proxy=proxy.url("http"))
        assert_ends_at_once(lambda: way.open(f"{scheme}://files.test/"), stop, proxy.stalling)
        assert proxy.gone.wait(PATIENCE)


def test_the_handshake_with_a_proxy(make_way: Callable[..., Way], stop: Watched) -> None:
    with silent() as proxy:
        way = make_way(timeout=FOREVER, proxy=proxy.url("https"))
        assert_ends_at_once(lambda: way.open("http://files.test/"), stop, proxy.heard)
        assert proxy.gone.wait(PATIENCE)


def test_an_encrypted_proxy_that_stalls(
    make_way: Callable[..., Way], stop: Watched, server_context: ssl.SSLContext
) -> None:
    with http_proxy(stalls=True, context=server_context) as proxy:
        way = make_way(timeout=FOREVER, proxy=proxy.url("https"))
        assert_ends_at_once(lambda: way.open("https://files.test/"), stop, proxy.stalling)
        assert proxy.gone.wait(PATIENCE)


@pytest.mark.parametrize("kind", ["http", "https", "socks5h"])
def test_a_handshake_through_a_proxy(
    make_way: Callable[..., Way], stop: Watched, server_context: ssl.SSLContext, kind: str
) -> None:
    with ExitStack() as stack:
        far = stack.enter_context(silent())
        proxy = stack.enter_context(
            socks_proxy()
            if kind == "socks5h"
            else http_proxy(context=server_context if kind == "https" else None)
        )
        way = make_way(timeout=FOREVER, proxy=proxy.url(kind))
        assert_ends_at_once(lambda: way.open(far.url("https")), stop, far.heard)
        assert far.gone.wait(PATIENCE)


def test_a_body_in_a_tunnel_within_tls(
    make_way: Callable[..., Way],
    stop: Watched,
    stage: Stage,
    tls_server: Scripted,
    server_context: ssl.SSLContext,
) -> None:
    def script(peer: Peer, _: Asked) -> None:
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhi")
        stage.stall(peer)

    with http_proxy(context=server_context) as proxy:
        way = make_way(timeout=FOREVER, proxy=proxy.url("https"))
        opened = way.open(tls_server.add("/", script))
        assert_ends_at_once(lambda: way.read(opened), stop, stage.reached)
        opened.body.close()
        assert stage.left.wait(PATIENCE)


@pytest.mark.parametrize("step", ["greeting", "login", "request"])
def test_a_socks_proxy_that_stalls(make_way: Callable[..., Way], stop: Watched, step: str) -> None:
    with socks_proxy(login=("me", "secret"), stalls_at=step) as proxy:
        way = make_way(timeout=FOREVER, proxy=proxy.url("socks5h", "me:secret"))
        assert_ends_at_once(lambda: way.open("http://files.test/"), stop, proxy.stalling)
        assert proxy.gone.wait(PATIENCE)


# --- afterwards ----------------------------------------------------------------------------


def test_a_signal_that_is_set_already_lets_nothing_be_asked(
    server: Scripted, way: Way, stop: Watched
) -> None:
    url = server.add("/f", serve_file(DATA))
    stop.set()
    with pytest.raises(Interrupted):
        way.open(url)
    assert server.asked == []


def test_a_cleared_signal_lets_the_same_client_go_on(
    server: Scripted, patient: Way, stop: Watched, stage: Stage
) -> None:
    good = server.add("/good", serve_file(DATA))
    bad = server.add("/bad", lambda peer, _: stage.stall(peer))
    patient.fetch(good)
    assert_ends_at_once(lambda: patient.open(bad), stop, stage.reached)
    stop.clear()
    assert patient.fetch(good) == DATA


def test_one_signal_ends_many_waits(make_way: Callable[..., Way], stop: Watched) -> None:
    count = 8
    reached = threading.Barrier(count + 1)
    left = threading.Barrier(count + 1)

    def script(peer: Peer, _: Asked) -> None:
        reached.wait(PATIENCE)
        peer.stall()
        left.wait(PATIENCE)

    ended: list[type[BaseException]] = []

    def run(way: Way, url: str) -> None:
        try:
            way.open(url)
        except BaseException as error:  # noqa: BLE001 - told apart below
            ended.append(type(error))

    with scripted() as server:
        url = server.add("/", script)
        threads = [
            threading.Thread(target=run, args=(make_way(timeout=FOREVER), url))
            for _ in range(count)
        ]
        for thread in threads:
            thread.start()
        reached.wait(PATIENCE)
        stop.set()
        left.wait(PATIENCE)
        for thread in threads:
            thread.join(PATIENCE)
    assert ended == [Interrupted] * count


def test_a_stop_that_comes_before_an_idle_connection_is_looked_at_leaves_it_to_the_client(
    way: Way, tls_server: Scripted, stop: Watched
) -> None:
    link = tls_server.add("/f", serve_file(content(1000)))
    way.fetch(link)
    adapter = way.client._session._adapter
    [stream] = adapter._idle.values()
    stop.set()
    with pytest.raises(Interrupted):
        way.fetch(link)
    assert list(adapter._idle.values()) == [stream]
    stop.clear()
    assert way.fetch(link) == content(1000)
    assert tls_server.connections == 1
