"""A server that holds its clients up, each path in a way of its own; a process of its own.

    python -m tests.faults.blocker [CERTIFICATE KEY]

Prints where it listens as one line of JSON, answers on every address of the loopback, and ends
with its standard input. What it says of a file is always right: see `truth`.
"""

import hashlib
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

SIZE = 64_000_000  # of every file here but one kind; none ever comes to its end
HUGE = 10**13  # bytes of a file that only claims to be one
WHOLE = 100_000  # bytes of the one that does come to its end
GIFT = 1000  # bytes each reply brings before it stalls
SLICE = 16 * 1024
DRIP_SECONDS = 0.03
_PERIOD = 65_521  # a prime, so that bytes in a wrong place are wrong bytes
_BLOCK = hashlib.shake_128(b"headgate").digest(_PERIOD) * 3


def truth(position: int, count: int) -> bytes:
    """What stands at `position` of any file of this server; at most 128 KiB at a time."""
    start = position % _PERIOD
    assert start + count <= len(_BLOCK)
    return _BLOCK[start : start + count]


@dataclass(frozen=True, slots=True)
class Blocker:
    """The ports of a running one."""

    http: int
    https: int  # 0 without a certificate
    silent: int  # takes connections and bytes, never says a word
    full: int  # takes no connection: its backlog is full

    def link(self, kind: str, number: int = 0, *, scheme: str = "http", host: int = 1) -> str:
        """A link that blocks in the way `kind` says; `host` is the last byte of its address."""
        port = self.https if scheme == "https" else self.http
        return f"{scheme}://127.0.0.{host}:{port}/{kind}/{number}.bin"


@contextmanager
def blocker(certificate: Path | None = None, key: Path | None = None) -> Iterator[Blocker]:
    """One as a process, for as long as the context lasts."""
    words = [str(path) for path in (certificate, key) if path is not None]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.blocker", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent.parent,
    )
    try:
        assert process.stdout is not None
        yield Blocker(**json.loads(process.stdout.readline()))
    finally:
        process.communicate()


class _Way:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket, last: int | None = None) -> None:
        self.sock = sock
        self.last = last  # the last byte that was asked for, if that was said

    def say(self, status: str, *fields: str) -> None:
        self.sock.sendall("\r\n".join([f"HTTP/1.1 {status}", *fields, "", ""]).encode())

    def offer(self, start: int, size: int = SIZE) -> None:
        """The head of a reply that brings what was asked for."""
        last = size - 1 if self.last is None else self.last
        self.say(
            "206 Partial Content",
            f"Content-Range: bytes {start}-{last}/{size}",
            f"Content-Length: {last + 1 - start}",
            'ETag: "blocker"',
        )

    def stall(self) -> None:
        while self.sock.recv(4096):
            pass

    def drip(self, data: Callable[[int], bytes]) -> None:
        """A byte now and then, for as long as the client takes them."""
        never, count = threading.Event(), 0
        while True:
            self.sock.sendall(data(count))
            never.wait(DRIP_SECONDS)
            count += 1


def _body_stall(way: _Way, start: int, _path: str) -> None:
    way.offer(start)
    way.sock.sendall(truth(start, GIFT))
    way.stall()


def _huge(way: _Way, start: int, _path: str) -> None:
    way.offer(start, HUGE)
    way.stall()


def _body_drip(way: _Way, start: int, _path: str) -> None:
    way.offer(start)
    way.drip(lambda count: truth(start + count, 1))


def _beside(way: _Way, start: int, path: str) -> None:
    """The file comes, and what lies beside it does not."""
    if not path.endswith(".bin"):
        way.stall()
    way.offer(start, WHOLE)
    way.sock.sendall(truth(start, WHOLE - start))


def _header_stall(way: _Way, _start: int, _path: str) -> None:
    way.stall()


def _header_drip(way: _Way, _start: int, _path: str) -> None:
    way.sock.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    way.drip(lambda _count: b"a")


