"""A watched stop signal, a bare connection, and clients that clean up after themselves."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from core.model.settings import Settings
from core.net import resolver
from core.net.jar import Jar
from core.net.network import make_network
from core.net.resolver import Address
from tests.net.way import PATIENCE, Watched, Way, Wire

Names = dict[str, list[str]]


@pytest.fixture
def stop() -> Iterator[Watched]:
    signal = Watched()
    yield signal
    signal.close()


@pytest.fixture
def wire(stop: Watched) -> Iterator[Wire]:
    one = Wire(stop)
    yield one
    one.close()


@pytest.fixture
def make_way(stop: Watched, ca_file: Path) -> Iterator[Callable[..., Way]]:
    """`make_way(timeout=…, proxy=…)` makes a client; the tests' own authority is trusted."""
    made: list[Way] = []

    def make(*, cookies: CookieJar | None = None, timeout: float = 30, **settings: object) -> Way:
        wanted = Settings(**{"ca_file": str(ca_file), "timeout": timeout, **settings})  # type: ignore[arg-type]
        made.append(Way(make_network(wanted, Jar(cookies), "1.0"), stop))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def way(make_way: Callable[..., Way]) -> Way:
    return make_way()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """What the system's resolver knows; a test adds names, all others are unknown."""
    known: Names = {}

    def lookup_now(host: str, port: int) -> list[Address]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [Address(socket.AF_INET, (address, port)) for address in known[host]]

    monkeypatch.setattr(resolver, "lookup_now", lookup_now)
    return known


@pytest.fixture
def black_hole() -> Iterator[tuple[str, int]]:
    """An address that takes no connection and refuses none: its backlog is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(8)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()
        for filler in fillers:
            filler.close()


@pytest.fixture
def refused_port() -> Iterator[int]:
    """A port nobody listens on, kept from others for as long as the test runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Every look-up a test starts has ended when the test ends."""
    yield
    for thread in threading.enumerate():
        if thread.name.startswith("lookup "):
            thread.join(PATIENCE)
            assert not thread.is_alive(), thread.name
