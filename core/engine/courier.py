"""Carries bytes from a reply to a part file: through the kernel alone where that can be."""

from types import TracebackType
from typing import Self

from core.disk import pipe
from core.disk.partfile import PartFile
from core.net.body import Body
from core.stop import StopSignal

WORTH_A_PIPE = 256 * 1024  # bytes; for fewer, making one costs more than it saves
SMALL_BUFFER = 16 * 1024


class Courier:
    """`fetch` takes some bytes in hand, `deliver` writes them; the stop check lies between.

    On Linux, over plain HTTP and with a known length, the bytes go socket → pipe → file and
    never enter this process. Else they go through one buffer that is used again and again.
    """

    def __init__(self, body: Body, part: PartFile, timeout: float) -> None:
        self._body = body
        self._part = part
        self._timeout = timeout
        self._pipe: pipe.Pipe | None = None
        self._in_pipe = False
        size = SMALL_BUFFER if body.length is None else min(body.length, SMALL_BUFFER)
        self._buffer = memoryview(bytearray(size))
        self._may_splice = (
            pipe.AVAILABLE and body.length is not None and body.length >= WORTH_A_PIPE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pipe is not None:
            self._pipe.close()

    def fetch(self, room: int, stop: StopSignal) -> int:
        """Take up to `room` bytes in hand, waiting for the first; 0 when the body is complete.

        Raises `TimeoutError`, `OSError`, `HeadgateError`, `Interrupted`.
        """
        source = self._body.bare() if self._may_splice else None
        self._in_pipe = source is not None
        if source is None:
            if room > len(self._buffer):
                self._buffer = memoryview(bytearray(room))
            return self._body.receive_into(self._buffer[:room], self._timeout)
        if self._pipe is None:
            self._pipe = pipe.Pipe()
        while True:
            try:
                count = self._pipe.fill(source, room)
            except BlockingIOError:
                if not stop.ready(source, seconds=self._timeout):
                    raise TimeoutError from None
                continue
            self._body.took(count)
            return count

    def deliver(self, count: int, position: int) -> None:
        """Write the bytes in hand at `position` of the part file; raises a `DiskError`."""
        if self._in_pipe and self._pipe is not None:
            self._part.drain(self._pipe, count, position)
        else:
            self._part.write(self._buffer[:count], position)
