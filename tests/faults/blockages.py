"""The ways to be held up on the network: each with links that block all workers there."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from core.engine.clocks import Clocks
from core.model.states import State
from core.net import resolver
from tests.faults.blocker import Blocker, truth
from tests.faults.rounds import WORKERS, Bench, Blockage
from tests.servers.nginx import Nginx

LARGE = 256 * 1024 * 1024  # bytes of the file that comes at full speed


@dataclass(frozen=True, slots=True)
class Ground:
    """What all blockages stand on: two servers, and a folder on a real disk."""

    web: Nginx
    block: Blocker
    disk: Path


Case = Callable[[Ground], AbstractContextManager[Blockage]]
NUMBERS = range(WORKERS)


def _stuck(kind: str, within: str, scheme: str = "http", *, held: bool = False) -> Case:
    """Held up by the blocker in one of its ways; `held` says that bytes come before."""

    def case(ground: Ground) -> AbstractContextManager[Blockage]:
        links = [ground.block.link(kind, number, scheme=scheme) for number in NUMBERS]
        return nullcontext(Blockage(kind, links, within, truth=truth if held else None))

    return case


def _connect(ground: Ground) -> AbstractContextManager[Blockage]:
    links = [f"http://127.0.0.1:{ground.block.full}/{number}.bin" for number in NUMBERS]
    return nullcontext(Blockage("connect", links, "dial"))


@contextmanager
def _names(_ground: Ground) -> Iterator[Blockage]:
    """The system's resolver says nothing until the case is over."""
    over = threading.Event()

    def silent(_host: str, _port: int) -> list[resolver.Address]:
        over.wait()
        return []

    links = [f"http://n{number}.example/{number}.bin" for number in NUMBERS]
    with patch.object(resolver, "lookup_now", silent):
        try:
            yield Blockage("names", links, "resolve", left_behind=WORKERS)
        finally:
            over.set()


def _handshake(ground: Ground) -> AbstractContextManager[Blockage]:
    links = [f"https://127.0.0.1:{ground.block.silent}/{number}.bin" for number in NUMBERS]
    return nullcontext(Blockage("tls", links, "handshake"))


def _through(scheme: str, within: str) -> Case:
    """A proxy that takes what we ask of it and says nothing."""

    def case(ground: Ground) -> AbstractContextManager[Blockage]:
        links = [ground.block.link("body-stall", number, scheme="https") for number in NUMBERS]
        proxy = f"{scheme}://127.0.0.1:{ground.block.silent}"
        return nullcontext(Blockage(within, links, within, {"proxy": proxy}))

    return case


def _segments(ground: Ground) -> AbstractContextManager[Blockage]:
    """All workers on one file."""
    links = [ground.block.link(f"stall-at-{WORKERS}")]
    settings = {"connections": WORKERS}
    return nullcontext(Blockage("segments", links, "_stream", settings, truth=truth))


def _many(ground: Ground) -> AbstractContextManager[Blockage]:
    """As many workers as there can be."""
    links = [ground.block.link("body-stall", number, host=number + 1) for number in range(64)]
    return nullcontext(Blockage("many", links, "fetch", truth=truth, workers=64))


def _beside(ground: Ground) -> AbstractContextManager[Blockage]:
    """Of each two files in a folder one asks for checksums, and the other waits for that."""
    links = [ground.block.link("beside", number, host=number // 2 + 1) for number in NUMBERS]
    settings = {"verify_siblings": True}
    return nullcontext(Blockage("beside", links, "checksum", settings, truth=truth, far=2))


def _idle(ground: Ground) -> AbstractContextManager[Blockage]:
    """One works, and the others wait for something to do."""

    def blocked(bench: Bench) -> bool:
        names = bench.stacks()
        idle = sum("take" in one for one in names)
        return idle == WORKERS - 1 and any("_exchange" in one for one in names)

    links = [ground.block.link("header-stall")]
    return nullcontext(Blockage("idle", links, "take", blocked=blocked))


def _full_speed(scheme: str, connections: int = 1) -> Case:
    def case(ground: Ground) -> AbstractContextManager[Blockage]:
        large(ground)
        base = ground.web.https if scheme == "https" else ground.web.http
        many = WORKERS if connections == 1 else 1
        links = [f"{base}/large.bin?{number}" for number in range(many)]
        settings = {"connections": connections}
        return nullcontext(
            Blockage("full", links, "_copy", settings, truth=truth, blocked=_copying(many))
        )

    return case


def _copying(least: int) -> Callable[[Bench], bool]:
    return lambda bench: sum("_copy" in names for names in bench.stacks()) >= least


def large(ground: Ground) -> None:
    """The file that comes at full speed, made when it is first needed."""
    path = ground.web.root / "large.bin"
    if path.exists():
        return
    with path.open("wb") as file:
        for position in range(0, LARGE, 1 << 16):
            file.write(truth(position, 1 << 16))


def _limited(ground: Ground) -> AbstractContextManager[Blockage]:
    large(ground)
    links = [f"{ground.web.http}/large.bin?{number}" for number in NUMBERS]
    return nullcontext(Blockage("limited", links, "pay", {"limit_rate": 1000}, truth=truth))


def _all_wait(bench: Bench) -> bool:
    return all(one.state is State.RETRY_WAIT for one in bench.downloads())


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _back_off(_ground: Ground) -> AbstractContextManager[Blockage]:
    """Nobody listens there; chance gives the longest waits it can."""
    port = free_port()
    links = [f"http://127.0.0.{number + 1}:{port}/{number}.bin" for number in NUMBERS]
    slow = Clocks(uniform=lambda _least, most: most)
    return nullcontext(Blockage("back-off", links, "take", blocked=_all_wait, clocks=slow))


def _retry_after(ground: Ground) -> AbstractContextManager[Blockage]:
    links = [ground.block.link("retry-after", number, host=number + 1) for number in NUMBERS]
    return nullcontext(Blockage("retry-after", links, "take", blocked=_all_wait))


NETWORK: dict[str, Case] = {
    "connect into a black hole": _connect,
    "silent name look-up": _names,
    "TLS handshake stall": _handshake,
    "proxy CONNECT stall": _through("http", "tunnel"),
    "https proxy handshake stall": _through("https", "handshake"),
    "SOCKS stall": _through("socks5", "socks_connect"),
    "header stall": _stuck("header-stall", "_exchange"),
    "header stall, TLS": _stuck("header-stall", "_exchange", "https"),
    "header drip": _stuck("header-drip", "_exchange"),
    "redirect chain": _stuck("hops", "_follow"),
    "redirect whose page stalls": _stuck("redirect-body", "_exchange"),
    "body stall": _stuck("body-stall", "fetch", held=True),
    "body stall, TLS": _stuck("body-stall", "fetch", "https", held=True),
    "body stall, 8 connections a file": _segments,
    "body stall, 64 workers": _many,
    "body drip": _stuck("body-drip", "fetch", held=True),
    "body drip, TLS": _stuck("body-drip", "fetch", "https", held=True),
    "chunked body stall": _stuck("chunk-stall", "fetch", held=True),
    "a checksum beside the file": _beside,
    "full speed": _full_speed("http"),
    "full speed, TLS": _full_speed("https"),
    "full speed, 8 connections a file": _full_speed("http", WORKERS),
    "limited to 1 KB/s": _limited,
    "back-off wait": _back_off,
    "Retry-After wait": _retry_after,
    "waiting for work": _idle,
}
