"""Looking names up without ever being held up by it."""

import socket
import threading
import time
from dataclasses import dataclass

from core.stop import Interrupted, StopSignal

REMEMBER_SECONDS = 60.0  # short, so that a laptop that changes networks finds the new address
MOST = 64  # look-ups at a time, with those that were left behind
LOOK_SECONDS = 0.1  # how often somebody beyond them looks whether one has ended


@dataclass(frozen=True, slots=True)
class Address:
    """One way to a server: its address family and what `connect` takes."""

    family: socket.AddressFamily
    target: tuple[str, int] | tuple[str, int, int, int]


class _Lookup:
    """One look-up on a thread of its own, because `getaddrinfo` cannot be interrupted.

    Every waiter polls the same socket, which becomes readable for good when the answer is
    there. Whoever stops waiting leaves the thread behind; it ends when the system's resolver
    gives up, and later waiters for the same name share it meanwhile.
    """

    def __init__(self, host: str, port: int) -> None:
        self._done, self._finished = socket.socketpair()
        self._answer: list[Address] | OSError | UnicodeError = []
        thread = threading.Thread(
            target=self._run, args=(host, port), name=f"lookup {host}", daemon=True
        )
        thread.start()

    def _run(self, host: str, port: int) -> None:
        try:
            self._answer = lookup_now(host, port)
        except (OSError, UnicodeError) as error:
            self._answer = error
        finally:
            self._finished.close()

    def __del__(self) -> None:
        self._done.close()  # when the last waiter has looked

    def ended(self) -> bool:
        """Whether the answer is there; one nobody waited for is too old to be used."""
        return self._finished.fileno() < 0

    def wait(self, stop: StopSignal, seconds: float) -> list[Address]:
        if not stop.ready(self._done.fileno(), seconds=seconds):
            raise TimeoutError
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def lookup_now(host: str, port: int) -> list[Address]:
    """The system's own look-up; blocks for as long as the system likes."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [Address(family, target) for family, _, _, _, target in found]  # type: ignore[arg-type]


class Resolver:
    """Look-ups shared by all workers: one thread a name, answers kept for a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], tuple[float, list[Address]]] = {}
        self._running: dict[tuple[str, int], _Lookup] = {}

    def resolve(self, host: str, port: int, stop: StopSignal, seconds: float) -> list[Address]:
        """Addresses of `host`, the system's preferred family first, families taking turns.

        Raises `socket.gaierror`, `UnicodeError` (a name that cannot exist), `TimeoutError`,
        `Interrupted`.
        """
        if numeric := _numeric(host, port):
            return numeric
        key = (host, port)
        deadline = time.monotonic() + seconds
        while True:
            with self._lock:
                known = self._known.get(key)
                if known is not None and time.monotonic() - known[0] < REMEMBER_SECONDS:
                    return known[1]
                lookup = self._look_up(key)
            if lookup is not None:
                break
            if time.monotonic() > deadline:
                raise TimeoutError
            if stop.wait(LOOK_SECONDS):
                raise Interrupted
        try:
            addresses = take_turns(lookup.wait(stop, deadline - time.monotonic()))
        except (OSError, UnicodeError) as error:
            if not isinstance(error, TimeoutError):
                self._forget(key, lookup)
            raise
        with self._lock:
            self._known[key] = (time.monotonic(), addresses)
        self._forget(key, lookup)
        return addresses

    def _look_up(self, key: tuple[str, int]) -> _Lookup | None:
        """The look-up for a name, a new one if none is under way; None while there are too many.

        A system whose resolver is silent keeps each one for half a minute.
        """
        running = self._running.get(key)
        if running is not None and not running.ended():
            return running
        if running is None and len(self._running) >= MOST:
            self._running = {key: one for key, one in self._running.items() if not one.ended()}
            if len(self._running) >= MOST:
                return None
        made = self._running[key] = _Lookup(*key)
        return made

    def _forget(self, key: tuple[str, int], lookup: _Lookup) -> None:
        with self._lock:
            if self._running.get(key) is lookup:
                del self._running[key]


def take_turns(addresses: list[Address]) -> list[Address]:
    """Families in turn, the first one's first (RFC 8305, section 4)."""
    if not addresses:
        return []
    first = [address for address in addresses if address.family == addresses[0].family]
    other = [address for address in addresses if address.family != addresses[0].family]
    mixed: list[Address] = []
    for index in range(max(len(first), len(other))):
        mixed += first[index : index + 1] + other[index : index + 1]
    return mixed


def _numeric(host: str, port: int) -> list[Address]:
    """The address itself, for a host that is one; no thread is needed to read digits."""
    if not (host[-1:].isdigit() or ":" in host):
        return []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return [Address(family, target) for family, _, _, _, target in found]  # type: ignore[arg-type]
