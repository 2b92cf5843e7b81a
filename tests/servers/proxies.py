"""Proxies on loopback that tunnel, forward, refuse, hang up or stall, as a test tells them to."""

import select
import socket
import ssl
import struct
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field

Login = tuple[str, str]


@dataclass(slots=True)
class Proxying:
    """A running proxy: where it is, and what its clients wanted."""

    address: tuple[str, int]
    targets: list[str] = field(default_factory=list)  # `host:port`, or an absolute link
    headers: list[dict[str, str]] = field(default_factory=list)  # of the requests to the proxy
    connections: int = 0
    heard: threading.Event = field(default_factory=threading.Event)  # bytes of a client came
    stalling: threading.Event = field(default_factory=threading.Event)  # it says no more
    gone: threading.Event = field(default_factory=threading.Event)  # a client closed its end

    def url(self, scheme: str, login: str = "") -> str:
        return f"{scheme}://{login}{'@' if login else ''}127.0.0.1:{self.address[1]}"


class Caller:
    """The proxy's end of one connection."""

    def __init__(self, sock: socket.socket, proxy: Proxying) -> None:
        self.sock = sock
        self.proxy = proxy
        self._ahead = b""

    def exactly(self, count: int) -> bytes:
        while len(self._ahead) < count:
            self._more()
        data, self._ahead = self._ahead[:count], self._ahead[count:]
        return data

    def head(self) -> bytes:
        """The bytes of a request up to and with its empty line."""
        while b"\r\n\r\n" not in self._ahead:
            self._more()
        return self.exactly(self._ahead.index(b"\r\n\r\n") + 4)

    def stall(self) -> None:
        """Say nothing more until the client has gone."""
        self.proxy.stalling.set()
        while self._receive():
            pass

    def relay(self, host: str, port: int, first: bytes = b"", answer: bytes = b"") -> None:
        """Carry bytes both ways until one side ends; any name is this machine."""
        numeric = host.replace(".", "").isdigit()
        with socket.create_connection((host if numeric else "127.0.0.1", port)) as far:
            if answer:
                self.sock.sendall(answer)
            far.sendall(first + self._ahead)
            other = {self.sock: far, far: self.sock}
            while True:
                for sock in self._readable(far):
                    data = sock.recv(65536)
                    if not data:
                        return
                    other[sock].sendall(data)

    def _readable(self, far: socket.socket) -> list[socket.socket]:
        if isinstance(self.sock, ssl.SSLSocket) and self.sock.pending():
            return [self.sock]
        return select.select([self.sock, far], [], [])[0]

    def _more(self) -> None:
        data = self._receive()
        if not data:
            raise ConnectionError
        self._ahead += data

    def _receive(self) -> bytes:
        try:
            data = self.sock.recv(4096)
        except ConnectionError:
            data = b""
        (self.proxy.heard if data else self.proxy.gone).set()
        return data


@contextmanager
def listening(
    serve: Callable[[Caller], None], context: ssl.SSLContext | None = None
) -> Iterator[Proxying]:
    """Run `serve` for each connection, each on a thread, for as long as the context lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = Proxying(listener.getsockname())
    live: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def run(raw: socket.socket) -> None:
        try:
            sock = context.wrap_socket(raw, server_side=True) if context else raw
            live.append(sock)
            with sock:
                serve(Caller(sock, proxy))
                if isinstance(sock, ssl.SSLSocket):
                    sock.unwrap()  # a proper goodbye, so that only what is inside can be cut
        except (OSError, ValueError):  # the client or the test has ended it
            raw.close()

    def accept() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            live.append(raw)
            proxy.connections += 1
            threads.append(threading.Thread(target=run, args=(raw,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield proxy
    finally:
        for sock in [listener, *live]:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        accepting.join(10)
        for thread in threads:
            thread.join(10)
        for sock in [listener, *live]:
            sock.close()


def silent() -> AbstractContextManager[Proxying]:
    """A server that takes connections and bytes, and never says a word."""
    return listening(Caller.stall)


def http_proxy(
    *,
    login: Login | None = None,
    instead: bytes | None = None,
    stalls: bool = False,
    context: ssl.SSLContext | None = None,
) -> AbstractContextManager[Proxying]:
    """Tunnels CONNECT and forwards absolute links; with `instead` it answers that and ends."""

    def serve(caller: Caller) -> None:
        request = caller.head()
        lines = request.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        headers = dict(_field(line) for line in lines[1:] if line)
        caller.proxy.targets.append(target)
        caller.proxy.headers.append(headers)
        if stalls:
            caller.stall()
        elif instead is not None:
            caller.sock.sendall(instead)
        elif login and headers.get("proxy-authorization") != _basic(login):
            caller.sock.sendall(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
            )
        elif method == "CONNECT":
            host, _, port = target.rpartition(":")
            caller.relay(host.strip("[]"), int(port), answer=b"HTTP/1.1 200 Open\r\n\r\n")
        else:
            authority, _, path = target.removeprefix("http://").partition("/")
            host, _, port = authority.partition(":")
            forward = request.replace(target.encode(), b"/" + path.encode(), 1)
            caller.relay(host, int(port or 80), forward)

    return listening(serve, context)


def socks_proxy(
    *,
    login: Login | None = None,
    instead: Mapping[str, bytes] | None = None,
    stalls_at: str = "",
) -> AbstractContextManager[Proxying]:
    """SOCKS5 (RFC 1928). `instead` replaces the answer to a step and ends the connection there.

    The steps are "greeting", "login" and "request"; `stalls_at` names the one left unanswered.
    """
    answers = instead or {}

    def answer(caller: Caller, step: str, usual: bytes) -> None:
        if stalls_at == step:
            caller.stall()
            raise ConnectionError
        caller.sock.sendall(answers.get(step, usual))
        if step in answers:
            raise ConnectionError

    def serve(caller: Caller) -> None:
        _, count = caller.exactly(2)
        offered = caller.exactly(count)
        method = 2 if login else 0
        answer(caller, "greeting", bytes([5, method if method in offered else 255]))
        if login:
            user = caller.exactly(caller.exactly(2)[1]).decode()
            password = caller.exactly(caller.exactly(1)[0]).decode()
            answer(caller, "login", bytes([1, (user, password) != login]))
        kind = caller.exactly(4)[3]
        if kind == 3:
            host = caller.exactly(caller.exactly(1)[0]).decode()
        else:
            family, size = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
            host = socket.inet_ntop(family, caller.exactly(size))
        (port,) = struct.unpack(">H", caller.exactly(2))
        caller.proxy.targets.append(f"{host}:{port}")
        # Bound addresses may be of any kind; a name is the one with a length of its own.
        success = b"\x05\x00\x00\x03\x04here\x00\x50"
        if stalls_at == "request" or "request" in answers:
            answer(caller, "request", success)
        caller.relay(host, port, answer=success)

    return listening(serve)


def _basic(login: Login) -> str:
    return "Basic " + b64encode(":".join(login).encode()).decode()


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.lower(), value.strip()
