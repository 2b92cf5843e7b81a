"""Reading the body of a reply up to its end, and not one byte further (RFC 9112, 6 and 7)."""

import re
from collections.abc import Callable

from core.model.errors import BadReplyError, ConnectionLostError, LengthError
from core.net.head import BodyFrame, Framing
from core.net.stream import Stream

MAX_LINE_BYTES = 16 * 1024
MAX_TRAILER_BYTES = 64 * 1024
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?")


class Body:
    """The payload of one reply. One thread reads it; `close` is always safe."""

    def __init__(
        self,
        stream: Stream,
        left_over: bytes,
        frame: BodyFrame,
        host: str,
        release: Callable[[Stream], None],
    ) -> None:
        self.stream = stream
        self.host = host
        self.length = frame.length  # announced bytes, None when unknown
        self.received = 0
        self.complete = False
        self._ahead = memoryview(left_over)
        self._framing = frame.framing
        self._keep_alive = frame.keep_alive
        self._release = release
        self._in_chunk = 0  # bytes left of the current chunk
        self._chunk_open = False  # its closing line end is still to come
        self._given_back = False  # the connection is somebody else's by now
        if self._framing is Framing.LENGTH and not self.length:
            self.complete = True

    @property
    def chunked(self) -> bool:
        """Whether it comes in chunks; their end counts, not an announced length."""
        return self._framing is Framing.CHUNKED

    @property
    def confirmed(self) -> bool:
        """Whether the message itself says where the body ends."""
        return self._framing is not Framing.CLOSE

    def receive_into(self, view: memoryview, seconds: float) -> int:
        """Read some payload; 0 only when the body is complete.

        Raises `ConnectionLostError` or `LengthError` when it ends early, `BadReplyError`
        when it is garbled, `TimeoutError` after `seconds` without a byte, `Interrupted`.
        """
        if self.complete or not view:
            return 0
        if self._framing is Framing.CHUNKED:
            return self._receive_chunked(view, seconds)
        if self.length is not None:
            view = view[: self.length - self.received]
        count = self._pull(view, seconds)
        if not count:
            if self.length is not None:
                raise ConnectionLostError(host=self.host)
            self.complete = True
        self.received += count
        if self.received == self.length:
            self.complete = True
        return count

    def await_more(self, room: int, seconds: float) -> None:
        """Wait until there is something to read; raises `TimeoutError`, `OSError`, `Interrupted`.

        What is there may be less than can be decrypted: then there are still no bytes to have.
        """
        if not (self._ahead or self.complete):
            self.stream.await_more(room, seconds)

    def whole(self) -> memoryview | None:
        """The entire payload, if it came together with the header; it can still be read."""
        if self._framing is Framing.LENGTH and len(self._ahead) == self.length:
            return self._ahead
        return None

    def give_back(self) -> None:
        """Free the connection for the next request; what `whole` showed can still be read."""
        if self._keep_alive:
            self._release(self.stream)
        else:
            self.stream.close()
        self._given_back = True

    def bare(self) -> int | None:
        """The socket to take the rest of the payload from, if it holds nothing else.

        Whoever takes bytes from it says how many with `took`.
        """
        if self._framing is not Framing.LENGTH or self._ahead or self.complete:
            return None
        return self.stream.descriptor()

    def took(self, count: int) -> None:
        """So many bytes of payload were taken from the bare socket; 0 says it has ended."""
        if not count:
            raise ConnectionLostError(host=self.host)
        self.received += count
        self.complete = self.received == self.length

    def goes_on(self, seconds: float) -> bool:
        """Whether payload is left where it should end; it cannot be with a plain length.

        Raises as `receive_into` does.
        """
        if self._framing is Framing.LENGTH:
            return False
        return self.receive_into(memoryview(bytearray(1)), seconds) > 0

    def finish(self) -> None:
        """Give the connection back if the body is complete and it lives on; close it else."""
        if self.complete and self._keep_alive and not self._ahead and not self._given_back:
            self._release(self.stream)
        else:
            self.close()

    def close(self) -> None:
        """Close the connection, whatever it was about to send, if it is still ours."""
        if not self._given_back:
            self.stream.close()

    def _pull(self, view: memoryview, seconds: float) -> int:
        if self._ahead:
            count = min(len(view), len(self._ahead))
            view[:count] = self._ahead[:count]
            self._ahead = self._ahead[count:]
            return count
        return self.stream.receive_into(view, seconds)

    def _receive_chunked(self, view: memoryview, seconds: float) -> int:
        if not self._in_chunk:
            self._in_chunk = self._next_chunk(seconds)
            if not self._in_chunk:
                self._skip_trailer(seconds)
                self.complete = True
                if self.length is not None and self.length != self.received:
                    raise LengthError(
                        host=self.host, expected=str(self.length), actual=str(self.received)
                    )
                return 0
        count = self._pull(view[: self._in_chunk], seconds)
        if not count:
            raise ConnectionLostError(host=self.host)
        self._in_chunk -= count
        self.received += count
        return count

    def _next_chunk(self, seconds: float) -> int:
        if self._chunk_open and self._line(seconds):
            raise BadReplyError(host=self.host, reason="a chunk is longer than it said")
        self._chunk_open = True
        found = _CHUNK_SIZE.fullmatch(self._line(seconds))
        if not found:
            raise BadReplyError(host=self.host, reason="a chunk has no clear size")
        return int(found[1], 16)

    def _skip_trailer(self, seconds: float) -> None:
        size = 0
        while line := self._line(seconds):
            size += len(line)
            if size > MAX_TRAILER_BYTES:
                raise BadReplyError(host=self.host, reason="its trailer does not end")

    def _line(self, seconds: float) -> bytes:
        """The next line of chunk framing, without its CRLF."""
        line = bytearray()
        while True:
            if not self._ahead:
                buffer = memoryview(bytearray(4096))
                count = self.stream.receive_into(buffer, seconds)
                if not count:
                    raise ConnectionLostError(host=self.host)
                self._ahead = buffer[:count]
            piece = bytes(self._ahead[: MAX_LINE_BYTES + 2])
            end = piece.find(b"\n")
            line += piece if end < 0 else piece[: end + 1]
            self._ahead = self._ahead[len(piece) if end < 0 else end + 1 :]
            if end >= 0:
                break
            if len(line) > MAX_LINE_BYTES:
                raise BadReplyError(host=self.host, reason="a chunk has no clear size")
        if not line.endswith(b"\r\n") or b"\r" in line[:-2]:
            raise BadReplyError(host=self.host, reason="a chunk ends in the wrong place")
        return bytes(line[:-2])
