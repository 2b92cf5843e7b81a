"""Carries bytes from a reply to a part file: through the kernel alone where that can be."""

from types import TracebackType
from typing import Self

from core.disk.partfile import PartFile
from core.disk.pipe import AVAILABLE, Pipe
from core.engine.lanes import Lane, Lanes
from core.net.body import Body
from core.stop import StopSignal

WORTH_A_PIPE = 256 * 1024  # bytes; for fewer, making one costs more than it saves
SMALL_BUFFER = 16 * 1024
FAST_READ = 64 * 1024  # a room this large tells of a fast stream
HELPING = 256 * 1024  # bytes to wait for, at most, when a stream is fast
HELPING_SECONDS = 0.05


class Courier:
    """`fetch` takes some bytes in hand, `deliver` writes them; the stop check lies between.

    On Linux, over plain HTTP and with a known length, the bytes go socket → pipe → file and
    never enter this process. Else they go through one buffer that is used again and again.
    """

    def __init__(self, body: Body, part: PartFile, timeout: float, lanes: Lanes) -> None:
        self._body = body
        self._part = part
        self._timeout = timeout
        self._pipe: Pipe | None = None
        self._in_pipe = False
        self._lanes = lanes
        self._lane: Lane | None = None
        size = SMALL_BUFFER if body.length is None else min(body.length, SMALL_BUFFER)
        self._buffer = memoryview(bytearray(size))
        self._may_splice = AVAILABLE and body.length is not None and body.length >= WORTH_A_PIPE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()
        self._body.stream.wake_at(1)
        if self._pipe is not None:
            self._pipe.close()

    def fetch(self, room: int, stop: StopSignal) -> int:
        """Take up to `room` bytes in hand, waiting for the first; 0 when the body is complete.

        A lane to move them in is waited for here, before the stop signal is looked at.
        Raises `TimeoutError`, `OSError`, `HeadgateError`, `Interrupted`.
        """
        source = self._body.bare() if self._may_splice else None
        pipe = None if source is None else self._make_pipe()
        self._in_pipe = pipe is not None
        if source is None or pipe is None:
            return self._receive(room, stop)
        if room >= FAST_READ:
            # Few large helpings instead of many small ones: each costs a turn at the interpreter.
            self._body.stream.wake_at(min(room // 4, HELPING))
            stop.ready(source, seconds=HELPING_SECONDS)
        while True:
            self._enter(stop)
            try:
                count = pipe.fill(source, room)
            except BlockingIOError:
                self._leave()
                self._body.stream.wake_at(1)
                if not stop.ready(source, seconds=self._timeout):
                    raise TimeoutError from None
                continue
            self._body.took(count)
            return count

    def _receive(self, room: int, stop: StopSignal) -> int:
        """Take bytes into the buffer; those of a fast stream in a lane, as decrypting is work."""
        if room > len(self._buffer):
            self._buffer = memoryview(bytearray(room))
        while room >= FAST_READ and not self._body.chunked:
            self._body.await_more(room, self._timeout)
            self._enter(stop)
            try:
                return self._body.receive_into(self._buffer[:room], 0)
            except TimeoutError:
                self._leave()
        count = self._body.receive_into(self._buffer[:room], self._timeout)
        if count:
            self._enter(stop)
        return count

    def _make_pipe(self) -> Pipe | None:
        """The pipe; None if the system has no descriptors left."""
        if self._pipe is None:
            try:
                self._pipe = Pipe()
            except OSError:
                self._may_splice = False
        return self._pipe

    def deliver(self, count: int, position: int) -> None:
        """Write the bytes in hand at `position` of the part file; raises a `DiskError`."""
        try:
            if self._in_pipe and self._pipe is not None:
                self._part.drain(self._pipe, count, position)
            else:
                self._part.write(self._buffer[:count], position)
        finally:
            self._leave()

    def rest(self, start: int, count: int) -> bytes:
        """Of the bytes in hand up to `count` from the one at `start`, after which some stay."""
        if self._in_pipe and self._pipe is not None:
            return self._pipe.take(count)
        return bytes(self._buffer[start : start + count])

    def _enter(self, stop: StopSignal) -> None:
        if self._lane is None:
            self._lane = self._lanes.take(stop)

    def _leave(self) -> None:
        if self._lane is not None:
            self._lanes.give(self._lane)
            self._lane = None
