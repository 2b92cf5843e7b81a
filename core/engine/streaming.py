"""The loop that everything is about: read → check the stop signal → write → count."""

import time

from core.engine.running import Piece, Segment
from core.engine.throttle import Throttle
from core.model.errors import ChangedError
from core.net import faults
from core.net.reply import Opened

MIN_READ_BYTES = 16 * 1024
MAX_READ_BYTES = 1024 * 1024
READ_SECONDS = 0.075  # how much of the stream one read should bring


def stream(
    piece: Piece, reply: Opened, segment: Segment, throttle: Throttle, timeout: float
) -> None:
    """Read the reply into the part file until the segment or the body is complete.

    Bytes before `segment.position` are held already: they are compared, not written. After a
    return with the segment incomplete the server gave less than was asked, and may be asked
    again. Raises `HeadgateError` or `Interrupted`; the connection is closed then.
    """
    body, part, stop = reply.body, piece.running.part, piece.stop
    assert part is not None, "the part file is open"
    buffer = memoryview(bytearray(MAX_READ_BYTES))
    position, size, began = reply.start, MIN_READ_BYTES, time.monotonic()
    received = 0
    try:
        while segment.end is None or position < segment.end:
            chunk = buffer[: throttle.chunk(size)]
            if segment.end is not None:
                chunk = chunk[: segment.end - position]
            count = body.receive_into(chunk, timeout)
            if not count:
                break
            stop.check()
            chunk = chunk[:count]
            if position < segment.position:
                same = min(count, segment.position - position)
                if part.read(position, same) != chunk[:same]:
                    raise ChangedError(host=body.host)
                position += same
                chunk = chunk[same:]
            if chunk:
                part.write(chunk, position)
                position += len(chunk)
                segment.position = position
            received += count
            throttle.pay(count, stop)
            size = read_size(received, time.monotonic() - began)
    except OSError as error:
        body.close()
        raise faults.while_reading(error, body.host, timeout) from error
    except BaseException:
        body.close()
        raise
    if segment.end is None and body.complete:
        segment.end = position
    body.finish()


def read_size(received: int, seconds: float) -> int:
    """Bytes for the next read: slow streams stay prompt, fast ones cheap."""
    if seconds <= 0:
        return MAX_READ_BYTES
    return max(MIN_READ_BYTES, min(MAX_READ_BYTES, int(received / seconds * READ_SECONDS)))
