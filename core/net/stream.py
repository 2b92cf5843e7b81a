"""A connected byte stream whose every wait ends with the stop signal."""

import contextlib
import socket
import ssl
from collections.abc import Callable
from typing import Protocol, cast

from core.stop import StopSignal, readable


class Stream(Protocol):
    """What HTTP needs of a connection. Waits raise `TimeoutError` or `Interrupted`."""

    def receive_into(self, view: memoryview, seconds: float) -> int:
        """Read what is there, waiting up to `seconds` for the first byte; 0 at the end."""
        ...

    def await_answer(self, seconds: float) -> None:
        """Wait for the first byte of something that cannot be there yet."""
        ...

    def send(self, data: bytes, seconds: float) -> None:
        """Write all of `data`; `seconds` bounds each wait for the peer to take some."""
        ...

    def wake_at(self, count: int) -> None:
        """Let waits end only when so many bytes are there, or the end; where that can be."""
        ...

    def descriptor(self) -> int | None:
        """The bare socket's descriptor if its bytes are the payload itself, else None."""
        ...

    def usable(self) -> bool:
        """Whether an idle connection still looks alive: open, and nothing unasked in it."""
        ...

    def close(self) -> None: ...


class PlainStream:
    """TCP without encryption."""

    def __init__(self, sock: socket.socket, stop: StopSignal) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.stop = stop

    def receive_into(self, view: memoryview, seconds: float) -> int:
        while True:
            try:
                return self.sock.recv_into(view)
            except BlockingIOError:
                wait(self.stop, self.sock, write=False, seconds=seconds)

    def await_answer(self, seconds: float) -> None:
        wait(self.stop, self.sock, write=False, seconds=seconds)

    def send(self, data: bytes, seconds: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.sock.send(rest) :]
            except BlockingIOError:
                wait(self.stop, self.sock, write=True, seconds=seconds)

    def wake_at(self, count: int) -> None:
        with contextlib.suppress(OSError):  # Windows has no such option
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, count)

    def descriptor(self) -> int | None:
        return self.sock.fileno()

    def usable(self) -> bool:
        return self.sock.fileno() >= 0 and not readable(self.sock.fileno())

    def close(self) -> None:
        self.sock.close()


class TlsStream:
    """TLS straight on a TCP socket."""

    def __init__(self, sock: ssl.SSLSocket, stop: StopSignal, remember: Callable[[], None]) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.stop = stop
        # Called when the first bytes were read: the server's tickets come before them.
        self._remember: Callable[[], None] | None = remember

    def certificate(self) -> bytes:
        """What the server has shown (DER)."""
        return self.sock.getpeercert(binary_form=True) or b""

    def handshake(self, seconds: float) -> None:
        """Shake hands; raises `ssl.SSLError` when the peer or its certificate will not do."""
        while True:
            try:
                self.sock.do_handshake()
                return
            except ssl.SSLWantReadError:
                wait(self.stop, self.sock, write=False, seconds=seconds)
            except ssl.SSLWantWriteError:
                wait(self.stop, self.sock, write=True, seconds=seconds)

    def receive_into(self, view: memoryview, seconds: float) -> int:
        """Fill the view with the records that are there: one read yields 16 KiB at most."""
        filled = 0
        while filled < len(view):
            try:
                count = self.sock.recv_into(view[filled:])
            except ssl.SSLWantReadError:
                if filled:
                    break
                wait(self.stop, self.sock, write=False, seconds=seconds)
            except ssl.SSLWantWriteError:  # a key update on its way out
                wait(self.stop, self.sock, write=True, seconds=seconds)
            except OSError:
                if filled:
                    break  # hand over what came before; the next read raises again
                raise
            else:
                if not count:
                    break
                filled += count
                self.stop.check()  # records may keep coming for long
        if self._remember is not None and filled:
            self._remember()
            self._remember = None
        return filled

    def await_answer(self, seconds: float) -> None:
        if not self.sock.pending():
            wait(self.stop, self.sock, write=False, seconds=seconds)

    def send(self, data: bytes, seconds: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.sock.send(rest) :]
            except ssl.SSLWantReadError:
                wait(self.stop, self.sock, write=False, seconds=seconds)
            except ssl.SSLWantWriteError:
                wait(self.stop, self.sock, write=True, seconds=seconds)

    def wake_at(self, count: int) -> None:
        """Records come as they come."""

    def descriptor(self) -> int | None:
        return None

    def usable(self) -> bool:
        try:
            self.sock.recv(1)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return True
        except OSError:
            return False
        return False

    def close(self) -> None:
        self.sock.close()


class TunnelStream:
    """TLS inside the TLS of an https proxy; urllib3's transport does the inner layer."""

    def __init__(
        self, outer: Stream, context: ssl.SSLContext, hostname: str, seconds: float
    ) -> None:
        from urllib3.util.ssltransport import SSLTransport

        self._outer = outer
        self._shim = _SocketShim(outer, seconds)
        self._inner = SSLTransport(
            self._shim,  # type: ignore[arg-type]  # it calls recv and sendall alone
            context,
            server_hostname=hostname,
            suppress_ragged_eofs=False,
        )

    def certificate(self) -> bytes:
        """What the server has shown (DER)."""
        return cast(bytes, self._inner.getpeercert(binary_form=True))

    def receive_into(self, view: memoryview, seconds: float) -> int:
        self._shim.seconds = seconds
        return cast(int, self._inner.recv_into(view))

    def await_answer(self, seconds: float) -> None:
        """Nothing to gain here: the first read waits."""

    def send(self, data: bytes, seconds: float) -> None:
        self._shim.seconds = seconds
        self._inner.sendall(data)

    def wake_at(self, count: int) -> None:
        """Records come as they come."""

    def descriptor(self) -> int | None:
        return None

    def usable(self) -> bool:
        return self._outer.usable()

    def close(self) -> None:
        self._outer.close()


class _SocketShim:
    """The two socket methods that urllib3's transport calls, over one of our streams."""

    def __init__(self, stream: Stream, seconds: float) -> None:
        self._stream = stream
        self.seconds = seconds

    def recv(self, size: int, _flags: int = 0) -> bytes:
        buffer = bytearray(size)
        return bytes(buffer[: self._stream.receive_into(memoryview(buffer), self.seconds)])

    def sendall(self, data: bytes, _flags: int = 0) -> None:
        self._stream.send(data, self.seconds)


def wait(stop: StopSignal, sock: socket.socket, *, write: bool, seconds: float) -> None:
    """Wait for the socket; `TimeoutError` after `seconds`, `Interrupted` on a stop."""
    if not stop.ready(sock.fileno(), write=write, seconds=seconds):
        raise TimeoutError
