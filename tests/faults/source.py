"""A server with many files and one rate for all, which counts every byte it gives away."""

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

TICK_SECONDS = 0.01
SLICE = 64 * 1024
TOGETHER = 8 * 1024  # so few bytes go out in one with their header
BUFFER = 64 * 1024  # small, so that what was sent was received as well, or nearly
_RANGE = re.compile(rb"(?i)\r\nrange: *bytes=(\d+)-(\d*)\r\n")


class Source:
    """Files by name; `rate` is what all connections get together, in bytes a second."""

    def __init__(self, port: int, files: dict[str, bytes], rate: float) -> None:
        self.files = files
        self.given: Counter[str] = Counter()
        self.rate = rate
        self.closing = threading.Event()
        self._port = port
        self._lock = threading.Lock()
        self._paid_until = 0.0
        self._wanted: tuple[int, threading.Event] | None = None

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._port}/{name}"

    @property
    def urls(self) -> list[str]:
        return [self.url(name) for name in self.files]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))

    def total(self) -> int:
        """Bytes given away so far, headers aside."""
        with self._lock:
            return self.given.total()

    def after(self, count: int) -> threading.Event:
        """An event that is set once `count` more bytes were given away."""
        reached = threading.Event()
        with self._lock:
            self._wanted = (self.given.total() + count, reached)
        return reached

    def serve(self, sock: socket.socket) -> None:
        """Answer requests on one connection until the other side has gone."""
        with sock:
            try:
                while not self.closing.is_set() and self._answer(sock):
                    continue
            except OSError:
                return

    def _answer(self, sock: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            more = sock.recv(65536)
            if not more:
                return False
            head += more
        name = head.split(b" ", 2)[1].decode("ascii").removeprefix("/")
        data = self.files.get(name)
        if data is None:
            sock.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return True
        found = _RANGE.search(head)
        first = int(found[1]) if found else 0
        end = min(len(data), int(found[2]) + 1) if found and found[2] else len(data)
        status = "206 Partial Content" if found else "200 OK"
        answer = (
            f'HTTP/1.1 {status}\r\nContent-Length: {end - first}\r\nETag: "{name}"\r\n'
            f"Content-Range: bytes {first}-{end - 1}/{len(data)}\r\n\r\n"
        ).encode()
        if end - first <= TOGETHER:
            self._give(sock, name, answer + data[first:end], end - first)
            return True
        sock.sendall(answer)
        view = memoryview(data)
        while first < end:
            piece = view[first : min(end, first + SLICE)]
            self._give(sock, name, piece, len(piece))
            first += len(piece)
        return True

    def _give(self, sock: socket.socket, name: str, data: bytes | memoryview, counted: int) -> None:
        """Send it when it is its turn; `counted` bytes of it are the file's."""
        now = time.monotonic()
        with self._lock:
            self._paid_until = max(self._paid_until, now) + counted / self.rate
            wait = self._paid_until - now - TICK_SECONDS
        if wait > 0 and self.closing.wait(wait):
            raise ConnectionAbortedError
        sock.sendall(data)
        with self._lock:
            self.given[name] += counted
            if self._wanted is not None and self.given.total() >= self._wanted[0]:
                self._wanted[1].set()
                self._wanted = None


@contextmanager
def source(files: dict[str, bytes], rate: float) -> Iterator[Source]:
    """Serve `files` on loopback for as long as the context lasts."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    made = Source(listener.getsockname()[1], files, rate)

    def accept() -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=made.serve, args=(sock,), daemon=True).start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield made
    finally:
        made.closing.set()
        socket.socket.shutdown(listener, socket.SHUT_RDWR)
        listener.close()
        accepting.join(10)
