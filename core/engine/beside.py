"""Small files that lie beside a download and say what it must come to."""

from core.engine.asking import ask_at
from core.engine.running import Piece
from core.model.errors import HeadgateError
from core.net import faults
from core.net.client import Client

MAX_BYTES = 1024 * 1024


def read_beside(piece: Piece, client: Client, address: str, limit: int = MAX_BYTES) -> bytes | None:
    """The file at `address`; None if there is none, or none of up to `limit` bytes.

    Asked as the download is asked, without what other servers must not see. That it is missing
    is no error. Raises `Interrupted`.
    """
    try:
        return _read(piece, client, address, limit)
    except HeadgateError:
        return None


def _read(piece: Piece, client: Client, address: str, limit: int) -> bytes | None:
    reply = ask_at(piece.download, client, address, first=None)
    body, timeout = reply.body, client.network.timeout
    page = "html" in reply.resource.content_type.lower()
    if page or (reply.resource.size or 0) > limit:
        body.close()
        return None
    text, buffer = bytearray(), memoryview(bytearray(16 * 1024))
    try:
        while count := body.receive_into(buffer, timeout):
            text += buffer[:count]
            if len(text) > limit:
                body.close()
                return None
    except OSError as error:
        body.close()
        raise faults.while_reading(error, body.host, timeout) from error
    except BaseException:
        body.close()
        raise
    body.finish()
    return bytes(text)
