"""The loop that everything is about: read → check the stop signal → write → count."""

import time

from core.engine.courier import Courier
from core.engine.lanes import Lanes
from core.engine.running import Piece
from core.engine.seam import compare_ahead, compare_held, ended_early
from core.engine.segments import Segment
from core.engine.throttle import Throttle
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
        self.received = 0  # bytes it has added to what is held

    def run(self, piece: Piece, reply: Opened, segment: Segment) -> None:
        """Read the reply until the segment or the body is complete.

        Bytes before `segment.position` are held already: they are compared, not written.
        Another worker may shorten the segment meanwhile. After a return with the segment
        incomplete the server gave less than was asked. Raises `HeadgateError` or
        `Interrupted`; the connection is closed then.
        """
        body = reply.body
        try:
            compare_held(piece, reply, segment.position, self._timeout)
            position, ahead = self._copy(piece, reply, segment)
            compare_ahead(piece, reply, position, ahead, self._timeout)
            if position > segment.position:
                self._count(piece, segment, position - segment.position)
        except OSError as error:
            body.close()
            raise faults.while_reading(error, body.host, self._timeout) from error
        except BaseException:
            body.close()
            raise
        if segment.end is None and body.complete:
            segment.end = segment.position
        body.finish()

    def _copy(self, piece: Piece, reply: Opened, segment: Segment) -> tuple[int, bytes]:
        """Write what is new; returns where it ends, and what came from behind that.

        The last bytes are not counted: not until they are known to fit to what follows.
        """
        stop, running, position, ahead = piece.stop, piece.running, segment.position, b""
        began, received, size = time.monotonic(), 0, MIN_READ_BYTES
        with (
            stop.waking(self._lanes.wake),
            Courier(reply.body, piece.part, self._timeout, self._lanes) as courier,
        ):
            while (room := _room(segment, reply, position)) is None or room > 0:
                chunk = running.throttle.chunk(self._throttle.chunk(size))
                count = courier.fetch(chunk if room is None else min(room, chunk), stop)
                if not count:
                    if reply.end is not None:
                        raise ended_early(reply, position)
                    break
                stop.check()
                room = _room(segment, reply, position)  # others may have come from behind
                mine = count if room is None else max(0, min(room, count))
                courier.deliver(mine, position)
                if mine != room:
                    self._count(piece, segment, mine)
                elif mine < count:
                    ahead = courier.rest(mine, min(count - mine, segment.seam))
                position += mine
                if segment.follower is not None:
                    segment.follower.follow(position)
                received += count
                running.throttle.pay(count, stop)
                self._throttle.pay(count, stop)
                size = read_size(received, time.monotonic() - began)
        return position, ahead

    def _count(self, piece: Piece, segment: Segment, count: int) -> None:
        piece.running.wrote(segment, count)
        self.received += count


def _room(segment: Segment, reply: Opened, position: int) -> int | None:
    """How many bytes may come from `position` on; None while nobody knows."""
    ends = [end for end in (segment.end, reply.end) if end is not None]
    return min(ends) - position if ends else None


def read_size(received: int, seconds: float) -> int:
    """Bytes for the next read: slow streams stay prompt, fast ones cheap."""
    if seconds <= 0:
        return MAX_READ_BYTES
    return max(MIN_READ_BYTES, min(MAX_READ_BYTES, int(received / seconds * READ_SECONDS)))