def _chunk_stall(way: _Way, _start: int, _path: str) -> None:
    """It stops in the middle of a chunk's size."""
    way.say("200 OK", "Transfer-Encoding: chunked", 'ETag: "blocker"')
    way.sock.sendall(b"%x\r\n%s\r\n1" % (GIFT, truth(0, GIFT)))
    way.stall()


def _retry_after(way: _Way, _start: int, _path: str) -> None:
    way.say("503 Busy", "Retry-After: 3600", "Content-Length: 0")


def _hops(way: _Way, _start: int, path: str) -> None:
    """Round and round over ever new addresses, each after a moment."""
    threading.Event().wait(DRIP_SECONDS)
    turn = int(path.partition("?")[2] or 0) + 1
    way.say("302 Found", f"Location: {path.partition('?')[0]}?{turn}", "Content-Length: 0")


def _redirect_body(way: _Way, _start: int, path: str) -> None:
    """A page goes with the redirect, and never comes."""
    target = path.replace("redirect-body", "header-stall")
    way.say("302 Found", f"Location: {target}", "Content-Length: 1000")
    way.stall()


_crowd: Counter[str] = Counter()  # connections by path


def _stall_in_company(way: _Way, start: int, path: str) -> None:
    """A steady stream, until as many connections are at the file as its path says."""
    way.offer(start)
    _crowd[path] += 1
    try:
        never, wanted = threading.Event(), int(path.split("/")[1].rpartition("-")[2])
        while _crowd[path] < wanted:
            way.sock.sendall(truth(start, SLICE))
            start += SLICE
            never.wait(DRIP_SECONDS / 10)
        way.stall()
    finally:
        _crowd[path] -= 1


_WAYS = {
    "beside": _beside,
    "body-stall": _body_stall,
    "body-drip": _body_drip,
    "header-stall": _header_stall,
    "header-drip": _header_drip,
    "huge": _huge,
    "chunk-stall": _chunk_stall,
    "retry-after": _retry_after,
    "hops": _hops,
    "redirect-body": _redirect_body,
}


def _serve(raw: socket.socket, context: ssl.SSLContext | None) -> None:
    with suppress(OSError), raw:
        sock = context.wrap_socket(raw, server_side=True) if context else raw
        with sock:
            while _one_request(sock):
                continue


def _one_request(sock: socket.socket) -> bool:
    head = b""
    while b"\r\n\r\n" not in head:
        more = sock.recv(65536)
        if not more:
            return False
        head += more
    path = head.split(b" ", 2)[1].decode()
    found = re.search(rb"(?i)\r\nrange: *bytes=(\d+)-(\d*)", head)
    kind = path.split("/")[1]
    serve = _stall_in_company if kind.startswith("stall-at-") else _WAYS[kind]
    last = int(found[2]) if found and found[2] else None
    serve(_Way(sock, last), int(found[1]) if found else 0, path)
    return True


def _listen(serve: Callable[[socket.socket], None]) -> int:
    listener = socket.create_server(("", 0), backlog=512)

    def accept() -> None:
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=serve, args=(sock,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return int(listener.getsockname()[1])


def _full() -> tuple[int, list[socket.socket]]:
    """A port whose backlog is full, and what fills it."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1)
    filling = [listener]
    for _ in range(8):
        sock = socket.socket()
        sock.setblocking(False)
        sock.connect_ex(listener.getsockname())
        filling.append(sock)
    return int(listener.getsockname()[1]), filling


def main(words: list[str]) -> None:
    context = None
    if words:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*words)
    full, filling = _full()

    def silent(sock: socket.socket) -> None:
        with suppress(OSError), sock:
            _Way(sock).stall()

    ports = {
        "http": _listen(lambda sock: _serve(sock, None)),
        "https": _listen(lambda sock: _serve(sock, context)) if context else 0,
        "silent": _listen(silent),
        "full": full,
    }
    print(json.dumps(ports), flush=True)
    sys.stdin.buffer.read()
    for sock in filling:
        sock.close()
    os._exit(0)  # threads that hold a client up would hold us up too


if __name__ == "__main__":
    main(sys.argv[1:])
