"""A connected byte stream whose every wait ends with the stop signal."""

import contextlib
import socket
import ssl
from collections.abc import Callable
from typing import Protocol, cast

from core.stop import StopSignal, readable

HELPING_SECONDS = 0.05
MIN_HELPING, MAX_HELPING = 32 * 1024, 128 * 1024  # bytes that go through TLS at a time

Remember = Callable[[ssl.SSLSession | None], None]


class Stream(Protocol):
    """What HTTP needs of a connection. Waits raise `TimeoutError` or `Interrupted`."""

    def receive_into(self, view: memoryview, seconds: float) -> int:
        """Read what is there, waiting up to `seconds` for the first byte; 0 at the end."""
        ...

    def await_answer(self, seconds: float) -> None:
        """Wait for the first byte of something that cannot be there yet."""
        ...

    def await_more(self, room: int, seconds: float) -> None:
        """Wait for the next bytes, a moment longer for as many as are worth reading."""
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
        self._wakes_at = 1

    def receive_into(self, view: memoryview, seconds: float) -> int:
        while True:
            try:
                return self.sock.recv_into(view)
            except BlockingIOError:
                wait(self.stop, self.sock, write=False, seconds=seconds)

    def await_answer(self, seconds: float) -> None:
        wait(self.stop, self.sock, write=False, seconds=seconds)

    def await_more(self, room: int, seconds: float) -> None:
        self.await_answer(seconds)

    def send(self, data: bytes, seconds: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.sock.send(rest) :]
            except BlockingIOError:
                wait(self.stop, self.sock, write=True, seconds=seconds)

    def wake_at(self, count: int) -> None:
        # About as many will do: to say so anew costs as much as a small read.
        if count == 1 or not self._wakes_at // 2 < count < self._wakes_at * 2:
            if count != self._wakes_at:
                with contextlib.suppress(OSError):  # Windows has no such option
                    self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, count)
            self._wakes_at = count

    def descriptor(self) -> int | None:
        return self.sock.fileno()

    def usable(self) -> bool:
        return self.sock.fileno() >= 0 and not readable(self.sock.fileno())

    def close(self) -> None:
        self.sock.close()


class TlsStream:
    """TLS over another stream: a bare one, or the TLS of an https proxy.

    The bytes pass through memory on their way to OpenSSL, which by itself would ask the socket
    twice for every record of 16 KiB.
    """

    def __init__(self, outer: Stream, stop: StopSignal, remember: Remember) -> None:
        self._outer = outer
        self._stop = stop
        # Called when the first bytes were read: the server's tickets come before them.
        self._remember: Remember | None = remember
        self._arrived, self._leaving = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._buffer = memoryview(bytearray(MIN_HELPING))

    def certificate(self) -> bytes:
        """What the server has shown (DER)."""
        return self._tls.getpeercert(binary_form=True) or b""

    def handshake(
        self,
        context: ssl.SSLContext,
        hostname: str,
        session: ssl.SSLSession | None,
        seconds: float,
    ) -> None:
        """Shake hands; raises `ssl.SSLError` when the peer or its certificate will not do."""
        self._tls = context.wrap_bio(
            self._arrived, self._leaving, server_hostname=hostname, session=session
        )
        while True:
            try:
                self._tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._flush(seconds)
                self._feed(seconds)
            except ssl.SSLError:
                with contextlib.suppress(OSError):
                    self._flush(seconds)  # tells the peer what is wrong
                raise
        self._flush(seconds)

    def receive_into(self, view: memoryview, seconds: float) -> int:
        """Fill the view with the records that are there: one read yields 16 KiB at most."""
        filled = 0
        while filled < len(view):
            try:
                count = cast(int, self._tls.read(len(view) - filled, view[filled:]))
                if not count:
                    break
                filled += count
            except ssl.SSLWantReadError:
                self._stop.check()  # records may keep coming for long
                try:
                    self._flush(seconds)  # a key update on its way out
                    if seconds and not filled:
                        self._await_helping(len(view))
                    self._feed(0 if filled else seconds, len(view))
                except OSError:
                    if filled:
                        break  # hand over what came before; the next read raises again
                    raise
            except OSError:
                if filled:
                    break
                raise
        if self._remember is not None and filled:
            self._remember(self._tls.session)
            self._remember = None
        return filled

    def await_answer(self, seconds: float) -> None:
        if not self._tls.pending() and not self._arrived.pending:
            self._outer.wake_at(1)
            self._outer.await_answer(seconds)

    def await_more(self, room: int, seconds: float) -> None:
        if self._tls.pending() or self._arrived.pending or self._await_helping(room):
            return
        self._outer.await_answer(seconds)

    def send(self, data: bytes, seconds: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._tls.write(rest[:MAX_HELPING]) :]
            except ssl.SSLWantReadError:
                self._flush(seconds)
                self._feed(seconds)
            self._flush(seconds)

    def wake_at(self, count: int) -> None:
        self._outer.wake_at(count)  # roughly

    def descriptor(self) -> int | None:
        return None

    def usable(self) -> bool:
        try:
            self.receive_into(memoryview(bytearray(1)), 0)
        except TimeoutError:
            return True
        except OSError:
            return False
        return False

    def close(self) -> None:
        self._outer.close()

    def _await_helping(self, room: int) -> bool:
        """On a fast stream give the server a moment: to wake up for each record costs both.

        True if there is something.
        """
        fast = min(len(self._buffer), room) >= MAX_HELPING
        self._outer.wake_at(min(room // 4, MAX_HELPING) if fast else 1)
        if fast:
            try:
                self._outer.await_answer(HELPING_SECONDS)
            except TimeoutError:
                self._outer.wake_at(1)
                return False
        return fast

    def _feed(self, seconds: float, room: int = 0) -> None:
        """Hand OpenSSL what is there, waiting up to `seconds` for the first byte.

        Not much more than there is `room` for: the TLS of a proxy would wait for that much.
        """
        count = self._outer.receive_into(self._buffer[: max(room, MIN_HELPING)], seconds)
        if not count:
            self._arrived.write_eof()
            return
        self._arrived.write(self._buffer[:count])
        if count == len(self._buffer) < MAX_HELPING:
            self._buffer = memoryview(bytearray(2 * count))

    def _flush(self, seconds: float) -> None:
        if self._leaving.pending:
            self._outer.send(self._leaving.read(), seconds)


def wait(stop: StopSignal, sock: socket.socket, *, write: bool, seconds: float) -> None:
    """Wait for the socket; `TimeoutError` after `seconds`, `Interrupted` on a stop."""
    if not stop.ready(sock.fileno(), write=write, seconds=seconds):
        raise TimeoutError
