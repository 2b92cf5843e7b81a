"""Files so small that they come in one piece with their header."""

from tests.servers.scripted import Asked, Peer, Script


def at_once(body: bytes, *fields: str, status: str = "") -> Script:
    """A whole small file: header and body in a single send, ranges as they were asked for."""

    def script(peer: Peer, asked: Asked) -> None:
        whole = asked.range == (0, None) and body
        line = status or ("206 Partial Content" if whole else "200 OK")
        span = (f"Content-Range: bytes 0-{len(body) - 1}/{len(body)}",) if whole else ()
        own = (*span, f"Content-Length: {len(body)}", 'ETag: "v1"', *fields)
        peer.send("\r\n".join([f"HTTP/1.1 {line}", *own, "", ""]).encode() + body)

    return script
