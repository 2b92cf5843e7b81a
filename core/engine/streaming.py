"""The loop that everything is about: read → check the stop signal → write → count."""

import time

from core.engine.courier import Courier
from core.engine.lanes import Lanes
from core.engine.running import Piece, Segment
from core.engine.throttle import Throttle
from core.model.errors import ChangedError
from core.net import faults
from core.net.reply import Opened

MIN_READ_BYTES = 16 * 1024
MAX_READ_BYTES = 1024 * 1024
READ_SECONDS = 0.075  # how much of the stream one read should bring


class Streaming:
    """Reads replies into part files; one for each piece, used by one worker."""

    def __init__(self, throttle: Throttle, lanes: Lanes, timeout: float) -> None:
        self._throttle = throttle
        self._lanes = lanes
        self._timeout = timeout
        self.received = 0  # bytes it has written so far

    def run(self, piece: Piece, reply: Opened, segment: Segment) -> None:
        """Read the reply until the segment or the body is complete.

        Bytes before `segment.position` are held already: they are compared, not written.
        Another worker may shorten the segment meanwhile. After a return with the segment
        incomplete the server gave less than was asked. Raises `HeadgateError` or
        `Interrupted`; the connection is closed then.
        """
        body = reply.body
        try:
            position = self._compare(piece, reply, segment)
            self._copy(piece, reply, segment, position)
        except OSError as error:
            body.close()
            raise faults.while_reading(error, body.host, self._timeout) from error
        except BaseException:
            body.close()
            raise
        if segment.end is None and body.complete:
            segment.end = segment.position
        body.finish()

    def _compare(self, piece: Piece, reply: Opened, segment: Segment) -> int:
        """Read what is held already and see that it is the same; where writing begins."""
        part, position = piece.running.part, reply.start
        assert part is not None, "the part file is open"
        buffer = memoryview(bytearray(MIN_READ_BYTES)) if position < segment.position else None
        while buffer is not None and position < segment.position:
            room = buffer[: min(len(buffer), segment.position - position)]
            count = reply.body.receive_into(room, self._timeout)
            if not count:
                break
            piece.stop.check()
            if part.read(position, count) != room[:count]:
                raise ChangedError(host=reply.body.host)
            position += count
        return position

    def _copy(self, piece: Piece, reply: Opened, segment: Segment, position: int) -> None:
        body, part, stop, running = reply.body, piece.running.part, piece.stop, piece.running
        assert part is not None, "the part file is open"
        if position < segment.position:
            return
        began, received, size = time.monotonic(), 0, MIN_READ_BYTES
        with Courier(body, part, self._timeout, self._lanes) as courier:
            while (end := segment.end) is None or position < end:
                room = running.throttle.chunk(self._throttle.chunk(size))
                if end is not None:
                    room = min(room, end - position)
                count = courier.fetch(room, stop)
                if not count:
                    break
                stop.check()
                courier.deliver(count, position)
                running.wrote(segment, count)
                position += count
                received += count
                self.received += count
                running.throttle.pay(count, stop)
                self._throttle.pay(count, stop)
                size = read_size(received, time.monotonic() - began)


def read_size(received: int, seconds: float) -> int:
    """Bytes for the next read: slow streams stay prompt, fast ones cheap."""
    if seconds <= 0:
        return MAX_READ_BYTES
    return max(MIN_READ_BYTES, min(MAX_READ_BYTES, int(received / seconds * READ_SECONDS)))
