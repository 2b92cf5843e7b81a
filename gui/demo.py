"""A server inside the program, so that anyone can try Start and Stop all without a link."""

import re
import socket
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

MB = 1_000_000
BLOCK = bytes(range(256)) * 256  # 64 KiB; every file is this, over and over


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A generated file: size in bytes, speed in bytes per second, and its vice."""

    name: str
    size: int
    rate: int
    ranges: bool = True
    stalls_at: int | None = None
    status: int = 200


FILES = (
    DemoFile("holiday-photos.zip", 24 * MB, 3 * MB),
    DemoFile("lecture.mp4", 180 * MB, 9 * MB),
    DemoFile("installer.iso", 700 * MB, 40 * MB),
    DemoFile("novel.epub", 1 * MB, 1 * MB),
    DemoFile("without-resume.tar.gz", 30 * MB, 4 * MB, ranges=False),
    DemoFile("server-falls-silent.bin", 50 * MB, 5 * MB, stalls_at=8 * MB),
    DemoFile("missing.pdf", 0, 1, status=404),
    DemoFile("music.flac", 35 * MB, 2 * MB),
)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        file = next((one for one in FILES if self.path == f"/{one.name}"), None)
        if file is None or file.status != 200:
            self.send_error(404)
            return
        start = 0
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        end = file.size
        if file.ranges and found and int(found[1]) < file.size:
            start = int(found[1])
            end = min(end, int(found[2]) + 1) if found[2] else end
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{file.size}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(end - start))
        self.send_header("ETag", f'"{file.name}"')
        self.send_header("Content-Type", "application/octet-stream")
        self.end_headers()
        self._send(file, start, end)

    def _send(self, file: DemoFile, start: int, end: int) -> None:
        position, began = start, time.monotonic()
        while position < end and not self.server.ending.is_set():
            if file.stalls_at is not None and position >= file.stalls_at:
                self.server.ending.wait(3600)
                return
            offset = position % len(BLOCK)
            piece = BLOCK[offset : offset + min(len(BLOCK) - offset, end - position)]
            self.wfile.write(piece)
            position += len(piece)
            ahead = (position - start) / file.rate - (time.monotonic() - began)
            if ahead > 0:
                self.server.ending.wait(ahead)

    def log_message(self, *_words: object) -> None:
        """Say nothing on the terminal."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ending = threading.Event()

    def handle_error(self, _request: object, _address: object) -> None:
        """A client that stopped is what this server is for."""

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        super().server_bind()


class DemoServer:
    """Runs while its context is open."""

    def __enter__(self) -> Self:
        self._server = _Server()
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def links(self) -> list[str]:
        port = self._server.server_address[1]
        return [f"http://127.0.0.1:{port}/{file.name}" for file in FILES]
