"""A range server that gives each connection its own rate, fate or refusal; for benchmarks.

    python -m tests.servers.paced SIZE [--rates 8,8,0.25] [--dies LOW-HIGH] [--allow N]

Runs as a process of its own so that it shares no interpreter with what is measured. Prints
its port. Rates are in MB/s (a million bytes) and go to connections in the order they come,
over and over; `--dies` ends each connection after so many MiB; `--allow` refuses with 503
whatever comes while so many are being served.
"""

import argparse
import random
import re
import socket
import threading
import time

TICK_SECONDS = 0.01
SLICE = 256 * 1024


class Paced:
    """One file, the same bytes for every request."""

    def __init__(self, size: int, rates: list[float], dies: tuple[int, int] | None, allow: int):
        self.data = memoryview(random.Random(size).randbytes(min(size, 1 << 20)))
        self.size = size
        self.rates = rates
        self.dies = dies
        self.allow = allow
        self.connections = 0
        self.serving = 0
        self.lock = threading.Lock()
        self.chance = random.Random(7)

    def bytes_from(self, position: int, count: int) -> memoryview:
        offset = position % len(self.data)
        return self.data[offset : min(len(self.data), offset + count)]

    def serve(self, sock: socket.socket) -> None:
        with self.lock:
            number = self.connections
            self.connections += 1
            fate = self.chance.randint(*self.dies) if self.dies else None
        rate = self.rates[number % len(self.rates)] * 1e6 if self.rates else 0.0
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with sock:
            try:
                while self.one_request(sock, rate, fate):
                    continue
            except OSError:
                return

    def one_request(self, sock: socket.socket, rate: float, fate: int | None) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            more = sock.recv(65536)
            if not more:
                return False
            head += more
        with self.lock:
            refused = bool(self.allow) and self.serving >= self.allow
            if not refused:
                self.serving += 1
        if refused:
            sock.sendall(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
            return True
        try:
            return self.answer(sock, head, rate, fate)
        finally:
            with self.lock:
                self.serving -= 1

    def answer(self, sock: socket.socket, head: bytes, rate: float, fate: int | None) -> bool:
        found = re.search(rb"(?i)\r\nrange: *bytes=(\d+)-(\d*)", head)
        first, last = 0, self.size - 1
        if found:
            first = int(found[1])
            last = min(last, int(found[2])) if found[2] else last
            status = f"206 Partial Content\r\nContent-Range: bytes {first}-{last}/{self.size}"
        else:
            status = "200 OK"
        sock.sendall(
            f"HTTP/1.1 {status}\r\nContent-Length: {last + 1 - first}\r\n"
            f'ETag: "paced-{self.size}"\r\nAccept-Ranges: bytes\r\n\r\n'.encode()
        )
        if head.startswith(b"HEAD"):
            return True
        end = last + 1 if fate is None else min(last + 1, first + fate)
        position, began = first, time.monotonic()
        while position < end:
            due = end - position
            if rate:
                due = int((time.monotonic() - began + TICK_SECONDS) * rate) - (position - first)
                if due <= 0:
                    time.sleep(TICK_SECONDS)
                    continue
            piece = self.bytes_from(position, min(due, end - position, SLICE))
            position += sock.send(piece)
        return position == last + 1


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("size", type=int)
    words.add_argument("--rates", default="")
    words.add_argument("--dies", default="")
    words.add_argument("--allow", type=int, default=0)
    given = words.parse_args()
    rates = [float(rate) for rate in given.rates.split(",") if rate]
    dies = tuple(int(float(one) * 2**20) for one in given.dies.split("-")) if given.dies else None
    server = Paced(given.size, rates, dies, given.allow)
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listener.getsockname()[1], flush=True)
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=server.serve, args=(sock,), daemon=True).start()


if __name__ == "__main__":
    main()
