"""Files behind a server that has good and bad moments, all from one seed."""

import random
import threading
from collections.abc import Callable

from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file

SIZES = (0, 1, 1000, 20_000, 100_000, 600_000)


class Flaky:
    """Serves every file it has made in whatever mood it is in; well-behaved once `calm` is set."""

    def __init__(self, server: Scripted, seed: int) -> None:
        self._server = server
        self._chance = random.Random(seed)
        self._lock = threading.Lock()
        self.calm = threading.Event()
        self.bodies: dict[str, bytes] = {}  # by the file's name
        self._moods: list[Callable[[bytes], Script]] = [
            *[_well] * 6, _breaks_off, _resets, _stalls, _busy, _away, _without_ranges, _slow,
        ]  # fmt: skip

    def link(self) -> str:
        """A link to a new file."""
        with self._lock:
            size = self._chance.choice(SIZES)
            name = f"{len(self.bodies)}.bin"
            body = self.bodies[name] = content(size, name)
        return self._server.add(f"/{name}", self._script(body))

    def _script(self, body: bytes) -> Script:
        def script(peer: Peer, asked: Asked) -> None:
            with self._lock:
                mood = _well if self.calm.is_set() else self._chance.choice(self._moods)
            mood(body)(peer, asked)

        return script


def _well(body: bytes) -> Script:
    return serve_file(body)


def _breaks_off(body: bytes) -> Script:
    def script(peer: Peer, asked: Asked) -> None:
        _part(body, peer, asked)
        peer.sock.close()

    return script


def _resets(body: bytes) -> Script:
    def script(peer: Peer, asked: Asked) -> None:
        _part(body, peer, asked)
        peer.reset()

    return script


def _stalls(body: bytes) -> Script:
    def script(peer: Peer, asked: Asked) -> None:
        _part(body, peer, asked)
        peer.stall()

    return script


def _slow(body: bytes) -> Script:
    def script(peer: Peer, asked: Asked) -> None:
        rest = _part(body, peer, asked)
        for start in range(0, len(rest), 20_000):
            peer.send(rest[start : start + 20_000])
            if peer.closing.wait(0.01):
                return

    return script


def _busy(_body: bytes) -> Script:
    return lambda peer, _asked: peer.head("503 Busy", "Retry-After: 0", "Content-Length: 0")


def _away(_body: bytes) -> Script:
    return lambda peer, _asked: peer.head("404 Not Found", "Content-Length: 0")


def _without_ranges(body: bytes) -> Script:
    return serve_file(body, ranges=False)


def _part(body: bytes, peer: Peer, asked: Asked) -> bytes:
    """The head and the first half of what was asked for; the rest of it."""
    first, last = asked.range or (0, None)
    end = len(body) if last is None else last + 1
    if first >= end:
        peer.head("416 Range Not Satisfiable", "Content-Length: 0")
        return b""
    middle = (first + end) // 2
    peer.head(
        "206 Partial Content",
        f"Content-Range: bytes {first}-{end - 1}/{len(body)}",
        f"Content-Length: {end - first}",
        'ETag: "v1"',
    )
    peer.send(body[first:middle])
    return body[middle:end]
