"""Files that stand already where a download is to go: the same one, or its beginning."""

import os
from pathlib import Path

from core.disk.hashing import could_match, matches
from core.disk.partfile import PartFile
from core.engine.asking import ask_at
from core.engine.running import Piece
from core.engine.segments import UNPROVEN_BYTES
from core.model.resource import Resource
from core.net import faults
from core.net.client import Client
from core.net.reply import Opened

CHUNK_BYTES = 1024 * 1024


def may_be_had(piece: Piece, name: str, size: int | None) -> bool:
    """Whether a checksum could prove that the file of that name is the one that is wanted."""
    request = piece.download.request
    return request.checksum is not None and could_match(request.folder / name, size)


def is_had(piece: Piece, name: str) -> bool:
    """Whether its checksum proves it; raises `Interrupted`."""
    request = piece.download.request
    if request.checksum is None:
        return False
    return matches(request.folder / name, request.checksum, piece.stop)


def rest_of(
    old: Path, piece: Piece, client: Client, known: Resource, part: PartFile
) -> Opened | None:
    """The reply with what `old` lacks, when its bytes are in `part`; at its first new byte.

    None if `old` is not the beginning of the file. Raises `HeadgateError`, `Interrupted`.
    """
    size = known.size
    begun = _copy(old, piece, part, size) if size is not None and known.ranges else 0
    if not begun:
        return None
    start = max(0, begun - UNPROVEN_BYTES)
    one = piece.download
    reply = ask_at(one, client, known.mirror or one.request.url, start)
    try:
        now = reply.resource
        same = reply.start == start and now.size == size
        if (
            same
            and not known.validator.contradicts(now.validator)
            and _continues(reply, part, begun, piece, client.network.timeout)
        ):
            return reply._replace(start=begun)
    except BaseException:
        reply.body.close()
        raise
    reply.body.close()
    return None


def _copy(old: Path, piece: Piece, part: PartFile, limit: int) -> int:
    """How many bytes were copied; 0 if there are more than `limit`, or they cannot be read."""
    position = 0
    try:
        with old.open("rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size > limit:
                return 0
            while chunk := file.read(CHUNK_BYTES):
                piece.stop.check()
                part.write(memoryview(chunk), position)
                position += len(chunk)
    except OSError:
        return 0
    return position if position <= limit else 0


def _continues(reply: Opened, part: PartFile, end: int, piece: Piece, timeout: float) -> bool:
    """Whether the reply begins with the last bytes of the part file up to `end`."""
    buffer = memoryview(bytearray(UNPROVEN_BYTES))
    position = reply.start
    while position < end:
        try:
            count = reply.body.receive_into(buffer[: end - position], timeout)
        except OSError as error:
            raise faults.while_reading(error, reply.body.host, timeout) from error
        piece.stop.check()
        if not count or part.read(position, count) != buffer[:count]:
            return False
        position += count
    return True
