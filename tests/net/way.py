"""The near end of a connection as tests use it, and how a blocked call is interrupted."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from core.model.download import Options
from core.net.client import Client
from core.net.network import Network
from core.net.reply import Opened
from core.net.stream import PlainStream
from core.stop import StopSignal
from tests.servers.scripted import Asked, Peer, Script

PROMPT = 10.0  # seconds; what is interrupted ends in about a millisecond, on a busy machine later
PATIENCE = 30.0  # seconds until a test gives up waiting


class Watched(StopSignal):
    """A stop signal that tells whether somebody waits on it right now."""

    def __init__(self) -> None:
        super().__init__()
        self.blocked = threading.Event()

    def ready(self, descriptor: int, *, write: bool = False, seconds: float) -> bool:
        self.blocked.set()
        try:
            return super().ready(descriptor, write=write, seconds=seconds)
        finally:
            self.blocked.clear()

    def any_ready(self, descriptors: list[int], *, seconds: float) -> set[int]:
        self.blocked.set()
        try:
            return super().any_ready(descriptors, seconds=seconds)
        finally:
            self.blocked.clear()


class Wire:
    """One TCP connection on loopback: our stream, and the bare socket at its far end."""

    def __init__(self, stop: StopSignal) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            near = socket.create_connection(listener.getsockname())
            self.far, _ = listener.accept()
        self.stream = PlainStream(near, stop)
        self._sending: threading.Thread | None = None

    def says(self, data: bytes, *, end: bool = False) -> None:
        """Send from the far end, and end its side with `end`."""
        self.far.sendall(data)
        if end:
            self.far.shutdown(socket.SHUT_WR)

    def keeps_saying(self, data: bytes) -> None:
        """Send from a thread for as long as the near end takes it."""

        def send() -> None:
            with suppress(OSError):
                while True:
                    self.far.sendall(data)

        self._sending = threading.Thread(target=send, daemon=True)
        self._sending.start()

    def closed(self) -> bool:
        """Whether our side has closed the connection; waits until that can be seen."""
        self.far.settimeout(PATIENCE)
        with suppress(ConnectionResetError):
            return self.far.recv(1) == b""
        return True

    def close(self) -> None:
        self.stream.close()
        if self._sending is not None:
            self._sending.join(PATIENCE)
        self.far.close()


class Way:
    """A client and what it has opened."""

    def __init__(self, network: Network, stop: StopSignal) -> None:
        self.network = network
        self.stop = stop
        self.client = Client(network, stop)
        self._opened: list[Opened] = []

    def open(
        self,
        url: str,
        options: Options | None = None,
        first: int | None = 0,
        last: int | None = None,
    ) -> Opened:
        opened = self.client.open(url, options or Options(), first, last)
        self._opened.append(opened)
        return opened

    def fetch(
        self,
        url: str,
        options: Options | None = None,
        first: int | None = 0,
        last: int | None = None,
    ) -> bytes:
        """The whole body; the connection is given back if it can be."""
        opened = self.open(url, options, first, last)
        data = self.read(opened)
        opened.body.finish()
        return data

    def read(self, opened: Opened) -> bytes:
        """What is left of a body."""
        buffer = memoryview(bytearray(64 * 1024))
        data = bytearray()
        while count := opened.body.receive_into(buffer, self.network.timeout):
            data += buffer[:count]
        return bytes(data)

    def close(self) -> None:
        for opened in self._opened:
            opened.body.close()
        self.client.close()


def reply(*parts: bytes | str) -> Script:
    """A script that sends exactly this, and keeps the connection."""

    def script(peer: Peer, _: Asked) -> None:
        for part in parts:
            peer.send(part)

    return script


def reply_and_end(*parts: bytes | str) -> Script:
    """A script that sends exactly this and ends the connection properly."""

    def script(peer: Peer, _: Asked) -> None:
        for part in parts:
            peer.send(part)
        hang_up(peer)

    return script


def hang_up(peer: Peer) -> None:
    """Close the connection, over TLS with the goodbye that belongs to it."""
    with suppress(OSError):
        peer.sock = getattr(peer.sock, "unwrap", lambda: peer.sock)()
    peer.sock.close()


def ended_by_stop(
    action: Callable[[], object], stop: Watched, reached: threading.Event | None = None
) -> tuple[BaseException | None, float]:
    """Run `action` on a thread, set the signal once it blocks, and see how it ends.

    `reached` is set by the far end when it has come as far as the test wants. Returns what was
    raised and the seconds from the signal to the end.
    """
    raised: list[BaseException] = []

    def run() -> None:
        try:
            action()
        except BaseException as error:  # noqa: BLE001 - handed to the test, whatever it is
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert reached is None or reached.wait(PATIENCE), "the far end was never reached"
    assert stop.blocked.wait(PATIENCE), "nothing ever waited"
    began = time.monotonic()
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive(), "the signal did not end it"
    return (raised[0] if raised else None), time.monotonic() - began
