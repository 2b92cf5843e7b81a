"""A raw-socket server that does exactly what a test tells it to, byte by byte."""

import hashlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


def content(size: int, seed: str = "headgate") -> bytes:
    """Reproducible bytes that look random."""
    return hashlib.shake_128(seed.encode()).digest(size)


@dataclass(slots=True)
class Asked:
    """One request as it came over the wire."""

    target: str
    headers: dict[str, str]
    number: int  # of all requests for this target, from 1

    @property
    def range(self) -> tuple[int, int | None] | None:
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("range", ""))
        return (int(found[1]), int(found[2]) if found[2] else None) if found else None


class Peer:
    """The server's end of one connection, with the words a script needs."""

    def __init__(self, sock: socket.socket, closing: threading.Event) -> None:
        self.sock = sock
        self.closing = closing

    def send(self, data: bytes | str) -> None:
        self.sock.sendall(data.encode("latin-1") if isinstance(data, str) else data)

    def head(self, status: str, *fields: str) -> None:
        self.send("\r\n".join([f"HTTP/1.1 {status}", *fields, "", ""]))

    def stall(self) -> None:
        """Say nothing more until the test is over or the client has gone."""
        self.sock.settimeout(0.02)
        while not self.closing.is_set():
            try:
                if not self.sock.recv(1024):
                    return
            except TimeoutError:
                continue

    def drip(self, data: bytes, seconds: float) -> None:
        """One byte at a time, so slowly that no read ever times out."""
        for index in range(len(data)):
            self.send(data[index : index + 1])
            if self.closing.wait(seconds):
                return

    def finish(self) -> None:
        """Say goodbye properly: over TLS too, so that nobody thinks it was cut."""
        with suppress(OSError):
            self.sock = getattr(self.sock, "unwrap", lambda: self.sock)()
        self.sock.close()

    def reset(self) -> None:
        """Break off with a reset instead of a proper end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.sock.close()


Script = Callable[[Peer, Asked], None]


def serve_file(
    data: bytes,
    *,
    ranges: bool = True,
    etag: str = '"v1"',
    fields: tuple[str, ...] = (),
) -> Script:
    """A well-behaved file."""

    def script(peer: Peer, asked: Asked) -> None:
        own = (*((f"ETag: {etag}",) if etag else ()), *fields)
        wanted = asked.range
        if wanted is None or not ranges:
            peer.head("200 OK", f"Content-Length: {len(data)}", *own)
            peer.send(data)
            return
        first, last = wanted
        last = len(data) - 1 if last is None else min(last, len(data) - 1)
        if first >= len(data):
            none = f"Content-Range: bytes */{len(data)}"
            peer.head("416 Range Not Satisfiable", none, "Content-Length: 0", *own)
            return
        part = data[first : last + 1]
        peer.head(
            "206 Partial Content",
            f"Content-Range: bytes {first}-{last}/{len(data)}",
            f"Content-Length: {len(part)}",
            *own,
        )
        peer.send(part)

    return script


@dataclass(slots=True)
class Scripted:
    """A running server: add scripts by target, read what was asked."""

    address: tuple[str, int]
    scheme: str = "http"
    scripts: dict[str, Script] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    _numbers: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, target: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.address[1]}{target}"

    def add(self, target: str, script: Script) -> str:
        """Answer `target` with `script`; returns the link to it."""
        self.scripts[target] = script
        return self.url(target)

    def mount(self, folder: str, script: Script) -> str:
        """Answer everything under `/folder/` with `script`; returns the link to the folder."""
        self.scripts[f"/{folder}/"] = script
        return self.url(f"/{folder}")

    def script_for(self, target: str) -> Script | None:
        folder = "/".join(target.split("/", 2)[:2]) + "/"
        return self.scripts.get(target) or self.scripts.get(folder)

    def requests_for(self, target: str) -> list[Asked]:
        with self._lock:
            return [one for one in self.asked if one.target == target]

    def note(self, target: str, headers: dict[str, str]) -> Asked:
        with self._lock:
            number = self._numbers[target] = self._numbers.get(target, 0) + 1
            asked = Asked(target, headers, number)
            self.asked.append(asked)
            return asked


@contextmanager
def scripted(context: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    """A server on loopback for as long as the context lasts; over TLS with `context`."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    server = Scripted(listener.getsockname(), "https" if context else "http")
    closing = threading.Event()
    live: set[socket.socket] = set()
    threads: list[threading.Thread] = []

    def serve(raw: socket.socket) -> None:
        try:
            sock = context.wrap_socket(raw, server_side=True) if context else raw
            live.add(sock)
            with sock:
                _converse(Peer(sock, closing), server)
        except (OSError, ValueError):
            raw.close()

    def accept() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            live.add(raw)
            server.connections += 1
            thread = threading.Thread(target=serve, args=(raw,), daemon=True)
            threads.append(thread)
            thread.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        closing.set()
        _end(listener)
        for sock in list(live):
            _end(sock)
        accepting.join(10)
        for thread in threads:
            thread.join(10)


def _end(sock: socket.socket) -> None:
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        sock.close()


def _converse(peer: Peer, server: Scripted) -> None:
    """Answer requests on one connection until either side has had enough."""
    while not peer.closing.is_set():
        data = b""
        while b"\r\n\r\n" not in data:
            more = peer.sock.recv(65536)
            if not more:
                return
            data += more
        lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        target = lines[0].split(" ")[1]
        headers = dict(_field(line) for line in lines[1:])
        asked = server.note(target, headers)
        script = server.script_for(target)
        if script is None:
            peer.head("404 Not Found", "Content-Length: 0")
        else:
            script(peer, asked)


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.lower(), value.strip()
