"""Where the bytes of two replies meet, both must bring the same ones."""

from core.engine.running import Piece
from core.model.errors import (
    BadReplyError,
    ChangedError,
    ConnectionLostError,
    HeadgateError,
    LengthError,
    MisplacedError,
)
from core.net.reply import Opened

_BUFFER_BYTES = 16 * 1024


def compare_held(piece: Piece, reply: Opened, end: int, timeout: float) -> None:
    """Read the reply up to `end`, where what is held ends, and see that it is the same.

    It may end before. Raises `ChangedError` at the first difference, or if the file has become
    shorter than what is held; `OSError`, `HeadgateError`, `Interrupted`.
    """
    position = reply.start
    buffer = memoryview(bytearray(min(_BUFFER_BYTES, max(0, end - position))))
    while position < end:
        count = reply.body.receive_into(buffer[: end - position], timeout)
        if not count:
            if reply.resource.ranges and position == reply.end:
                return  # it sends little at a time
            raise ended_early(reply, position)
        piece.stop.check()
        if piece.part.read(position, count) != buffer[:count]:
            raise ChangedError(host=reply.body.host)
        position += count


def compare_ahead(piece: Piece, reply: Opened, position: int, ahead: bytes, timeout: float) -> None:
    """Read on behind a segment and see that those who fetched what follows got the same.

    `ahead` are the bytes from `position` on that were read already. What the others have not
    written yet is compared when the file is complete. Raises `MisplacedError`, `OSError`,
    `HeadgateError`, `Interrupted`; `BadReplyError` or `ChangedError` if the reply does not end
    where it should.
    """
    running, segment, size = piece.running, piece.segment, piece.download.size
    assert segment is not None, "there is a segment that ends here"
    ends = [end for end in (reply.end, size, position + segment.seam) if end is not None]
    data = ahead + _read(piece, reply, min(ends) - position - len(ahead), timeout)
    if running.held_from(position) < len(data):
        running.seams.append((position, data))
    else:
        _check(piece, position, data)
    if position + len(data) == reply.end and reply.body.goes_on(timeout):
        if reply.resource.size is None:  # it ends where we know that the file ended
            raise ChangedError(host=reply.body.host)
        raise BadReplyError(host=reply.body.host, reason="it sends more than it announced")


def check_seams(piece: Piece) -> None:
    """Compare what could not be compared before; raises `MisplacedError`."""
    for position, data in piece.running.seams:
        _check(piece, position, data)


def _check(piece: Piece, position: int, data: bytes) -> None:
    if piece.part.read(position, len(data)) != data:
        raise MisplacedError(host=piece.running.host)


def _read(piece: Piece, reply: Opened, wanted: int, timeout: float) -> bytes:
    """So many bytes of the reply, or fewer if it ends."""
    buffer = memoryview(bytearray(max(0, wanted)))
    filled = 0
    while filled < len(buffer) and (count := reply.body.receive_into(buffer[filled:], timeout)):
        piece.stop.check()
        filled += count
    return bytes(buffer[:filled])


def ended_early(reply: Opened, position: int) -> HeadgateError:
    """Why a reply ended before it should."""
    host = reply.body.host
    if not reply.body.confirmed:
        return ConnectionLostError(host=host)
    if not reply.resource.ranges and reply.resource.size is None:
        return ChangedError(host=host)  # all of the file, and less than we know of
    expected = "?" if reply.end is None else str(reply.end - reply.start)
    return LengthError(host=host, expected=expected, actual=str(position - reply.start))
