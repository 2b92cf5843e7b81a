"""A file whose connections send only as far as a test lets them: nothing depends on time."""

import select
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.servers.scripted import Asked, Peer, Script

PATIENCE = 30.0  # seconds until a test that waits for a connection gives up
LOOK_SECONDS = 0.02  # how often a held connection looks whether the client has gone
SLICE = 64 * 1024
Plan = Callable[[int, int], int | None]


@dataclass(slots=True, eq=False)
class Sending:
    """One reply on its way: bytes `start` to `end`, of which it may send up to `limit`."""

    number: int  # of the requests for this file, from 1
    asked: Asked
    start: int
    end: int
    limit: int | None  # a position; None: not even its header
    position: int = 0
    gone: bool = False  # the client has closed the connection, or the server has
    cut: bool = field(default=False, repr=False)

    @property
    def answered(self) -> bool:
        return self.limit is not None

    @property
    def complete(self) -> bool:
        return self.position >= self.end


class Gated:
    """A script: each reply sends the first bytes its `plan` allows and waits for the test.

    `plan` gets the number of the request, from 1, and where its range begins; None holds back
    the header too. `instead` may hand over another script for some requests.
    """

    def __init__(
        self,
        data: bytes,
        plan: Plan | None = None,
        *,
        fields: tuple[str, ...] = ('ETag: "v1"',),
        instead: Callable[[Asked], Script | None] | None = None,
    ) -> None:
        self.data = data
        self.fields = fields
        self.plan = plan or (lambda _number, _start: 0)
        self.instead = instead or (lambda _asked: None)
        self.sendings: list[Sending] = []
        self._open = False
        self._moved = threading.Condition()

    # --- what a test does ------------------------------------------------------------------

    def wait(self, number: int) -> Sending:
        """The sending of the request with this number (of those that get the file)."""
        with self._moved:
            assert self._moved.wait_for(lambda: len(self.sendings) >= number, PATIENCE), (
                f"only {self.sendings}"
            )
            return self.sendings[number - 1]

    def wait_until(self, fits: Callable[[], bool]) -> None:
        """Until something about the sendings holds."""
        with self._moved:
            assert self._moved.wait_for(fits, PATIENCE), self.sendings

    def live(self) -> list[Sending]:
        """Those whose connection is open and whose range is not sent."""
        return [one for one in self.sendings if not one.gone and not one.complete]

    def let(self, sending: Sending, count: int) -> None:
        """Let it send `count` more bytes, its header included."""
        with self._moved:
            sending.limit = min(sending.end, (sending.limit or sending.start) + count)
            self._moved.notify_all()

    def at(self, start: int) -> Sending:
        """Wait for the newest sending that begins there."""
        self.wait_until(lambda: any(one.start == start for one in self.sendings))
        return next(one for one in reversed(self.sendings) if one.start == start)

    def cut(self, sending: Sending) -> None:
        """Break its connection off."""
        with self._moved:
            sending.cut = True
            self._moved.notify_all()

    def open(self) -> None:
        """Let everything flow."""
        with self._moved:
            self._open = True
            self._moved.notify_all()

    # --- the server's side -----------------------------------------------------------------

    def __call__(self, peer: Peer, asked: Asked) -> None:
        other = self.instead(asked)
        if other is not None:
            other(peer, asked)
            return
        first, last = asked.range or (0, None)
        end = len(self.data) if last is None else min(last + 1, len(self.data))
        with self._moved:
            number = len(self.sendings) + 1
            allowed = self.plan(number, first)
            limit = None if allowed is None else min(end, first + allowed)
            sending = Sending(number, asked, first, end, limit, first)
            self.sendings.append(sending)
            self._moved.notify_all()
        try:
            self._send(peer, sending)
        except OSError:
            sending.gone = True
            raise
        finally:
            with self._moved:
                self._moved.notify_all()

    def _send(self, peer: Peer, sending: Sending) -> None:
        if not self._may_go_on(peer, sending, lambda: sending.answered):
            return
        status = "206 Partial Content" if sending.asked.range else "200 OK"
        span = f"Content-Range: bytes {sending.start}-{sending.end - 1}/{len(self.data)}"
        length = f"Content-Length: {sending.end - sending.start}"
        peer.head(status, span, length, *self.fields)
        while not sending.complete:
            if not self._may_go_on(peer, sending, lambda: sending.position < (sending.limit or 0)):
                return
            limit = sending.end if self._open else (sending.limit or 0)
            part = self.data[sending.position : min(limit, sending.position + SLICE)]
            peer.send(part)
            with self._moved:
                sending.position += len(part)
                self._moved.notify_all()

    def _may_go_on(self, peer: Peer, sending: Sending, allowed: Callable[[], bool]) -> bool:
        """Wait at the gate; False if the connection is over instead."""
        while not peer.closing.is_set():
            with self._moved:
                if sending.cut:
                    peer.reset()
                    sending.gone = True
                    return False
                if self._open or allowed():
                    return True
                self._moved.wait(LOOK_SECONDS)
            if _has_gone(peer.sock):
                sending.gone = True
                return False
        return False


def _has_gone(sock: socket.socket) -> bool:
    """Whether the client has closed its side."""
    if not select.select([sock], [], [], 0)[0]:
        return False
    try:
        return sock.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True
